"""Where an order is while it is to be fulfilled: with us, at a partner, on its way."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import estimates
from concierge.orders.freezing import require_thawed
from concierge.orders.lifecycle.moves import WAYS
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import Order, OrderStatus, Whereabouts
from concierge.orders.tracking import Parcel
from concierge.partners.models import Partner
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus


def give(session: Session, order: Order, partner: Partner, *, by: Actor, at: datetime) -> None:
    """A partner does it, or a part of it. Nobody is told by this; UNDO needs a person from here on.

    Raises `Refused` where no money is reserved: a partner will want theirs.
    """
    if partner.retired_at is not None:
        raise Refused("partner-retired", f"{partner.name} is not a partner any more.")
    require_reserved(session, order)
    _go(order, Whereabouts.PARTNER)
    order.partner, order.partner_id, order.given_at = partner, partner.id, at
    order.started_at = order.started_at or at
    record(session, "order.given", order, by, at, partner=partner.name)


def set_out(session: Session, order: Order, parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """It is on its way; the customer is told, and can follow it. UNDO needs a person from here on.

    Raises `Refused` where no money is reserved, or the customer is being asked about its price.
    """
    require_reserved(session, order)
    estimates.check_asked(order)
    _go(order, Whereabouts.OUT)
    order.out_at, order.courier, order.tracking = at, parcel.courier, parcel.tracking
    order.started_at = order.started_at or at
    record(session, "order.out", order, by, at, courier=parcel.courier or "")


def take_back(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """It is with us again: the partner does not do it, or it came back undelivered.

    UNDO stays closed: work has been done. Nobody is told.
    """
    if order.status is not OrderStatus.CONFIRMED:
        raise Refused(
            f"order-is-{order.status}", f"This order is {order.status}; look at it first."
        )
    was, partner = order.whereabouts, order.partner
    _go(order, Whereabouts.HOUSE)
    order.partner = order.partner_id = order.given_at = None
    order.out_at = order.courier = order.tracking = None
    name = partner.name if partner is not None and was is Whereabouts.PARTNER else ""
    record(session, "order.taken_back", order, by, at, partner=name)


def require_reserved(session: Session, order: Order) -> Payment:
    """The payment that holds its money. Raises `Refused` where none does."""
    require_thawed(order)
    payment = payment_queries.live(session, order.id)
    reserved = payment is not None and payment.status in {
        PaymentStatus.AUTHORISED,
        PaymentStatus.CAPTURED,  # by hand, at the processor
    }
    if order.status is not OrderStatus.CONFIRMED or payment is None or not reserved:
        raise Refused(
            "order-not-authorised",
            "No money is reserved for this order; it can't be given away or set out before that.",
        )
    return payment


def _go(order: Order, to: Whereabouts) -> None:
    now = order.whereabouts
    if WAYS.allows(now, to):
        order.whereabouts = to
        return
    if now is Whereabouts.HOUSE:
        raise Refused("order-is-here", "It is with you already.")
    if now is Whereabouts.OUT:
        raise Refused("order-is-out", "It is out for delivery already.")
    name = order.partner.name if order.partner is not None else "A partner"
    raise Refused("order-is-given", f"{name} has it already. Take it back first.")
