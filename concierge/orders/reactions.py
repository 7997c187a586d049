"""What orders do when something happened to a payment or a card; wired up by app.py."""

from sqlalchemy.orm import Session

from concierge.events import SERVICE, Happening
from concierge.orders import lifecycle, queries
from concierge.orders.models import HeldFor
from concierge.payments.models import Card, Payment


def payment_settled(session: Session, happening: Happening) -> None:
    """A payment was authorised, declined, captured, ...: move its order along."""
    payment: Payment = happening.subject
    order = queries.get(session, payment.order_id)
    lifecycle.settled(session, order, payment, at=happening.at)


def card_saved(session: Session, happening: Happening) -> None:
    """There is a card now: whatever waited for one goes on by itself."""
    card: Card = happening.subject
    for order in queries.held(session, card.customer_id):
        if order.held_for in {HeldFor.CARD, HeldFor.DECLINED, HeldFor.BANK}:
            lifecycle.resume(session, order, by=SERVICE, at=happening.at)
