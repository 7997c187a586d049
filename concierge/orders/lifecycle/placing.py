"""An order begins, and what was agreed for it is raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from concierge import config
from concierge.catalogue import stock
from concierge.customers.models import Customer
from concierge.db import put
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import estimates
from concierge.orders.lifecycle.charging import charge, let_go, reserve_anew
from concierge.orders.lifecycle.holding import trouble, unhold
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import Order, OrderGoods, OrderStatus
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus

_MOVING = {PaymentStatus.REQUESTED, PaymentStatus.CAPTURING, PaymentStatus.CAPTURED}


@dataclass(frozen=True, slots=True)
class Placement:
    """What an accepted quote hands over. `total` in minor units; of an estimate, at most.

    `goods` is how many of which item; `beyond_stock`: a person agreed to promise more than is left.
    """

    quote_id: int
    number: int
    customer: Customer
    total: int
    currency: str
    summary: str
    address: str | None
    promised_at: datetime | None
    is_estimate: bool = False
    goods: Mapping[int, int] = field(default_factory=dict)
    beyond_stock: bool = False


def place(session: Session, placement: Placement, *, by: Actor, at: datetime) -> Order:
    """The customer said OK. The card is authorised next, or asked for where there is none.

    What it takes of the stock is counted out. Raises `Refused` where there is not enough.
    """
    customer = placement.customer
    taken = stock.take(session, placement.goods, beyond=placement.beyond_stock)
    order = Order(
        quote_id=placement.quote_id,
        customer_id=customer.id,
        number=placement.number,
        status=OrderStatus.PLACED,
        currency=placement.currency,
        total=placement.total,
        is_estimate=placement.is_estimate,
        summary=placement.summary,
        address=placement.address,
        promised_at=placement.promised_at,
        placed_at=at,
        undo_until=at + timedelta(minutes=config.current().undo_minutes),
    )
    put(session, order)
    set_committed_value(order, "customer", customer)
    session.add_all(
        OrderGoods(order_id=order.id, item_id=item_id, quantity=many)
        for item_id, many in taken.items()
    )
    record(session, "order.placed", order, by, at)
    charge(session, order, at=at)
    return order


def agree(session: Session, order: Order, total: int, *, by: Actor, at: datetime) -> None:
    """The customer said OK to more than before: `total` (minor units) is what is agreed from now.

    The card is asked for it anew; the earlier reservation stands until that one does, so that one
    counts. Raises `Refused` where they are not being asked for this, or the card is being charged.
    """
    if order.asked_total != total:
        raise Refused("nothing-asked", "This is not being asked for any more.")
    payment = payment_queries.latest(session, order.id)
    renewing = payment_queries.renewal(session, order.id)
    under_way = renewing is not None and renewing.status is PaymentStatus.REQUESTED
    if under_way or (payment is not None and payment.status in _MOVING):
        raise Refused("payment-is-moving", "The card is being charged: look at the order first.")
    before, order.total, order.asked_total = order.total, total, None
    order.trouble = None
    record(
        session, "order.agreed", order, by, at, before=before, amount=total, currency=order.currency
    )
    if payment is not None and payment.is_reserved and order.status is OrderStatus.CONFIRMED:
        _reserve_more(session, order, payment, at=at)
        return
    let_go(session, order, at=at)
    if order.status is not OrderStatus.PLACED:
        unhold(order, OrderStatus.PLACED)
    charge(session, order, at=at)


def _reserve_more(session: Session, order: Order, payment: Payment, *, at: datetime) -> None:
    """What they agreed to now, while what is reserved stands; a person hears where it can't be."""
    try:
        reserve_anew(session, order, payment, at=at, decided=False)
    except Refused as refusal:
        trouble(session, order, estimates.short(order, payment, refusal.message), at=at)


def not_agreed(
    session: Session, order: Order, total: int, *, by: Actor, at: datetime, answered: bool
) -> None:
    """They said no to more (or did not answer, in time): a person decides how it goes on."""
    sentence = estimates.not_agreed(session, order, total, by=by, at=at, answered=answered)
    if sentence is not None:
        trouble(session, order, sentence, at=at)
