"""Refunds, disputes, and what could not be done."""

from sqlalchemy.orm import Session

from concierge import config
from concierge.conversation import attention, write
from concierge.conversation.notices.showing import changed
from concierge.events import Happening, Listener
from concierge.money import Money
from concierge.orders import queries as order_queries
from concierge.payments.models import Dispute, FraudWarning, Refund


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


def _refund_unknown(session: Session, happening: Happening) -> None:
    refund: Refund = happening.subject
    order = order_queries.get(session, refund.payment.order_id)
    attention.call_for_customer(
        session,
        order.customer_id,
        f"Nobody knows whether the refund of {refund.money} for order {order.number} was made; "
        "Stripe is being asked",
        at=happening.at,
    )


def _call(sentence: str) -> Listener:
    """A person has to know of it; the customer is told nothing."""

    def listener(session: Session, happening: Happening) -> None:
        row: Dispute | FraudWarning = happening.subject
        order = order_queries.get(session, row.payment.order_id)
        money = Money(happening.data["amount"], happening.data["currency"])
        due = row.due_at if isinstance(row, Dispute) else None
        zone = config.current().zone
        attention.call_for_customer(
            session,
            row.customer_id,
            sentence.format(
                money=money,
                order=order.number,
                due=f" by {due.astimezone(zone):%d %b %H:%M}" if due else "",
            ),
            at=happening.at,
        )

    return listener


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
    "refund.unknown": _refund_unknown,
    "dispute.opened": _call("{money} of order {order} is disputed: answer{due}, see Disputes"),
    "dispute.inquired": _call("The bank asks about {money} of order {order}: answer{due}"),
    "dispute.reopened": _call("The bank asks again about {money} of order {order}: answer{due}"),
    "dispute.won": _call("The dispute about {money} of order {order} is won"),
    "dispute.lost": _call("The dispute about {money} of order {order} is lost"),
    "fraud_warning.raised": _call("Order {order}: the bank suspects fraud, see Disputes"),
    "dispute.answered": changed,
    "dispute.closed": changed,
    "payment.renewed": changed,
    "payment.renewal_declined": changed,
    "effect.given_up": _effect_given_up,
}
