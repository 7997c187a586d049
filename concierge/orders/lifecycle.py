"""The life of an order. Nothing else moves its status.

placed ── authorised ──▶ confirmed ── fulfil ──▶ fulfilled ── captured ──▶ paid
  │  ▲                       │
  ▼  │ the customer acted    │ undo, cancel
 held ───────────────────────┴──▶ cancelled
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus
from concierge.transitions import Transitions

_S = OrderStatus
MOVES = Transitions(
    "order",
    {
        _S.PLACED: {_S.CONFIRMED, _S.HELD, _S.CANCELLED},
        _S.HELD: {_S.PLACED, _S.CONFIRMED, _S.CANCELLED},
        _S.CONFIRMED: {_S.FULFILLED, _S.HELD, _S.CANCELLED},
        _S.FULFILLED: {_S.PAID},
    },
)


@dataclass(frozen=True, slots=True)
class Placement:
    """What an accepted quote hands over. `total` in minor units."""

    quote_id: int
    number: int
    customer: Customer
    total: int
    currency: str
    summary: str
    address: str | None
    promised_at: datetime | None


def place(session: Session, placement: Placement, *, by: Actor, at: datetime) -> Order:
    """The customer said OK. The card is authorised next, or asked for where there is none."""
    customer = placement.customer
    order = Order(
        quote_id=placement.quote_id,
        customer_id=customer.id,
        number=placement.number,
        status=OrderStatus.PLACED,
        currency=placement.currency,
        total=placement.total,
        summary=placement.summary,
        address=placement.address,
        promised_at=placement.promised_at,
        placed_at=at,
        undo_until=at + timedelta(minutes=config.current().undo_minutes),
    )
    order.customer = customer
    session.add(order)
    session.flush()
    _record(session, "order.placed", order, by, at)
    _charge(session, order, at=at)
    return order


def _charge(session: Session, order: Order, *, at: datetime) -> None:
    """Reserve the money, or hold the order until there is a card to reserve it on."""
    payment = payments.authorise(
        session, order.id, order.customer_id, order.money, what=order.summary, at=at
    )
    if payment is None:
        hold(session, order, HeldFor.CARD, at=at)


def hold(session: Session, order: Order, reason: HeldFor, *, at: datetime) -> None:
    """Nothing goes on until the customer has acted; they are told how."""
    MOVES.move(order, OrderStatus.HELD)
    order.held_for, order.held_at = reason, at
    _record(session, "order.held", order, events.SERVICE, at, reason=reason.value)


def resume(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The customer has acted (a new card): try again, by a new payment."""
    if (old := payment_queries.live(session, order.id)) is not None:
        payments.release(session, old, at=at)
    _unhold(order, OrderStatus.PLACED)
    _record(session, "order.resumed", order, by, at)
    _charge(session, order, at=at)


def confirm(session: Session, order: Order, *, at: datetime) -> None:
    """The money is reserved."""
    _unhold(order, OrderStatus.CONFIRMED)
    # The window opens when the customer reads that it has, however long the card took.
    order.undo_until = at + timedelta(minutes=config.current().undo_minutes)
    _record(session, "order.confirmed", order, events.SERVICE, at)


def _unhold(order: Order, to: OrderStatus) -> None:
    MOVES.move(order, to)
    order.held_for = order.held_at = None


def start(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """Somebody is on it: from here on UNDO needs a person."""
    if order.status is not OrderStatus.CONFIRMED:
        raise Refused(
            f"order-is-{order.status}", "Only an order whose money is reserved can be started."
        )
    if order.started_at is None:
        order.started_at = at
        _record(session, "order.started", order, by, at)


def fulfil(
    session: Session, order: Order, *, by: Actor, at: datetime, note: str | None = None
) -> None:
    """It is with the customer. The money is captured next."""
    payment = payment_queries.live(session, order.id)
    if payment is None or payment.status is not PaymentStatus.AUTHORISED:
        raise Refused(
            "order-not-authorised",
            "No money is reserved for this order yet; it can't be fulfilled before that.",
        )
    MOVES.move(order, OrderStatus.FULFILLED)
    order.started_at = order.started_at or at
    order.fulfilled_at = at
    order.fulfilment_note = note
    _record(session, "order.fulfilled", order, by, at)
    payments.capture(session, payment, order.total, at=at)


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
    MOVES.move(order, OrderStatus.CANCELLED)
    order.held_for = order.held_at = None
    order.cancelled_at, order.cancelled_because = at, because
    order.trouble = None
    if (payment := payment_queries.live(session, order.id)) is not None:
        payments.release(session, payment, at=at)
    _record(session, "order.cancelled", order, by, at, because=because)


def trouble(session: Session, order: Order, sentence: str, *, at: datetime) -> None:
    """Something went wrong that only a person can put right."""
    order.trouble = sentence
    _record(session, "order.trouble", order, events.SERVICE, at, sentence=sentence)


def settled(session: Session, order: Order, payment: Payment, *, at: datetime) -> None:
    """What became of the order's payment; called on each of the payment's events."""
    match payment.status:
        case PaymentStatus.AUTHORISED if order.status in {OrderStatus.PLACED, OrderStatus.HELD}:
            order.trouble = None
            confirm(session, order, at=at)
        case PaymentStatus.DECLINED if order.status in {OrderStatus.PLACED, OrderStatus.HELD}:
            _hold_anew(session, order, HeldFor.DECLINED, at=at)
        case PaymentStatus.ACTION_REQUIRED if order.status is OrderStatus.PLACED:
            hold(session, order, HeldFor.BANK, at=at)
        case PaymentStatus.CAPTURED if order.status is OrderStatus.FULFILLED:
            MOVES.move(order, OrderStatus.PAID)
            order.trouble = None
            _record(session, "order.paid", order, events.SERVICE, at)
        case PaymentStatus.CANCELLED if order.status is OrderStatus.CONFIRMED:
            trouble(
                session,
                order,
                "The reserved money was let go of before it was captured. "
                "Ask the customer for a card again, or cancel.",
                at=at,
            )
        case PaymentStatus.FAILED | PaymentStatus.CANCELLED if order.status in {
            OrderStatus.PLACED,
            OrderStatus.FULFILLED,
        }:
            trouble(
                session,
                order,
                f"The card could not be charged ({payment.problem or 'unknown'}). "
                "Look the payment up at Stripe before anything else.",
                at=at,
            )
        case _:
            pass


def _hold_anew(session: Session, order: Order, reason: HeldFor, *, at: datetime) -> None:
    if order.status is OrderStatus.HELD:
        if order.held_for is reason:
            return
        _unhold(order, OrderStatus.PLACED)
    hold(session, order, reason, at=at)


def _record(
    session: Session, kind: str, order: Order, by: Actor, at: datetime, **data: Any
) -> None:
    events.record(
        session,
        kind,
        order,
        by=by,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
        **data,
    )
