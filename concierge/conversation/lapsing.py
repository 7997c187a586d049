"""Keeping an eye on what was promised.

Operators are warned before its time. If it passes, a person is called, and the customer is told the
truth, once: that it takes longer. That is an answer to what they asked, so it goes out at any hour
to whoever wrote within the last two hours; to others in their waking hours, if it is still owed.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from concierge import config
from concierge.conversation import promising, write
from concierge.conversation.attention import call_for, touch
from concierge.conversation.models import Conversation, Direction, Message, Promise, PromiseStage
from concierge.customers import hours
from concierge.events import SERVICE
from concierge.operators import opening

TEMPLATE = "promise_late"
# Whoever wrote so recently is awake.
_UP = timedelta(hours=2)


def due(session: Session, at: datetime, *, limit: int = 200) -> list[tuple[int, int]]:
    """(id, customer id) of those that have to be looked at."""
    rows = session.execute(
        select(Conversation.id, Conversation.customer_id)
        .where(Conversation.promise_due_at.is_not(None), Conversation.promise_due_at <= at)
        .order_by(Conversation.promise_due_at)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]


def look(session: Session, conversation_id: int, *, at: datetime) -> None:
    """Warn, or see that it was not kept, or tell the customer: what is due, once each."""
    conversation = session.get_one(Conversation, conversation_id)
    due_at, promised_at = conversation.promise_due_at, conversation.promised_at
    if due_at is None or promised_at is None or due_at > at:
        return
    if promised_at > at:
        conversation.promise_stage, conversation.promise_due_at = PromiseStage.NEAR, promised_at
        touch(session, conversation, at=at)
        return
    if conversation.promise_stage is not PromiseStage.LATE:
        conversation.promise_stage = PromiseStage.LATE
        conversation.snoozed_until = None
        what = "Quote" if conversation.promise is Promise.QUOTE else "Answer"
        call_for(session, conversation, f"{what} promised, and late", at=at)
        promising.record(session, "conversation.promise_lapsed", conversation, SERVICE, at)
    _tell(session, conversation, at=at)


def _tell(session: Session, conversation: Conversation, *, at: datetime) -> None:
    if _can_be_told(session, conversation, at):
        point = conversation.contact_point
        where = hours.zones(conversation.customer, point.address)
        heard = point.last_heard_at
        if not hours.awake(where, at) and (heard is None or heard <= at - _UP):
            conversation.promise_due_at = hours.next_awake(where, at)
            return
        for_quote = conversation.promise is Promise.QUOTE
        write.say(session, conversation.customer, TEMPLATE, at=at, for_quote=for_quote)
    conversation.promise_stage, conversation.promise_due_at = PromiseStage.TOLD, None


def _can_be_told(session: Session, conversation: Conversation, at: datetime) -> bool:
    if conversation.held_since is not None:
        return False  # the service says nothing there by itself
    return write.why_unreachable(session, conversation, at=at) is None


# --- by themselves -------------------------------------------------------------------------------


def unpromised(
    session: Session, at: datetime, *, only: int | None = None, limit: int = 200
) -> list[tuple[int, int]]:
    """(id, customer id) of those who wrote and wait, and to whom nothing is promised yet."""
    minutes = config.current().promise_minutes
    since = Conversation.waiting_since
    wrote = exists().where(
        Message.conversation_id == Conversation.id,
        Message.direction == Direction.IN,
        Message.created_at >= since,
    )
    query = (
        select(Conversation.id, Conversation.customer_id)
        .where(
            since.is_not(None),
            since > at - timedelta(minutes=minutes),
            Conversation.promised_at.is_(None),
            Conversation.held_since.is_(None),
            Conversation.snoozed_until.is_(None),
            or_(Conversation.unpromised_at.is_(None), Conversation.unpromised_at < since),
            wrote,
        )
        .order_by(since, Conversation.id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(Conversation.id == only)
    return [(row.id, row.customer_id) for row in session.execute(query)]


def promise_answer(session: Session, conversation_id: int, *, at: datetime) -> None:
    """An answer within PROMISE_MINUTES of opening hours."""
    if not unpromised(session, at, only=conversation_id):
        return
    conversation = session.get_one(Conversation, conversation_id)
    since = conversation.waiting_since or at
    lapse = timedelta(minutes=config.current().promise_minutes)
    open_hours, zone = opening.hours(session), config.current().zone
    by_when: datetime | None = since + lapse
    if not (open_hours.is_open(since, zone) and open_hours.is_open(since + lapse, zone)):
        opens = open_hours.next_opening(since, zone)
        by_when = opens + lapse if opens else None
    if by_when is not None and by_when > at:
        promising.promise(session, conversation, Promise.ANSWER, by_when, by=SERVICE, at=at)


def near(session: Session, at: datetime, *, me: int, limit: int = 5) -> list[Conversation]:
    """Of what lapses soon: what is mine or nobody's, the next first."""
    due_at = Conversation.promise_due_at
    return list(
        session.scalars(
            select(Conversation)
            .where(
                due_at.is_not(None),
                due_at <= at + promising.WARNING,
                Conversation.promise_stage == PromiseStage.NEAR,
                or_(Conversation.assignee_id.is_(None), Conversation.assignee_id == me),
            )
            .options(
                joinedload(Conversation.customer, innerjoin=True),
                joinedload(Conversation.contact_point, innerjoin=True),
            )
            .order_by(due_at)
            .limit(limit)
        )
    )
