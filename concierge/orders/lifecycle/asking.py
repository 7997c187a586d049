"""The customer is sent a link for what an order lacks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders.freezing import require_thawed
from concierge.orders.lifecycle.charging import HELD_FOR, let_go
from concierge.orders.lifecycle.holding import hold
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus

# A second click, or a colleague's, is no second text.
_BREATH = timedelta(minutes=1)


def ask(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """Send the customer a fresh link for what is missing: a card, or a word with their bank.

    Raises `Refused` where nothing is missing, or they have just been asked.
    """
    asked = events.latest_at(session, "order", order.id, ("order.held", "order.asked"))
    if asked is not None and at - asked < _BREATH:
        raise Refused("asked-already", "The customer was sent a link just now.")
    require_thawed(order)
    if order.status is OrderStatus.HELD:
        reason = order.held_for or HeldFor.CARD
    elif order.status is OrderStatus.FULFILLED:
        payment = payment_queries.latest(session, order.id)
        bank = payment is not None and payment.status is PaymentStatus.ACTION_REQUIRED
        if not bank:
            require_lost(order, payment)
        reason = HeldFor.BANK if bank else HeldFor.CARD
    else:
        payment = payment_queries.latest(session, order.id)
        if payment is not None and order.is_lapsing and payment.is_reserved:
            reason = _renewal_needs(session, order, at=at)
        else:
            require_lost(order, payment)
            let_go(session, order, at=at)
            order.trouble = None
            hold(session, order, HeldFor.CARD, at=at)
            return
    ask_for(session, order, reason, by=by, at=at)


def ask_for(session: Session, order: Order, reason: HeldFor, *, by: Actor, at: datetime) -> None:
    """The customer is sent a link; the order goes on meanwhile as it stands."""
    record(session, "order.asked", order, by, at, reason=reason.value)


def _renewal_needs(session: Session, order: Order, *, at: datetime) -> HeldFor:
    renewal = payment_queries.renewal(session, order.id)
    if renewal is not None and renewal.status is PaymentStatus.ACTION_REQUIRED:
        return HeldFor.BANK
    why = payments.obstacle(session, order.customer_id, at=at)
    return HELD_FOR[why] if why is not None else HeldFor.DECLINED


def offer(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """Send the customer a link on which they pay this order with any card, which is not saved.

    Raises `Refused` where the order has its money, or they have just been sent one.
    """
    asked = events.latest_at(session, "order", order.id, ("order.offered",))
    if asked is not None and at - asked < _BREATH:
        raise Refused("asked-already", "The customer was sent a link just now.")
    require_payable(session, order)
    if order.status not in {OrderStatus.HELD, OrderStatus.FULFILLED}:
        let_go(session, order, at=at)
        order.trouble = None
        hold(session, order, HeldFor.CARD, at=at, pay=True)
        return
    record(session, "order.offered", order, by, at)


def require_payable(session: Session, order: Order) -> None:
    """Raises `Refused` unless the order lacks its money, and nothing is on its way to get it."""
    require_thawed(order)
    payment = payment_queries.latest(session, order.id)
    if order.status is OrderStatus.HELD and not (payment is not None and payment.is_moving):
        return
    require_lost(order, payment)


def require_lost(order: Order, payment: Payment | None) -> None:
    """Only where no money is reserved, and none can have been taken."""
    over = order.status in {OrderStatus.PAID, OrderStatus.CANCELLED}
    if payment is not None and payment.is_lost and not over:
        return
    if payment is None and order.status is OrderStatus.PLACED:
        return  # its card was not charged, for a person to decide
    if payment is not None and payment.may_be_taken:
        raise Refused(
            "capture-unknown", "Nobody knows yet whether the money was taken: try that again first."
        )
    if payment is not None and payment.is_moving:
        raise Refused("payment-is-moving", "The card is being charged already.")
    raise Refused("order-needs-nothing", "Nothing is missing for this order.")
