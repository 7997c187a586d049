"""The card is tried again."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders.freezing import require_thawed
from concierge.orders.lifecycle.asking import require_lost
from concierge.orders.lifecycle.charging import authorise, charge, let_go, reserve_anew
from concierge.orders.lifecycle.holding import unhold
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import PaymentStatus

_NO_CARD = {
    payments.Obstacle.EXPIRED: "The card has expired; ask the customer for another.",
    payments.Obstacle.DOUBTED: (
        "The number may have changed hands: the card is not charged until its owner has shown on "
        "a link that it is them."
    ),
    payments.Obstacle.NO_CARD: "There is no card to charge; ask the customer for one.",
    None: "There is no card to charge; ask the customer for one.",
}


def resume(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The customer has acted (a new card), or an operator asks for it: try the card again.

    Raises `Refused` where money is reserved, taken, or on its way.
    """
    require_thawed(order)
    if order.status is OrderStatus.FULFILLED:
        record(session, "order.resumed", order, by, at)
        order.trouble = None
        _charge_late(session, order, at=at, decided=by.is_person)
        return
    if order.status is not OrderStatus.HELD:
        payment = payment_queries.latest(session, order.id)
        if payment is not None and payment.is_reserved and order.is_lapsing:
            record(session, "order.resumed", order, by, at)
            reserve_anew(session, order, payment, at=at, decided=by.is_person)
            return
        require_lost(order, payment)
    let_go(session, order, at=at)
    if order.status is not OrderStatus.PLACED:
        unhold(order, OrderStatus.PLACED)
    # Who said OK before they had told us where they live has done so by now.
    order.address = order.address or order.customer.address
    order.trouble = None
    record(session, "order.resumed", order, by, at)
    charge(session, order, at=at, decided=by.is_person)


def _charge_late(session: Session, order: Order, *, at: datetime, decided: bool) -> None:
    """It is with the customer, but the money was not taken: take it now."""
    payment = payment_queries.latest(session, order.id)
    reserved = payment is not None and payment.status is PaymentStatus.AUTHORISED
    if payment is not None and (reserved or payment.may_be_taken):
        payments.capture(session, payment, order.final.amount, at=at)
        return
    require_lost(order, payment)
    let_go(session, order, at=at)
    if not authorise(session, order, at=at, decided=decided):
        raise Refused("no-card", _NO_CARD[payments.obstacle(session, order.customer_id, at=at)])
