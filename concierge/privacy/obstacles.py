"""Why somebody can't be erased now: money that moves, and orders that are open.

Whoever adds something that a customer must still be reachable for adds it to `OBSTACLES`.
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge.effects.models import Effect, EffectStatus
from concierge.orders import queries as orders
from concierge.orders.models import Order
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus

_SETTLED = {
    PaymentStatus.DECLINED,
    PaymentStatus.CAPTURED,
    PaymentStatus.CANCELLED,
    PaymentStatus.FAILED,
}
_MONEY = ("payment.", "refund.")


def of(session: Session, customer_id: int) -> list[str]:
    """Each reason as a sentence; none: they may be erased. The customer is locked."""
    return [why for look in OBSTACLES if (why := look(session, customer_id))]


def _orders(session: Session, customer_id: int) -> str | None:
    numbers = session.scalars(
        select(Order.number)
        .where(Order.customer_id == customer_id, Order.status.in_(orders.OPEN))
        .order_by(Order.number)
    ).all()
    if not numbers:
        return None
    named = ", ".join(map(str, numbers))
    if len(numbers) == 1:
        return f"Order {named} is open: deliver or cancel it first."
    return f"Orders {named} are open: deliver or cancel them first."


def _payments(session: Session, customer_id: int) -> str | None:
    payments = session.scalars(select(Payment).where(Payment.customer_id == customer_id))
    if any(one.status not in _SETTLED or one.may_be_taken for one in payments):
        return "A payment is under way, or nobody knows yet how it ended: see its order."
    return None


def _refunds(session: Session, customer_id: int) -> str | None:
    open_refund = session.scalar(
        select(Refund.id)
        .join(Refund.payment)
        .where(
            Payment.customer_id == customer_id,
            Refund.status.in_((RefundStatus.REQUESTED, RefundStatus.PENDING)),
        )
        .limit(1)
    )
    return "A refund is on its way: wait until it has arrived." if open_refund else None


def _calls(session: Session, customer_id: int) -> str | None:
    # Held until the transaction ends, so that no worker begins one meanwhile.
    effects = session.scalars(
        select(Effect)
        .where(
            Effect.customer_id == customer_id,
            Effect.status.in_((EffectStatus.WAITING, EffectStatus.RUNNING)),
        )
        .order_by(Effect.id)
        .with_for_update()
    ).all()
    if any(each.status is EffectStatus.RUNNING for each in effects):
        return "A call about them is being made this very moment: try again in a minute."
    if any(each.kind.startswith(_MONEY) for each in effects):
        return "A call about their money waits to be made: see Health."
    return None


OBSTACLES: tuple[Callable[[Session, int], str | None], ...] = (_orders, _payments, _refunds, _calls)
