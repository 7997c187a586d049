"""Disputes and fraud warnings: what the processor says of them, and what a person decides."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import PROVIDER, Actor
from concierge.payments import dispute_queries, queries
from concierge.payments.gateway import DisputeStanding, WarningFacts
from concierge.payments.lifecycle.refunds import refund
from concierge.payments.models import (
    Dispute,
    DisputeStatus,
    FraudWarning,
    Payment,
    PaymentStatus,
    WarningStatus,
)
from concierge.transitions import Transitions

_D = DisputeStatus
DISPUTE_MOVES = Transitions(
    "dispute",
    {
        _D.INQUIRY: {_D.OPEN, _D.REVIEWED, _D.WON, _D.LOST, _D.CLOSED},
        _D.OPEN: {_D.REVIEWED, _D.WON, _D.LOST},
        _D.REVIEWED: {_D.OPEN, _D.WON, _D.LOST},
    },
)
_OVER = {_D.WON, _D.LOST, _D.CLOSED}
_SAYS = {
    _D.OPEN: "dispute.reopened",
    _D.REVIEWED: "dispute.answered",
    _D.WON: "dispute.won",
    _D.LOST: "dispute.lost",
    _D.CLOSED: "dispute.closed",
}


def settle_dispute(
    session: Session, payment: Payment, standing: DisputeStanding, *, at: datetime
) -> None:
    """What the processor says of a dispute about `payment`; twice is once."""
    to = DisputeStatus(standing.status)
    row = dispute_queries.by_provider(session, standing.provider_id)
    if row is None:
        row = _open(session, payment, standing)
        _keep_fee(row, standing)
        if row.status is _D.INQUIRY:
            _record(session, "dispute.inquired", row, at=at)
        else:
            _opened(session, row, at=at)
    if row.status in _OVER:
        return
    row.due_at = standing.due_at
    before = row.status
    if to is not before and DISPUTE_MOVES.allows(before, to):
        DISPUTE_MOVES.move(row, to)
        if before is _D.INQUIRY and to is not _D.CLOSED:
            _keep_fee(row, standing)
            _opened(session, row, at=at)
        if to in _OVER:
            row.closed_at = at
        if not (before is _D.INQUIRY and to is _D.OPEN):
            back = standing.fee_back.amount if standing.fee_back else 0
            _record(session, _SAYS[to], row, at=at, fee_back=back)
    if row.fee is None and standing.fee is not None:
        _keep_fee(row, standing)
        _record(session, "dispute.fee_known", row, at=at)


def _open(session: Session, payment: Payment, standing: DisputeStanding) -> Dispute:
    inquiry = DisputeStatus(standing.status) in {_D.INQUIRY, _D.CLOSED}
    row = Dispute(
        payment_id=payment.id,
        customer_id=payment.customer_id,
        provider_id=standing.provider_id,
        # Heard of for the first time when it is over: it is told from its beginning all the same.
        status=_D.INQUIRY if inquiry else _D.OPEN,
        amount=standing.amount,
        currency=standing.currency,
        reason=standing.reason,
        due_at=standing.due_at,
        opened_at=standing.opened_at,
    )
    row.payment = payment
    session.add(row)
    session.flush()
    return row


def _opened(session: Session, row: Dispute, *, at: datetime) -> None:
    """The money is gone for now."""
    _record(session, "dispute.opened", row, at=at)
    for warning in dispute_queries.raised_warnings(session, row.payment_id):
        _end(session, warning, WarningStatus.OVER, by=PROVIDER, at=at)


def _keep_fee(row: Dispute, standing: DisputeStanding) -> None:
    if standing.fee is not None:
        row.fee, row.fee_currency = standing.fee.amount, standing.fee.currency


def settle_warning(
    session: Session, payment: Payment, facts: WarningFacts, *, at: datetime
) -> None:
    """The card's issuer suspects fraud; or there is nothing to be done about it any more."""
    row = dispute_queries.warning_by_provider(session, facts.provider_id)
    if row is None:
        row = FraudWarning(
            payment_id=payment.id,
            customer_id=payment.customer_id,
            provider_id=facts.provider_id,
            status=WarningStatus.RAISED,
            fraud_type=facts.fraud_type,
            raised_at=facts.raised_at,
        )
        row.payment = payment
        session.add(row)
        session.flush()
        _record(session, "fraud_warning.raised", row, at=at)
    if row.status is WarningStatus.RAISED and not facts.actionable:
        _end(session, row, WarningStatus.OVER, by=PROVIDER, at=at)


def decide(
    session: Session, warning: FraudWarning, to: WarningStatus, *, by: Actor, at: datetime
) -> None:
    """A person gives the money back (REFUNDED), or trusts the customer (KEPT).

    Raises `Refused` where somebody has decided already, or there is nothing to give back.
    """
    if warning.status is not WarningStatus.RAISED:
        raise Refused("warning-is-over", "This has been decided, or overtaken, already.")
    payment = queries.get(session, warning.payment_id)
    if to is WarningStatus.REFUNDED:
        if payment.status is not PaymentStatus.CAPTURED:
            raise Refused(
                "nothing-captured", "No money has been taken for this order yet; cancel the order."
            )
        left = payment.refundable.amount
        refund(session, payment, left, by=by, at=at, reason="fraud warning")
    _end(session, warning, to, by=by, at=at)


def _end(
    session: Session, warning: FraudWarning, to: WarningStatus, *, by: Actor, at: datetime
) -> None:
    warning.status = to
    warning.decided_at, warning.decided_by = at, str(by)
    _record(session, f"fraud_warning.{to}", warning, at=at, by=by)


def _record(
    session: Session,
    kind: str,
    row: Dispute | FraudWarning,
    *,
    at: datetime,
    by: Actor = PROVIDER,
    **more: Any,
) -> None:
    data: dict[str, Any] = {"order": row.payment.order_id, "payment": row.payment_id}
    if isinstance(row, Dispute):
        data |= {"amount": row.amount, "currency": row.currency, "reason": row.reason}
        data |= {"fee": row.fee, "fee_currency": row.fee_currency}
    else:
        data |= {"amount": row.payment.amount_captured, "currency": row.payment.currency}
        data |= {"reason": row.fraud_type}
    events.record(session, kind, row, by=by, at=at, customer_id=row.customer_id, **(data | more))
