"""An order that waits: for its customer, or for a person."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.orders import freezing
from concierge.orders.lifecycle.moves import MOVES
from concierge.orders.lifecycle.recording import record
from concierge.orders.models import HeldFor, Order, OrderStatus


def hold(
    session: Session, order: Order, reason: HeldFor, *, at: datetime, pay: bool = False
) -> None:
    """Nothing goes on until the customer has acted; they are told how.

    `pay`: they are asked to pay for this order alone, instead of to save a card.
    """
    if order.status is OrderStatus.HELD:
        if order.held_for is reason:
            return
        unhold(order, OrderStatus.PLACED)
    MOVES.move(order, OrderStatus.HELD)
    order.held_for, order.held_at = reason, at
    record(session, "order.held", order, events.SERVICE, at, reason=reason.value, pay=pay)


def unhold(order: Order, to: OrderStatus) -> None:
    """It waits for nobody any more."""
    MOVES.move(order, to)
    order.held_for = order.held_at = None


def trouble(session: Session, order: Order, sentence: str, *, at: datetime) -> None:
    """Something went wrong that only a person can put right."""
    order.trouble = freezing.over(order, sentence)
    record(session, "order.trouble", order, events.SERVICE, at, sentence=sentence)
