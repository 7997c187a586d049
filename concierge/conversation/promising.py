"""What a customer is to have by when: a quote, or an answer. `lapsing` keeps an eye on it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation.attention import touch
from concierge.conversation.models import Conversation, Promise, PromiseStage
from concierge.errors import Refused
from concierge.events import Actor

WARNING = timedelta(minutes=10)
LONGEST = timedelta(days=30)


def promise(
    session: Session,
    conversation: Conversation,
    what: Promise,
    by_when: datetime,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """They are to have it by then; a promise before it is replaced. Raises `Refused`."""
    if by_when <= at:
        raise Refused("moment-past", "That has passed already. Promise a later time.")
    if by_when > at + LONGEST:
        raise Refused("promise-too-far", f"A promise is for the next {LONGEST.days} days.")
    conversation.promise, conversation.promised_at = what, by_when
    conversation.promise_stage = PromiseStage.OPEN
    conversation.promise_due_at = max(by_when - WARNING, at)
    snoozed = conversation.snoozed_until
    if snoozed is not None and snoozed > by_when:
        conversation.snoozed_until = None
    touch(session, conversation, at=at)
    data = {"what": what.value, "until": by_when.isoformat()}
    record(session, "conversation.promised", conversation, by, at, **data)


def keep(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """They have it."""
    _end(session, conversation, "conversation.promise_kept", by=by, at=at)


def take_back(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """It is not promised after all, and is not promised by itself again while they wait."""
    _end(session, conversation, "conversation.promise_withdrawn", by=by, at=at)


def answered(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """A person has written: that keeps the promise of an answer, not that of a quote."""
    if conversation.promise is Promise.ANSWER:
        keep(session, conversation, by=by, at=at)


def _end(
    session: Session, conversation: Conversation, kind: str, *, by: Actor, at: datetime
) -> None:
    if conversation.promised_at is None:
        return
    late = conversation.promise_stage in (PromiseStage.LATE, PromiseStage.TOLD)
    conversation.promise = conversation.promised_at = None
    conversation.promise_stage = conversation.promise_due_at = None
    conversation.unpromised_at = at
    touch(session, conversation, at=at)
    record(session, kind, conversation, by, at, late=late)


def record(
    session: Session,
    kind: str,
    conversation: Conversation,
    by: Actor,
    at: datetime,
    **data: str | bool,
) -> None:
    """Put it on record."""
    customer_id = conversation.customer_id
    events.record(session, kind, conversation, by=by, at=at, customer_id=customer_id, **data)
