"""Who answers a thread: one operator, or nobody yet.

Whoever has a thread is changed by one UPDATE that names who had it before, so of two who reach for
it one gets it, and the other is told who.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update
from sqlalchemy.orm import Session

from concierge import config, events
from concierge.conversation import notes
from concierge.conversation.attention import touch
from concierge.conversation.models import Conversation
from concierge.errors import Refused
from concierge.events import SERVICE, Actor
from concierge.operators import people
from concierge.operators.models import Operator

# A thread in which nothing waits is let go of after a day without a word.
QUIET = timedelta(days=1)


def claim(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """Take a thread that nobody has. Raises `Refused`, with who has it."""
    if not _change(session, conversation, of=None, to=by.id, at=at):
        if conversation.assignee_id != by.id:
            raise Refused("conversation-taken", _who_has(conversation))
        return
    _record(session, "conversation.claimed", conversation, by=by, at=at)


def hand_over(
    session: Session,
    conversation: Conversation,
    to: int | None,
    *,
    seen: int | None,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Give it to an operator, or to nobody: back to the queue. `seen`: who had it, as far as
    whoever decides this knows. Raises `Refused` where it is somebody else's by now.
    """
    operator = people.answering(session, to) if to is not None else None
    if not _change(session, conversation, of=seen, to=to, at=at):
        if conversation.assignee_id != to:
            raise Refused("conversation-taken", _who_has(conversation))
        return
    if note.strip():
        notes.write(session, conversation, note, by=by, at=at, to=operator)
    if operator is None:
        _record(session, "conversation.released", conversation, by=by, at=at)
    else:
        _record(session, "conversation.assigned", conversation, by=by, at=at, to=operator.name)


def answered(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """An operator did something for the customer: a thread that nobody has is theirs now."""
    if by.kind != "operator":
        return
    if conversation.assignee_id is None:
        if _change(session, conversation, of=None, to=by.id, at=at):
            _record(session, "conversation.claimed", conversation, by=by, at=at)
    elif conversation.assignee_id == by.id:
        conversation.assigned_at = at


# --- idleness ------------------------------------------------------------------------------------


def release_idle(session: Session, conversation_id: int, *, at: datetime) -> bool:
    """Whoever has it does not come back to it: it is everybody's again. Whether it was so."""
    if conversation_id not in [number for number, _ in idle(session, at, only=conversation_id)]:
        return False
    conversation = session.get_one(Conversation, conversation_id)
    whose = conversation.assignee.name if conversation.assignee else ""
    _change(session, conversation, of=conversation.assignee_id, to=None, at=at)
    _record(session, "conversation.released", conversation, by=SERVICE, at=at, idle=whose)
    return True


def idle(
    session: Session, at: datetime, *, only: int | None = None, limit: int = 200
) -> list[tuple[int, int]]:
    """(id, customer id) of threads whose operator has left the house, has let somebody wait for
    RELEASE_MINUTES, or has had nothing to do there for a day.
    """
    query = (
        select(Conversation.id, Conversation.customer_id)
        .join(Conversation.assignee)
        .where(Conversation.assignee_id.is_not(None), or_(~Operator.active, _is_idle(at)))
        .order_by(Conversation.assignee_id, Conversation.last_message_at, Conversation.id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(Conversation.id == only)
    return [(row.id, row.customer_id) for row in session.execute(query)]


def _is_idle(at: datetime) -> ColumnElement[bool]:
    waiting, since = Conversation.waiting_since, Conversation.assigned_at
    last = Conversation.last_message_at
    quiet = and_(
        waiting.is_(None),
        Conversation.promised_at.is_(None),
        Conversation.snoozed_until.is_(None),
        func.greatest(since, last) <= at - QUIET,
    )
    minutes = config.current().release_minutes
    if not minutes:
        return quiet
    patience = timedelta(minutes=minutes)
    left = and_(
        waiting.is_not(None),
        Conversation.snoozed_until.is_(None),
        func.greatest(since, waiting) <= at - patience,
    )
    return or_(quiet, left)


# --- changing hands ------------------------------------------------------------------------------


def _change(
    session: Session, conversation: Conversation, *, of: int | None, to: int | None, at: datetime
) -> bool:
    """From `of` to `to`, in one statement; False: it was somebody else's. Loads what is true."""
    session.flush()
    changed = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation.id,
            Conversation.assignee_id.is_not_distinct_from(of),
            Conversation.assignee_id.is_distinct_from(to),
            people.may_answer(to) if to is not None else true(),
        )
        .values(assignee_id=to, assigned_at=at if to is not None else None)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.refresh(conversation, ["assignee_id", "assigned_at", "assignee"])
    return changed is not None


def _who_has(conversation: Conversation) -> str:
    if conversation.assignee is None or conversation.assigned_at is None:
        return "It was put back into the queue meanwhile. Nothing was done."
    since = conversation.assigned_at.astimezone(config.current().zone)
    return f"{conversation.assignee.name} has this since {since:%H:%M}. Nothing was done."


def _record(
    session: Session,
    kind: str,
    conversation: Conversation,
    *,
    by: Actor,
    at: datetime,
    **data: str,
) -> None:
    touch(session, conversation, at=at)
    customer_id = conversation.customer_id
    events.record(session, kind, conversation, by=by, at=at, customer_id=customer_id, **data)
