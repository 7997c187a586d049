"""What orders do when something happened to a payment or a card; wired up by app.py."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.events import SERVICE, Happening
from concierge.orders import lifecycle, queries
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Card, Payment, PaymentStatus

_LAPSED = (
    "The reserved money was let go of before it was captured. "
    "Reserve it again, ask the customer for a card, or cancel."
)
_NOT_TAKEN = "No money was taken ({}). Charge the card again, or ask the customer for another."
_UNKNOWN = "The card could not be charged ({}). Try again, or look the payment up at Stripe."
_TAKEN = "The money was taken although the order is cancelled. Refund it."


def payment_settled(session: Session, happening: Happening) -> None:
    """A payment was authorised, declined, captured, ...: move its order along."""
    payment: Payment = happening.subject
    if payment.release_wanted and payment.status is not PaymentStatus.CAPTURED:
        return  # let go of on purpose: another took its place, or the order is off
    order = queries.get(session, payment.order_id)
    if order.status in {OrderStatus.PLACED, OrderStatus.HELD}:
        _before_confirmation(session, order, payment, at=happening.at)
    elif order.status is OrderStatus.FULFILLED:
        _after_fulfilment(session, order, payment, at=happening.at)
    elif order.status is OrderStatus.CONFIRMED and payment.status is PaymentStatus.CANCELLED:
        lifecycle.trouble(session, order, _LAPSED, at=happening.at)
    elif order.status is OrderStatus.CANCELLED and payment.status is PaymentStatus.CAPTURED:
        lifecycle.trouble(session, order, _TAKEN, at=happening.at)


def _before_confirmation(session: Session, order: Order, payment: Payment, *, at: datetime) -> None:
    match payment.status:
        case PaymentStatus.AUTHORISED:
            lifecycle.confirm(session, order, at=at)
        case PaymentStatus.DECLINED:
            lifecycle.hold(session, order, HeldFor.DECLINED, at=at)
        case PaymentStatus.ACTION_REQUIRED:
            lifecycle.hold(session, order, HeldFor.BANK, at=at)
        case PaymentStatus.CANCELLED if order.status is OrderStatus.PLACED:
            sentence = _NOT_TAKEN.format("the reservation was let go of")
            lifecycle.trouble(session, order, sentence, at=at)
        case PaymentStatus.FAILED if order.status is OrderStatus.PLACED:
            sentence = _UNKNOWN.format(payment.problem or "unknown")
            lifecycle.trouble(session, order, sentence, at=at)
        case _:
            pass


def _after_fulfilment(session: Session, order: Order, payment: Payment, *, at: datetime) -> None:
    match payment.status:
        case PaymentStatus.CAPTURED:
            lifecycle.paid(session, order, at=at)
        case PaymentStatus.AUTHORISED:
            payments.capture(session, payment, order.final.amount, at=at)
        case PaymentStatus.CANCELLED:
            sentence = _NOT_TAKEN.format("the reservation was let go of")
            lifecycle.trouble(session, order, sentence, at=at)
        case PaymentStatus.DECLINED:
            sentence = _NOT_TAKEN.format(f"declined: {payment.problem or 'no reason given'}")
            lifecycle.trouble(session, order, sentence, at=at)
        case PaymentStatus.ACTION_REQUIRED:
            sentence = _NOT_TAKEN.format("the bank asks for the customer")
            lifecycle.trouble(session, order, sentence, at=at)
        case PaymentStatus.FAILED:
            sentence = _UNKNOWN.format(payment.problem or "unknown")
            lifecycle.trouble(session, order, sentence, at=at)
        case _:
            pass


def card_saved(session: Session, happening: Happening) -> None:
    """There is a card now: whatever waited for one goes on by itself."""
    card: Card = happening.subject
    for order in queries.held(session, card.customer_id):
        lifecycle.resume(session, order, by=SERVICE, at=happening.at)
    for order in queries.unpaid(session, card.customer_id):
        # One whose money may have been taken after all is a person's matter.
        if (payment := payment_queries.latest(session, order.id)) is not None and payment.is_lost:
            lifecycle.resume(session, order, by=SERVICE, at=happening.at)
