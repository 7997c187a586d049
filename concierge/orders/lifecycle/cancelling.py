"""An order is off."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config
from concierge.catalogue import stock
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import queries
from concierge.orders.lifecycle.charging import let_go
from concierge.orders.lifecycle.moves import MOVES
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import Order, OrderStatus
from concierge.payments import queries as payment_queries
from concierge.payments.models import PaymentStatus


def told(order: Order, *, at: datetime) -> None:
    """The text that it is ordered went out late: the minutes in it begin when it is read."""
    if order.status is OrderStatus.CONFIRMED and order.started_at is None:
        begins = at + timedelta(minutes=config.current().undo_minutes)
        order.undo_until = max(order.undo_until, begins)


def undo(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The customer changed their mind in time. Raises `Refused` when it is too late."""
    if at >= order.undo_until or order.started_at is not None:
        raise Refused("undo-too-late", "It is too late to undo this order; ask a person.")
    cancel(session, order, because="undo", by=by, at=at)


def cancel(session: Session, order: Order, *, because: str, by: Actor, at: datetime) -> None:
    """Stop it, and let go of the reserved money. After fulfilment it is a refund instead."""
    if order.status in {OrderStatus.FULFILLED, OrderStatus.PAID}:
        raise Refused(
            f"order-is-{order.status}", "This order has been fulfilled; refund it instead."
        )
    payment = payment_queries.live(session, order.id)
    taken = payment is not None and payment.status is PaymentStatus.CAPTURED
    if payment is not None and taken and payment.refundable.amount:
        raise Refused("order-is-captured", "The money has been taken already; refund it first.")
    MOVES.move(order, OrderStatus.CANCELLED)
    order.held_for = order.held_at = None
    order.asked_total = order.refused_total = None
    order.cancelled_at, order.cancelled_because = at, because
    order.trouble = None
    stock.give_back(session, queries.goods(session, order.id))
    if not taken:
        let_go(session, order, at=at)
    record(session, "order.cancelled", order, by, at, because=because)
