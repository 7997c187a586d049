"""What retention does about whole customers: erase, sweep up after an erasure, close the books."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, text
from sqlalchemy.orm import Session

from concierge.conversation.models import Conversation
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint, Customer
from concierge.db import reading, transaction
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.events import SERVICE
from concierge.orders.models import Order
from concierge.payments.models import Payment, ProviderEvent, Refund
from concierge.privacy import erasing, places
from concierge.privacy.map import PLACES
from concierge.privacy.models import Erasure
from concierge.quotes.models import Quote

Step = tuple[int, int | None]
# For three days the card processor repeats what it could not tell us.
EVENTS_COME_FOR = timedelta(days=4)
_FEW = 50  # customers a batch


# --- without activity ----------------------------------------------------------------------------


def _inactive(before: datetime) -> ColumnElement[bool]:
    """Known, and neither heard of, written to, quoted nor sold anything since then."""
    own = Customer.id
    return and_(
        Customer.erased_at.is_(None),
        Customer.merged_into_id.is_(None),  # goes with whom they are one person
        Customer.created_at < before,
        ~exists().where(Conversation.customer_id == own, Conversation.last_message_at >= before),
        ~exists().where(ContactPoint.customer_id == own, ContactPoint.last_heard_at >= before),
        ~exists().where(Quote.customer_id == own, Quote.created_at >= before),
        ~exists().where(
            Order.customer_id == own,
            or_(Order.placed_at >= before, Order.fulfilled_at >= before),
        ),
        ~exists().where(
            Payment.customer_id == own,
            or_(Payment.created_at >= before, Payment.captured_at >= before),
        ),
    )


def count_inactive(session: Session, before: datetime) -> int:
    """Customers who would be erased, if nothing of theirs is open."""
    return session.scalar(select(func.count()).select_from(Customer).where(_inactive(before))) or 0


def erase_inactive(before: datetime, after: int, limit: int, now: datetime) -> Step:
    """Erase a batch, each in a transaction of their own; whose business is open stays."""
    few = min(limit, _FEW)
    with reading() as session:
        ids = session.scalars(
            select(Customer.id)
            .where(Customer.id > after, _inactive(before))
            .order_by(Customer.id)
            .limit(few)
        ).all()
    gone = sum(_erase(customer_id, before, now) for customer_id in ids)
    return gone, ids[-1] if len(ids) == few else None


def _erase(customer_id: int, before: datetime, now: datetime) -> bool:
    try:
        with transaction() as session:
            customer = customers.lock(session, customer_id)
            still = select(Customer.id).where(Customer.id == customer_id, _inactive(before))
            if session.scalar(still) is None:
                return False  # they have written while this waited
            erasing.erase(session, customer, by=SERVICE, at=now, because=erasing.INACTIVE)
    except Refused:
        return False
    return True


# --- after an erasure ----------------------------------------------------------------------------


def count_settling(session: Session, before: datetime) -> int:
    """Erased customers of whom the processor may still tell."""
    waiting = select(func.count()).where(Erasure.provider_ids.is_not(None))
    return session.scalar(waiting) or 0


def sweep_settling(before: datetime, after: int, limit: int, now: datetime) -> Step:
    """Remove what the processor has told of them since, until it has nothing more to tell."""
    unread = exists().where(
        Effect.subject == func.concat("event:", ProviderEvent.id),
        Effect.status.in_((EffectStatus.WAITING, EffectStatus.RUNNING)),
    )
    few = min(limit, _FEW)
    with transaction() as session:
        found = session.scalars(
            select(Erasure)
            .where(Erasure.id > after, Erasure.provider_ids.is_not(None))
            .order_by(Erasure.id)
            .limit(few)
            .with_for_update()
        ).all()
        gone = 0
        for erasure in found:
            told = text(PLACES["provider_events"].of).bindparams(
                ids=erasure.provider_ids, addresses=[]
            )
            done = session.execute(
                delete(ProviderEvent).where(ProviderEvent.received_at >= erasure.at, told, ~unread),
                execution_options={"synchronize_session": False},
            )
            gone += done.rowcount  # type: ignore[attr-defined]
            if erasure.at < before:
                erasure.provider_ids = None
        return gone, found[-1].id if len(found) == few else None


# --- the books -----------------------------------------------------------------------------------


def _closed(before: datetime) -> ColumnElement[bool]:
    """Erased, with no booking that the books must still hold."""
    own = Customer.id
    return and_(
        Customer.erased_at < before,
        ~exists().where(
            Order.customer_id == own, or_(Order.placed_at >= before, Order.fulfilled_at >= before)
        ),
        ~exists().where(
            Payment.customer_id == own,
            or_(Payment.created_at >= before, Payment.captured_at >= before),
        ),
        ~exists().where(
            Refund.payment_id == Payment.id,
            Payment.customer_id == own,
            Refund.created_at >= before,
        ),
    )


def count_closed(session: Session, before: datetime) -> int:
    """Erased customers whose books would go."""
    return session.scalar(select(func.count()).select_from(Customer).where(_closed(before))) or 0


def remove_closed(before: datetime, after: int, limit: int, now: datetime) -> Step:
    """Remove all that is left of a batch of erased customers."""
    few = min(limit, _FEW)
    with reading() as session:
        ids = session.scalars(
            select(Customer.id)
            .where(Customer.id > after, _closed(before))
            .order_by(Customer.id)
            .limit(few)
        ).all()
    for customer_id in ids:
        with transaction() as session:
            customers.lock(session, customer_id)
            places.remove(session, places.person(session, customer_id))
    return len(ids), ids[-1] if len(ids) == few else None
