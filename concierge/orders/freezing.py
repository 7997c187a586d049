"""Orders of a customer whose number turned out to be somebody else's: a person decides."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import SERVICE, Actor
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.models import PaymentStatus

FROZEN = (
    "The customer's number turned out to be somebody else's, so nothing goes on by itself. "
    "Cancel the order, or undo it on the customer."
)
_LET_GO_OF = "The number is the customer's after all. Ask them for a card again, or cancel."


def require_thawed(order: Order) -> None:
    """Raises `Refused` while nobody knows where its customer is."""
    if order.customer.parted_at is not None:
        raise Refused(
            "customer-has-no-number",
            "The customer's number turned out to be somebody else's. Undo that on the customer, or "
            "cancel the order.",
        )


def freeze(session: Session, order: Order, *, at: datetime) -> None:
    """Nothing goes on by itself.

    Money that is reserved stays so until a person decides; what was still being asked for is let
    go of.
    """
    for payment in queries.outstanding(session, order.id):
        if payment.status in {PaymentStatus.REQUESTED, PaymentStatus.ACTION_REQUIRED}:
            payments.release(session, payment, at=at)
    payments.close_paying(session, order.id, at=at)
    _trouble(session, order, over(order, order.trouble) or FROZEN, at=at)


def over(order: Order, sentence: str | None) -> str | None:
    """What a person must look at: `sentence`, behind the one that all is frozen while it is."""
    if order.customer.parted_at is None:
        return sentence
    return f"{FROZEN} {sentence}" if sentence else FROZEN


def thaw(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """It was their number after all. What was let go of is a person's to ask for again.

    What went wrong before or meanwhile is a person's still.
    """
    if order.trouble is None or not order.trouble.startswith(FROZEN):
        return
    order.trouble = order.trouble.removeprefix(FROZEN).strip() or None
    if order.status is OrderStatus.PLACED or order.trouble is not None:
        _trouble(session, order, order.trouble or _LET_GO_OF, at=at)
        return
    events.record(
        session,
        "order.thawed",
        order,
        by=by,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
    )


def _trouble(session: Session, order: Order, sentence: str, *, at: datetime) -> None:
    order.trouble = sentence
    events.record(
        session,
        "order.trouble",
        order,
        by=SERVICE,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
        sentence=sentence,
    )
