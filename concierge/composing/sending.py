"""A text from the composer: sent once, however often the form comes, and taken back in time.

Whoever calls these has locked the customer.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge import config
from concierge.channels.base import DeliveryStatus
from concierge.composing import canned, drafts, pictures
from concierge.composing.models import Composition
from concierge.conversation import crossing, queries, write
from concierge.conversation.models import Conversation, Message, Promise
from concierge.conversation.taking_back import Waited, take_back
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.events import Actor

# The same words by the same person within so long are one click that came twice, where the form
# was too old to carry a key.
_TWICE = timedelta(seconds=30)


def send(
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    key: str,
    by: Actor,
    at: datetime,
    began: int | None = None,
    seen: int | None = None,
) -> Message | None:
    """Write to the customer, once for each `key`. None: it was sent before, and nothing happens.

    Raises `Crossed` where a colleague wrote after the message `began` (`seen`: see write), and
    `Refused` where that key has sent other words: the first try went through after all.
    """
    if not key and _is_repeated(session, conversation, body, by=by, at=at):
        return None
    composed = once(session, conversation, body, key=key, by=by, at=at)
    if composed is None:
        return None
    if began is not None:
        crossing.require_none(session, conversation.id, began, by=by)
    canned.require_filled(body)
    attached = pictures.of(session, conversation.id, by.id or 0, whole=True)
    wait = timedelta(seconds=config.current().undo_send_seconds)
    message = write.write(
        session,
        conversation,
        body,
        by=by,
        at=at,
        due=at + wait,
        seen=seen,
        pictures=pictures.take(session, attached),
    )
    composed.message_id = message.id
    return message


def once(
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    key: str,
    by: Actor,
    at: datetime,
) -> Composition | None:
    """Note that this form was taken, and that its draft is none any more. None: it was before.

    Raises `Refused` where its key has sent other words: the first try went through after all.
    """
    before = _of_key(session, key) if key else None
    if before is not None:
        if before.fingerprint == _fingerprint(body):
            return None
        raise Refused(
            "sent-already",
            "What you first wrote has been sent already, before you changed it: see above. "
            "Send this, too, if it is to follow it.",
        )
    operator_id = by.id or 0
    composed = Composition(
        key=key or drafts.new_key(),
        fingerprint=_fingerprint(body),
        conversation_id=conversation.id,
        operator_id=operator_id,
        at=at,
        waiting_since=conversation.waiting_since,
        waiting_for=conversation.waiting_for,
        held_since=conversation.held_since,
        promised_at=(conversation.promised_at if conversation.promise is Promise.ANSWER else None),
    )
    session.add(composed)
    drafts.put(session, conversation.id, operator_id, "", at=at)
    return composed


def undo(
    session: Session,
    conversation: Conversation,
    message_id: int,
    *,
    meanwhile: str,
    by: Actor,
    at: datetime,
) -> None:
    """Take a text back while no worker has it; it is a draft again, before what was begun since.

    Raises `Refused` when it has gone out.
    """
    composed = session.scalars(
        select(Composition).where(
            Composition.message_id == message_id,
            Composition.conversation_id == conversation.id,
            Composition.operator_id == by.id,
        )
    ).one_or_none()
    if composed is None:
        raise Refused("not-yours", "There is no such text of yours to take back.")
    message = queries.message(session, message_id)
    body = message.body
    composed.message_id, composed.undone_at = None, at
    session.flush()
    pictures.put_back(session, message, composed.operator_id, at=at)
    waited = Waited(
        composed.waiting_since, composed.waiting_for, composed.held_since, composed.promised_at
    )
    take_back(session, message, waited, by=by, at=at)
    begun = f"{body}\n{meanwhile.strip()}" if meanwhile.strip() else body
    drafts.put(session, conversation.id, composed.operator_id, begun, at=at)


def undoable(session: Session, conversation_id: int, operator_id: int) -> Message | None:
    """The newest text of this operator's there, while no worker has it."""
    if not config.current().undo_send_seconds:
        return None
    newest = (
        select(Composition.message_id)
        .where(
            Composition.conversation_id == conversation_id,
            Composition.operator_id == operator_id,
            Composition.undone_at.is_(None),
        )
        .order_by(Composition.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(Message)
        .join(Effect, Effect.key == func.concat("message.send:message:", Message.id))
        .where(
            Message.id == newest,
            Message.status == DeliveryStatus.QUEUED,
            Effect.status == EffectStatus.WAITING,
            Effect.attempt == 0,
        )
    ).one_or_none()


def is_used(session: Session, key: str) -> bool:
    """Whether this key has sent something: what is written next needs another."""
    return _of_key(session, key) is not None


def _of_key(session: Session, key: str) -> Composition | None:
    return session.scalars(select(Composition).where(Composition.key == key)).one_or_none()


def _fingerprint(body: str) -> bytes:
    return hashlib.sha256(body.strip().encode()).digest()


def _is_repeated(
    session: Session, conversation: Conversation, body: str, *, by: Actor, at: datetime
) -> bool:
    return queries.newest_is(
        session, conversation.id, body.strip(), author=str(by), since=at - _TWICE
    )
