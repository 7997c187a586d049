"""Putting a thread off: out of the queue until a time, or until the customer writes.

Whoever waits goes on waiting, and comes back at their old place.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation.attention import call_for, touch
from concierge.conversation.models import Conversation
from concierge.errors import Refused
from concierge.events import SERVICE, Actor

OVER = "Snoozed until now"


def snooze(
    session: Session, conversation: Conversation, until: datetime, *, by: Actor, at: datetime
) -> None:
    """Out of the queue until then. Raises `Refused` for a time that has passed, or beyond what
    was promised.
    """
    if until <= at:
        raise Refused("moment-past", "That has passed already. Say a later time.")
    promised = conversation.promised_at
    if promised is not None and until > max(promised, at):
        raise Refused(
            "snooze-beyond-promise",
            "Something is promised to them before that. Keep it, or take it back, first.",
        )
    conversation.snoozed_until = until
    touch(session, conversation, at=at)
    _record(session, "conversation.snoozed", conversation, by, at, until=until.isoformat())


def wake(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """Back into the queue, whether or not the customer waits."""
    if conversation.snoozed_until is None:
        return
    conversation.snoozed_until = None
    call_for(session, conversation, conversation.waiting_for or OVER, at=at)
    _record(session, "conversation.woken", conversation, by, at)


def wake_if_over(session: Session, conversation_id: int, *, at: datetime) -> bool:
    """The clock's: its time has come. Whether it had."""
    conversation = session.get_one(Conversation, conversation_id)
    if conversation.snoozed_until is None or conversation.snoozed_until > at:
        return False
    wake(session, conversation, by=SERVICE, at=at)
    return True


def over(session: Session, at: datetime, *, limit: int = 200) -> list[tuple[int, int]]:
    """(id, customer id) of those whose time has come."""
    rows = session.execute(
        select(Conversation.id, Conversation.customer_id)
        .where(Conversation.snoozed_until.is_not(None), Conversation.snoozed_until <= at)
        .order_by(Conversation.snoozed_until, Conversation.id)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]


def _record(
    session: Session, kind: str, conversation: Conversation, by: Actor, at: datetime, **data: str
) -> None:
    customer_id = conversation.customer_id
    events.record(session, kind, conversation, by=by, at=at, customer_id=customer_id, **data)
