"""What people in the journeys see and click."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation.models import Message
from concierge.customers.models import ContactPoint
from concierge.events import Actor
from concierge.orders import lifecycle as orders
from concierge.orders.estimates import Cost
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import queries as payment_queries
from concierge.payments.models import (
    CardSession,
    CardSessionStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from concierge.quotes.models import Quote

OPERATOR = Actor("operator", 1)


def spent(order: Order) -> int:
    """What an order cost in the end: of an estimate, the same part each time it is looked at."""
    return order.total - order.total * (order.id % 4) // 10 if order.is_estimate else order.total


def fulfil(session: Session, order: Order) -> None:
    """The operator delivered it, and says what an estimate came to."""
    cost = Cost(spent(order), no_receipt="The market gives none") if order.is_estimate else None
    orders.fulfil(session, order, by=OPERATOR, at=clock.now(), cost=cost)


def cancel(session: Session, order: Order) -> None:
    """The operator calls it off."""
    orders.cancel(session, order, because="sold out", by=OPERATOR, at=clock.now())


def card(session: Session, customer_id: int) -> int | None:
    """The card that is charged."""
    card = payment_queries.default_card(session, customer_id)
    return card.id if card else None


def visits(session: Session, customer_id: int) -> list[str]:
    """The card pages that are open, newest first."""
    query = select(CardSession.provider_id).where(
        CardSession.customer_id == customer_id,
        CardSession.status == CardSessionStatus.OPEN,
        CardSession.provider_id.is_not(None),
    )
    return [str(one) for one in session.scalars(query.order_by(CardSession.id.desc()))]


def newest_quote(session: Session, customer_id: int) -> int | None:
    """The customer's last quote."""
    return session.scalar(select(func.max(Quote.id)).where(Quote.customer_id == customer_id))


def order_of(session: Session, quote_id: int) -> int | None:
    """What the quote became."""
    return session.scalar(select(Order.id).where(Order.quote_id == quote_id))


def status(session: Session, order_id: int) -> OrderStatus:
    """How an order stands."""
    return session.get_one(Order, order_id).status


def held_for(session: Session, order_id: int) -> HeldFor | None:
    """What the order waits for."""
    return session.get_one(Order, order_id).held_for


def at_the_bank(session: Session, order_id: int) -> str | None:
    """The payment that the bank asks the customer about on its page, by Stripe's id."""
    query = select(Payment.provider_id).where(
        Payment.order_id == order_id,
        Payment.status == PaymentStatus.ACTION_REQUIRED,
        Payment.redirect_url.is_not(None),
    )
    return session.scalar(query)


def refunds(session: Session, order_id: int, status: RefundStatus | None = None) -> int:
    """How many refunds the order has."""
    query = select(func.count(Refund.id)).join(Payment).where(Payment.order_id == order_id)
    if status is not None:
        query = query.where(Refund.status == status)
    return session.scalar(query) or 0


def was_sent(session: Session, phone: str, template: str) -> bool:
    """Whether one of our texts has gone out to them."""
    query = (
        select(Message.id)
        .join(ContactPoint, ContactPoint.id == Message.contact_point_id)
        .where(ContactPoint.address == phone)
        .where(Message.template == template, Message.sent_at.is_not(None))
    )
    return session.scalar(query.limit(1)) is not None
