"""What is told of a payment: money in minor units, the processor's words for what went wrong."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import events
from concierge.events import PROVIDER
from concierge.payments.gateway import Snapshot
from concierge.payments.models import Payment


def record(session: Session, kind: str, payment: Payment, *, at: datetime, **more: Any) -> None:
    """The processor said so. `more` adds to the data, or replaces some of it."""
    data = {
        "order": payment.order_id,
        "amount": payment.amount,
        "currency": payment.currency,
        "problem": payment.problem,
    }
    events.record(
        session,
        kind,
        payment,
        by=PROVIDER,
        at=at,
        customer_id=payment.customer_id,
        **(data | more),
    )


def record_capture(session: Session, payment: Payment, *, asked: bool, at: datetime) -> None:
    """`asked`: by us. Otherwise somebody did it by hand at the processor."""
    record(
        session,
        "payment.captured",
        payment,
        at=at,
        amount=payment.amount_captured,
        authorised=payment.amount,
        let_go=payment.let_go.amount,
        by_hand=not asked,
        **_fee(payment),
    )


def keep_fee(payment: Payment, snapshot: Snapshot) -> None:
    """What the processor keeps of this, if it says so."""
    if snapshot.fee is not None:
        payment.fee, payment.fee_currency = snapshot.fee.amount, snapshot.fee.currency


def learn_fee(session: Session, payment: Payment, snapshot: Snapshot, *, at: datetime) -> None:
    """The processor books some captures a moment later, and names its fee only then."""
    if payment.fee is None and snapshot.fee is not None:
        keep_fee(payment, snapshot)
        record(session, "payment.fee_known", payment, at=at, **_fee(payment))


def _fee(payment: Payment) -> dict[str, Any]:
    return {"fee": payment.fee, "fee_currency": payment.fee_currency}
