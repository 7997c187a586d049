"""Reservations that lapse before the order is delivered, or are too small since the customer
agreed to more: made anew in time, or a person is told.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.errors import Refused
from concierge.events import Happening
from concierge.orders import estimates, lifecycle, queries
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus

_WHY = {
    PaymentStatus.DECLINED: "the bank declined: {}",
    PaymentStatus.ACTION_REQUIRED: "the bank asks for the customer, who was sent a link",
}
_BEFORE = (
    "The reservation lapses {until} and could not be made anew ({why}). Deliver before that, "
    "which takes the money; or try the card again, or text a card link."
)
_GONE = (
    "The reservation has lapsed and could not be made anew ({why}). "
    "Reserve it again, ask the customer for a card, or cancel."
)


def renew(session: Session, order: Order, *, at: datetime) -> None:
    """The clock found that the reservation lapses soon: make another. Nobody is told if it works.

    A refusal (the card is disputed, or gone) becomes the order's trouble.
    """
    payment = payment_queries.live(session, order.id)
    if payment is None or not payment.is_reserved or order.status is not OrderStatus.CONFIRMED:
        return
    if order.customer.parted_at is not None:
        return  # frozen, for a person to decide
    if payment_queries.renewals(session, payment.id):
        return  # another clock was quicker
    try:
        payments.renew(session, payment, order.final, what=order.summary, at=at)
    except Refused as refusal:
        sentence = _sentence(order, payment, refusal.message, at)
        if order.trouble != sentence:  # the clock comes by again and again
            lifecycle.trouble(session, order, sentence, at=at)


def settled(session: Session, happening: Happening) -> None:
    """A renewal took the old reservation's place, or did not."""
    renewal: Payment = happening.subject
    order = queries.get(session, renewal.order_id)
    old = payment_queries.get(session, renewal.replaces_id or 0)
    if happening.kind == "payment.renewed":
        if order.status is OrderStatus.CONFIRMED:
            more = renewal.amount > old.amount
            lifecycle.reserved(session, order, at=happening.at, more=more)
        else:
            payments.release(session, renewal, at=happening.at)
        return
    if order.status is not OrderStatus.CONFIRMED:
        return
    problem = (renewal.problem or "no answer").replace("_", " ")
    why = _WHY.get(renewal.status, "{}").format(problem)
    lifecycle.trouble(session, order, _sentence(order, old, why, happening.at), at=happening.at)
    if renewal.status is PaymentStatus.ACTION_REQUIRED:
        lifecycle.ask_for(session, order, HeldFor.BANK, by=events.SERVICE, at=happening.at)


def _sentence(order: Order, payment: Payment, why: str, at: datetime) -> str:
    if estimates.is_short(order, payment):
        return estimates.short(order, payment, why)
    why = why.rstrip(".")
    lapsed = payment.status is not PaymentStatus.AUTHORISED
    if lapsed or payment.capture_before is None or payment.capture_before <= at:
        return _GONE.format(why=why)
    until = payment.capture_before.astimezone(config.current().zone)
    return _BEFORE.format(until=f"on {until:%a} {until.day} {until:%b at %H:%M}", why=why)
