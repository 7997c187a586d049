"""From the first hand on it to the money taken."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import estimates
from concierge.orders.estimates import Photo
from concierge.orders.freezing import require_thawed
from concierge.orders.lifecycle.moves import MOVES
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import DeliveryPicture, Order, OrderStatus
from concierge.orders.tracking import Parcel
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import PaymentStatus


def start(session: Session, order: Order, *, by: Actor, at: datetime) -> bool:
    """Somebody is on it: from here on UNDO needs a person. False when somebody was already."""
    if order.status is not OrderStatus.CONFIRMED:
        raise Refused(
            f"order-is-{order.status}", "Only an order whose money is reserved can be started."
        )
    require_thawed(order)
    if order.started_at is not None:
        return False
    order.started_at = at
    record(session, "order.started", order, by, at)
    return True


def fulfil(
    session: Session,
    order: Order,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
    cost: estimates.Cost | None = None,
    picture: Photo | None = None,
    parcel: Parcel | None = None,
) -> None:
    """It is with the customer. The money is captured next: of an estimate what it really cost.

    `picture`: of what was delivered. `parcel`: how it went, where that is known only now.
    """
    if order.status in {OrderStatus.FULFILLED, OrderStatus.PAID}:
        raise Refused(f"order-is-{order.status}", "This order has been fulfilled already.")
    require_thawed(order)
    payment = payment_queries.live(session, order.id)
    if payment is None or payment.status not in {
        PaymentStatus.AUTHORISED,
        PaymentStatus.CAPTURED,  # by hand, at the processor
    }:
        raise Refused(
            "order-not-authorised",
            "No money is reserved for this order yet; it can't be fulfilled before that.",
        )
    estimates.settle(session, order, payment, cost, by=by, at=at)
    MOVES.move(order, OrderStatus.FULFILLED)
    order.started_at = order.started_at or at
    order.fulfilled_at = at
    order.fulfilment_note = note
    if parcel is not None:
        order.courier = parcel.courier or order.courier
        order.tracking = parcel.tracking or order.tracking
    if picture is not None:
        _keep(session, order, picture, by=by, at=at)
    record(session, "order.fulfilled", order, by, at)
    if payment.status is PaymentStatus.CAPTURED:
        paid(session, order, at=at)
    else:
        payments.capture(session, payment, order.final.amount, at=at)


def _keep(session: Session, order: Order, picture: Photo, *, by: Actor, at: datetime) -> None:
    session.add(
        DeliveryPicture(
            order_id=order.id,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            content=picture.content,
            created_at=at,
            created_by=str(by),
        )
    )


def paid(session: Session, order: Order, *, at: datetime) -> None:
    """The money was taken."""
    MOVES.move(order, OrderStatus.PAID)
    order.trouble = None
    record(session, "order.paid", order, events.SERVICE, at)
