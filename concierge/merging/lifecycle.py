"""Making one of two customers, and two of one again.

What moves is where somebody is reached and what was said: numbers and messages. What was agreed
and paid stays where it was made, for money and consent are never mixed: orders, quotes, payments,
cards, links, consents and bookings are still the absorbed customer's, and are shown beside the
other's. The absorbed one's cards are not charged while they are one.
"""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation import attention, carrying, write
from concierge.conversation.models import Conversation, MergedMessage, Message
from concierge.customers import mergers
from concierge.customers.models import Consent, ContactPoint, Customer, Merger
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.locks import lock_customers
from concierge.merging import obstacles


def merge(session: Session, kept_id: int, absorbed_id: int, *, by: Actor, at: datetime) -> Merger:
    """They are one person; everything goes on with `kept_id`. Raises `Refused` with the reasons.

    Takes both locks itself: nothing else may be locked before.
    """
    kept, absorbed = _both(session, kept_id, absorbed_id)
    if reasons := obstacles.of_merging(session, kept, absorbed):
        raise Refused("can-not-be-merged", " ".join(dict.fromkeys(reasons)))
    here, there = write.of_customer(session, kept.id), _thread(session, absorbed.id)
    merger = Merger(
        kept_id=kept.id,
        absorbed_id=absorbed.id,
        point_ids=[point.id for point in absorbed.contact_points],
        last_message_id=session.scalar(select(func.max(Message.id))) or 0,
        by=str(by),
        at=at,
    )
    session.add(merger)
    session.flush()
    mergers.take_over(session, merger)
    absorbed.merged_into_id = kept.id
    if there is not None:
        theirs = select(literal(merger.id), Message.id).where(Message.conversation_id == there.id)
        session.execute(insert(MergedMessage).from_select(["merger_id", "message_id"], theirs))
        _move_messages(session, Message.conversation_id == there.id, here, kept.id)
        _carry_waiting(session, there, here, at=at)
        carrying.carry(there, here)
    session.refresh(kept, ["contact_points"])
    _answer_where_heard_last(here, kept.contact_points)
    _show_newest(session, here)
    attention.touch(session, here, at=at)
    for whose, other in ((kept, absorbed), (absorbed, kept)):
        events.record(
            session,
            "customer.merged",
            whose,
            by=by,
            at=at,
            customer_id=whose.id,
            into=kept.id,
            other=other.id,
        )
    return merger


def undo(session: Session, merger_id: int, *, by: Actor, at: datetime) -> Merger:
    """They are two after all. Raises `Refused` with the reasons. Takes both locks itself.

    Numbers, messages and what was agreed to from those numbers go back, also what came since;
    quotes and orders made since stay with the one who was kept.
    """
    merger = mergers.get(session, merger_id)
    kept, absorbed = _both(session, merger.kept_id, merger.absorbed_id)
    session.refresh(merger)
    if reasons := obstacles.of_undoing(session, merger):
        raise Refused("can-not-be-taken-apart", " ".join(reasons))
    absorbed.merged_into_id = None
    merger.undone_at, merger.undone_by = at, str(by)
    session.flush()
    here, there = write.of_customer(session, kept.id), _thread(session, absorbed.id)
    mergers.give_back(session, merger)
    session.execute(
        update(Consent)
        .where(
            Consent.customer_id == kept.id,
            Consent.contact_point_id.in_(merger.point_ids),
            Consent.at >= merger.at,
        )
        .values(customer_id=absorbed.id)
    )
    if there is None and merger.point_ids:
        there = write.begin(session, session.get_one(ContactPoint, merger.point_ids[0]), at=at)
    if there is not None:
        _move_messages(session, _theirs(merger, here.id), there, absorbed.id)
        _show_newest(session, there)
        told = f"Taken apart again from {kept.name or f'customer {kept.id}'}: look at what is open"
        attention.call_for(session, there, told, at=at)
    session.execute(delete(MergedMessage).where(MergedMessage.merger_id == merger.id))
    session.refresh(kept, ["contact_points"])
    if here.contact_point_id in merger.point_ids:
        _answer_where_heard_last(here, kept.contact_points)
    _show_newest(session, here)
    attention.touch(session, here, at=at)
    for whose in (kept, absorbed):
        events.record(
            session, "customer.unmerged", whose, by=by, at=at, customer_id=whose.id, into=kept.id
        )
    return merger


def _both(session: Session, kept_id: int, absorbed_id: int) -> tuple[Customer, Customer]:
    lock_customers(session, kept_id, absorbed_id)
    kept = session.get(Customer, kept_id, populate_existing=True)
    absorbed = session.get(Customer, absorbed_id, populate_existing=True)
    if kept is None or absorbed is None:
        raise NotFound("customer")
    for one in (kept, absorbed):
        session.refresh(one, ["contact_points"])
    return kept, absorbed


def _thread(session: Session, customer_id: int) -> Conversation | None:
    return session.scalars(
        select(Conversation).where(Conversation.customer_id == customer_id)
    ).one_or_none()


def _theirs(merger: Merger, thread_id: int) -> ColumnElement[bool]:
    """What was in their thread before, and what was said with their numbers since."""
    was = exists().where(
        MergedMessage.merger_id == merger.id, MergedMessage.message_id == Message.id
    )
    since = and_(
        Message.contact_point_id.in_(merger.point_ids), Message.id > merger.last_message_id
    )
    return and_(Message.conversation_id == thread_id, or_(was, since))


def _move_messages(
    session: Session, which: ColumnElement[bool], to: Conversation, whose: int
) -> None:
    moved = select(func.concat("message:", Message.id)).where(which)
    # Each is sent under the lock of whom it belongs to.
    session.execute(
        update(Effect)
        .where(
            Effect.kind == "message.send",
            Effect.status == EffectStatus.WAITING,
            Effect.subject.in_(moved),
        )
        .values(customer_id=whose),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(Message).where(which).values(conversation_id=to.id),
        execution_options={"synchronize_session": "fetch"},
    )


def _carry_waiting(session: Session, off: Conversation, to: Conversation, *, at: datetime) -> None:
    """Who waited there waits here, since then; what was held stays held."""
    if off.waiting_since is not None:
        since = min(off.waiting_since, to.waiting_since or off.waiting_since)
        attention.call_for(session, to, off.waiting_for or "Wrote", at=at)
        to.waiting_since = since
    if off.held_since is not None:
        to.held_since = min(off.held_since, to.held_since or off.held_since)
    off.waiting_since = off.waiting_for = off.held_since = None
    attention.touch(session, off, at=at)


def _answer_where_heard_last(thread: Conversation, points: list[ContactPoint]) -> None:
    heard = max(points, key=lambda point: (point.last_heard_at or point.created_at, point.id))
    thread.contact_point_id, thread.contact_point = heard.id, heard


def _show_newest(session: Session, thread: Conversation) -> None:
    """What the inbox shows of a thread whose messages have come or gone."""
    newest = session.scalars(
        select(Message)
        .where(Message.conversation_id == thread.id)
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        thread.last_preview = ""
        return
    attention.touch(session, thread, at=newest.created_at, last=newest, aloud=False)
