"""Refunds, and what could not be done."""

from sqlalchemy.orm import Session

from concierge.conversation import attention, write
from concierge.events import Happening, Listener
from concierge.orders import queries as order_queries
from concierge.payments.models import Refund


def _refunded(session: Session, happening: Happening) -> None:
    refund: Refund = happening.subject
    order = order_queries.get(session, refund.payment.order_id)
    write.say(
        session,
        order.customer,
        "refunded",
        at=happening.at,
        amount=refund.money,
        card=refund.payment.card.label,
        number=order.number,
        order_id=order.id,
    )


def _refund_failed(session: Session, happening: Happening) -> None:
    refund: Refund = happening.subject
    order = order_queries.get(session, refund.payment.order_id)
    attention.call_for_customer(
        session,
        order.customer_id,
        f"The refund of {refund.money} for order {order.number} failed: {refund.problem}",
        at=happening.at,
    )


def _effect_given_up(session: Session, happening: Happening) -> None:
    effect = happening.subject
    if effect.customer_id is not None:
        attention.call_for_customer(
            session,
            effect.customer_id,
            f"Given up: {happening.data['effect']} ({happening.data['reason']})",
            at=happening.at,
        )


LISTENERS: dict[str, Listener] = {
    "refund.succeeded": _refunded,
    "refund.failed": _refund_failed,
    "effect.given_up": _effect_given_up,
}
