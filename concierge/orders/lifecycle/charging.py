"""Reserving the money of an order, and letting go of it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.orders import estimates, freezing
from concierge.orders.lifecycle.holding import hold, trouble, unhold
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus

HELD_FOR = {
    payments.Obstacle.NO_CARD: HeldFor.CARD,
    payments.Obstacle.EXPIRED: HeldFor.EXPIRED,
    payments.Obstacle.DOUBTED: HeldFor.PROOF,
    None: HeldFor.CARD,
}


def charge(session: Session, order: Order, *, at: datetime, decided: bool = False) -> None:
    """Reserve the money, or hold the order until there is a card to reserve it on."""
    if not authorise(session, order, at=at, decided=decided):
        why = payments.obstacle(session, order.customer_id, at=at)
        hold(session, order, HELD_FOR[why], at=at)


def authorise(session: Session, order: Order, *, at: datetime, decided: bool) -> bool:
    """Whether there is a card. One of which a charge is disputed waits for a person to decide."""
    money, what = order.final, order.summary
    try:
        payment = payments.authorise(
            session, order.id, order.customer_id, money, what=what, at=at, decided=decided
        )
    except payments.Contested as refusal:
        trouble(session, order, refusal.message, at=at)
        return True
    return payment is not None


def reserve_anew(
    session: Session, order: Order, payment: Payment, *, at: datetime, decided: bool
) -> None:
    """What is reserved lapses soon, or is too little: anew, on the card that is the default now."""
    waiting = payment_queries.renewal(session, order.id)
    if waiting is not None and waiting.status is PaymentStatus.ACTION_REQUIRED:
        payments.release(session, waiting, at=at)
    card = payment_queries.default_card(session, order.customer_id)
    what, money = order.summary, order.final
    payments.renew(session, payment, money, what=what, at=at, card=card, decided=decided)


def let_go(session: Session, order: Order, *, at: datetime) -> None:
    """Whatever money earlier payments hold, or may turn out to hold."""
    for payment in payment_queries.outstanding(session, order.id):
        payments.release(session, payment, at=at)


def confirm(session: Session, order: Order, *, at: datetime) -> None:
    """The money is reserved."""
    order.trouble = freezing.over(order, estimates.dilemma(order))
    before = events.latest_at(session, "order", order.id, ("order.confirmed",))
    agreed = events.latest_at(session, "order", order.id, ("order.agreed",))
    again = before is not None
    more = before is not None and agreed is not None and agreed >= before
    unhold(order, OrderStatus.CONFIRMED)
    if not again:
        # The window opens when the customer reads that it has, however long the card took.
        order.undo_until = at + timedelta(minutes=config.current().undo_minutes)
    record(session, "order.confirmed", order, events.SERVICE, at, again=again, more=more)


def reserved(session: Session, order: Order, *, at: datetime, more: bool = False) -> None:
    """The money of a confirmed order is reserved once more, although it had been in doubt.

    `more`: more of it than before, which the customer has agreed to and is told.
    """
    if order.trouble is not None or more:
        order.trouble = freezing.over(order, estimates.dilemma(order))
        record(session, "order.confirmed", order, events.SERVICE, at, again=True, more=more)
