"""What retention takes row by row. Each step takes a batch and says where the next one begins.

Ids rise with time, so the oldest rows are read first off the primary key and no other index is
needed: a step ends at the first row that is young enough.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge.composing.models import Composition
from concierge.conversation.models import (
    Conversation,
    Correction,
    Media,
    MediaContent,
    MediaStatus,
    Message,
)
from concierge.customers.models import Link
from concierge.effects.models import Effect, EffectStatus
from concierge.operators.models import ApiRequest
from concierge.payments.models import CardSession, ProviderEvent
from concierge.privacy.map import MESSAGE_WORDS
from concierge.privacy.models import RetentionMark

Step = tuple[int, int | None]
_OVER = (EffectStatus.DONE, EffectStatus.ABANDONED)
_MESSAGES = "messages"


def _count(session: Session, model: Any, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*which)) or 0


# --- messages ------------------------------------------------------------------------------------


def count_messages(session: Session, before: datetime) -> int:
    """Messages whose words would go."""
    return _count(session, Message, Message.id > _mark(session), Message.created_at < before)


def blank_messages(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Take the words out of a batch; the rows stay, so that the thread shows that there was one."""
    rows = session.execute(
        select(Message.id, Message.conversation_id, Message.created_at, _to_be_sent())
        .where(Message.id > max(after, _mark(session)))
        .order_by(Message.id)
        .limit(limit)
    ).all()
    old = []
    for row in rows:
        if row.created_at >= before or row.to_be_sent:
            break  # what comes after it has its turn once it has gone out, or was given up
        old.append(row)
    if not old:
        return 0, None
    ids = [row.id for row in old]
    session.execute(update(Message).where(Message.id.in_(ids)).values(MESSAGE_WORDS))
    # What a text meant says nothing without the text.
    session.execute(delete(Correction).where(Correction.message_id.in_(ids)))
    session.execute(
        update(Conversation)
        .where(
            Conversation.id.in_({row.conversation_id for row in old}),
            Conversation.last_message_at < before,
        )
        .values(last_preview="")
    )
    session.execute(
        insert(RetentionMark)
        .values(rule=_MESSAGES, upto=ids[-1])
        .on_conflict_do_update(index_elements=["rule"], set_={"upto": ids[-1]})
    )
    return len(ids), ids[-1] if len(old) == limit else None


def _to_be_sent() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Effect.subject == func.concat("message:", Message.id),
            Effect.status.in_((EffectStatus.WAITING, EffectStatus.RUNNING)),
        )
        .label("to_be_sent")
    )


def _mark(session: Session) -> int:
    found = select(RetentionMark.upto).where(RetentionMark.rule == _MESSAGES)
    return session.scalar(found) or 0


# --- pictures ------------------------------------------------------------------------------------

_FETCHED = Media.status != MediaStatus.WAITING


def count_media(session: Session, before: datetime) -> int:
    """Pictures that would go."""
    old = select(Media.id).join(Message, Message.id == Media.message_id)
    query = old.where(Message.created_at < before, _FETCHED).subquery()
    return session.scalar(select(func.count()).select_from(query)) or 0


def remove_media(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of pictures."""
    rows = session.execute(
        select(Media.id, Media.status, Message.created_at)
        .join(Message, Message.id == Media.message_id)
        .where(Media.id > after)
        .order_by(Media.id)
        .limit(limit)
    ).all()
    old = [row for row in rows if row.created_at < before]
    ids = [row.id for row in old if row.status is not MediaStatus.WAITING]
    session.execute(delete(MediaContent).where(MediaContent.media_id.in_(ids)))
    session.execute(delete(Media).where(Media.id.in_(ids)))
    return len(ids), rows[-1].id if len(old) == limit else None


# --- effects -------------------------------------------------------------------------------------


def count_effects(session: Session, before: datetime) -> int:
    """Effects that would go."""
    return _count(session, Effect, Effect.status.in_(_OVER), Effect.ended_at < before)


def remove_effects(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of what is done or abandoned; what was given up waits for a person."""
    rows = session.execute(
        select(Effect.id, Effect.status, Effect.created_at, Effect.ended_at)
        .where(Effect.id > after)
        .order_by(Effect.id)
        .limit(limit)
    ).all()
    old = [row for row in rows if row.created_at < before]
    ids = [row.id for row in old if row.status in _OVER and row.ended_at < before]
    session.execute(delete(Effect).where(Effect.id.in_(ids)))
    return len(ids), rows[-1].id if len(old) == limit else None


# --- the rest, by their own indexes --------------------------------------------------------------


def count_provider_events(session: Session, before: datetime) -> int:
    """Raw events that would go."""
    return _count(session, ProviderEvent, ProviderEvent.received_at < before)


def remove_provider_events(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of raw events. One that is still to be read stays."""
    return _remove(session, ProviderEvent, limit, ProviderEvent.received_at < before, ~_unread())


def _raw(before: datetime) -> ColumnElement[bool]:
    return Message.raw.is_not(None) & (Message.created_at < before)


def count_raw_texts(session: Session, before: datetime) -> int:
    """Texts whose webhook's parameters would go."""
    return _count(session, Message, _raw(before))


def strip_raw_texts(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Take a batch's parameters away; the texts stay."""
    old = list(
        session.scalars(
            select(Message.id).where(_raw(before)).order_by(Message.created_at).limit(limit)
        )
    )
    session.execute(update(Message).where(Message.id.in_(old)).values(raw=None))
    return len(old), (0 if len(old) == limit else None)


def _unread() -> ColumnElement[bool]:
    return exists().where(
        Effect.kind == "stripe.event",
        Effect.subject == func.concat("event:", ProviderEvent.id),
        Effect.status.in_((EffectStatus.WAITING, EffectStatus.RUNNING, EffectStatus.GIVEN_UP)),
    )


def count_replays(session: Session, before: datetime) -> int:
    """Answers that would go."""
    return _count(session, ApiRequest, ApiRequest.created_at < before)


def remove_replays(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of answers to programs."""
    return _remove(session, ApiRequest, limit, ApiRequest.created_at < before)


def count_compositions(session: Session, before: datetime) -> int:
    """What was noted beside texts that nobody can take back any more."""
    return _count(session, Composition, Composition.at < before)


def remove_compositions(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of it; the texts themselves stay."""
    return _remove(session, Composition, limit, Composition.at < before)


def count_links(session: Session, before: datetime) -> int:
    """Links that would go."""
    return _count(session, Link, Link.expires_at < before)


def remove_links(session: Session, before: datetime, after: int, limit: int) -> Step:
    """Remove a batch of links, and the visits to the card page that they led to."""
    ids = session.scalars(
        select(Link.id).where(Link.expires_at < before).order_by(Link.expires_at).limit(limit)
    ).all()
    session.execute(delete(CardSession).where(CardSession.link_id.in_(ids)))
    session.execute(delete(Link).where(Link.id.in_(ids)))
    return len(ids), 0 if len(ids) == limit else None


def _remove(session: Session, model: Any, limit: int, *which: ColumnElement[bool]) -> Step:
    ids = session.scalars(select(model.id).where(*which).order_by(model.id).limit(limit)).all()
    session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids), 0 if len(ids) == limit else None
