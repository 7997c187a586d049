"""Payments, refunds and disputes: ours beside Stripe's, put right where Stripe's word proves it.

Each is compared under its customer's lock, which whoever calls this may hold already.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.locks import lock_customer
from concierge.money import Money
from concierge.payments import lifecycle
from concierge.payments.gateway import DisputeStanding, RefundStanding, Standing
from concierge.payments.models import Dispute, Payment, PaymentStatus, Refund
from concierge.payments.statement import TheirPayment
from concierge.reconciliation import queries
from concierge.reconciliation.verdicts import AGREED, MENDED, NOT_OURS, Finding, Verdict

_STANDS = {
    Standing.AUTHORISED: PaymentStatus.AUTHORISED,
    Standing.ACTION_REQUIRED: PaymentStatus.ACTION_REQUIRED,
    Standing.DECLINED: PaymentStatus.DECLINED,
    Standing.CAPTURED: PaymentStatus.CAPTURED,
    Standing.CANCELLED: PaymentStatus.CANCELLED,
}
_HOLDS_MONEY = {Standing.AUTHORISED, Standing.CAPTURED}


def payment(
    session: Session, provider_id: str, theirs: TheirPayment | None, *, at: datetime
) -> Verdict:
    """One payment. `theirs` is None where Stripe has none of that name."""
    ours = queries.payment(session, provider_id) or queries.payment_meant(session, theirs)
    if ours is None:
        return _paid_on_page(session, theirs, at=at) or _unknown_payment(session, theirs)
    lock_customer(session, ours.customer_id)
    session.refresh(ours)
    if theirs is None:
        return _payment_finding(ours, "payment-missing", "nothing")
    if _settled(ours, theirs):
        return _amounts(ours, theirs) or AGREED
    if queries.is_under_way(session, f"payment:{ours.id}"):
        return AGREED  # its own call is being made, and will tell
    lifecycle.settle(session, ours, theirs.snapshot, at=at)
    if not _settled(ours, theirs):
        return _payment_finding(ours, "payment-standing", _words(theirs))
    return _amounts(ours, theirs) or MENDED


def _settled(ours: Payment, theirs: TheirPayment) -> bool:
    snapshot = theirs.snapshot
    if snapshot.standing is Standing.PROCESSING:
        return True
    fee_told = snapshot.fee is None or ours.fee is not None
    known = ours.provider_id == snapshot.provider_id
    return known and ours.status is _STANDS[snapshot.standing] and fee_told


def _amounts(ours: Payment, theirs: TheirPayment) -> Verdict | None:
    snapshot = theirs.snapshot
    if snapshot.standing is not Standing.CAPTURED:
        return None
    if ours.amount_captured != snapshot.amount_captured or ours.currency != theirs.currency:
        return _payment_finding(ours, "payment-amount", _words(theirs))
    if snapshot.fee is not None and ours.fee != snapshot.fee.amount:
        fee = Money(ours.fee or 0, ours.fee_currency or ours.currency)
        finding = Finding(
            "payment-fee",
            f"a fee of {fee}",
            f"a fee of {snapshot.fee}",
            ours.customer_id,
            ours.order_id,
        )
        return Verdict(ours=True, finding=finding)
    return None


def _payment_finding(ours: Payment, code: str, theirs: str) -> Verdict:
    amount = ours.captured if ours.amount_captured else ours.money
    said = f"payment {ours.id}: {amount}, {ours.status.replace('_', ' ')}"
    return Verdict(ours=True, finding=Finding(code, said, theirs, ours.customer_id, ours.order_id))


def _paid_on_page(session: Session, theirs: TheirPayment | None, *, at: datetime) -> Verdict | None:
    """What came of a visit to a page of payment, of which no webhook told. None: of none."""
    visit = queries.visit_meant(session, theirs)
    if visit is None or theirs is None or theirs.card is None:
        return None
    if theirs.snapshot.standing not in _HOLDS_MONEY:
        return None
    lock_customer(session, visit.customer_id)
    session.refresh(visit)
    lifecycle.paid(session, visit, theirs.snapshot, theirs.card, at=at)
    return MENDED


def _unknown_payment(session: Session, theirs: TheirPayment | None) -> Verdict:
    """Nobody's business of ours, unless one of our customers' money is in it."""
    if theirs is None or theirs.snapshot.standing not in _HOLDS_MONEY:
        return NOT_OURS
    customer_id = queries.customer_at_processor(session, theirs.customer)
    if customer_id is None:
        return NOT_OURS  # the account has other uses
    return Verdict(finding=Finding("payment-unknown", "nothing", _words(theirs), customer_id))


def _words(theirs: TheirPayment) -> str:
    snapshot = theirs.snapshot
    amount = snapshot.amount_captured or theirs.amount
    return f"{Money(amount, theirs.currency)}, {snapshot.standing.replace('_', ' ')}"


def refund(
    session: Session, provider_id: str, theirs: RefundStanding | None, *, at: datetime
) -> Verdict:
    """One refund. `theirs` is None where Stripe has none of that name."""
    ours = queries.refund(session, provider_id) or queries.refund_meant(session, theirs)
    if ours is None:
        return _foreign_refund(session, theirs, at=at)
    lock_customer(session, ours.payment.customer_id)
    session.refresh(ours)
    session.refresh(ours.payment)
    if theirs is None:
        return _refund_finding(ours, "refund-missing", "nothing")
    if _refund_settled(ours, theirs):
        return AGREED
    if queries.is_under_way(session, f"refund:{ours.id}"):
        return AGREED
    lifecycle.settle_refund(session, ours, theirs, at=at)
    if not _refund_settled(ours, theirs):
        return _refund_finding(ours, "refund-standing", _refund_words(theirs, ours.currency))
    return MENDED


def _refund_settled(ours: Refund, theirs: RefundStanding) -> bool:
    same = ours.status == theirs.status and ours.amount == theirs.amount
    return same and ours.provider_id == theirs.provider_id


def _refund_finding(ours: Refund, code: str, theirs: str) -> Verdict:
    said = f"refund {ours.id}: {ours.money}, {ours.status}"
    about = ours.payment
    return Verdict(
        ours=True, finding=Finding(code, said, theirs, about.customer_id, about.order_id)
    )


def _foreign_refund(session: Session, theirs: RefundStanding | None, *, at: datetime) -> Verdict:
    """One made by hand at Stripe, of a payment of ours, is ours too; unless there is no room."""
    of = queries.payment(session, theirs.payment or "") if theirs is not None else None
    if theirs is None or of is None or theirs.status == "failed":
        return NOT_OURS
    lock_customer(session, of.customer_id)
    session.refresh(of)
    try:
        lifecycle.adopt_refund(session, of, theirs, at=at)
    except lifecycle.Unsettled:
        said = _refund_words(theirs, of.currency)
        finding = Finding("refund-unknown", "nothing", said, of.customer_id, of.order_id)
        return Verdict(finding=finding)
    return MENDED


def _refund_words(theirs: RefundStanding, currency: str) -> str:
    return f"{Money(theirs.amount, currency)}, {theirs.status}"


def dispute(
    session: Session, provider_id: str, theirs: DisputeStanding | None, *, at: datetime
) -> Verdict:
    """One dispute. `theirs` is None where Stripe has none of that name."""
    ours = queries.dispute(session, provider_id)
    if theirs is None:
        return _dispute_finding(ours, "dispute-missing", "nothing") if ours else NOT_OURS
    of = ours.payment if ours else queries.payment(session, theirs.payment or "")
    if of is None:
        return NOT_OURS
    if ours is not None and _dispute_settled(ours, theirs):
        return AGREED
    lock_customer(session, of.customer_id)
    session.refresh(of)
    lifecycle.settle_dispute(session, of, theirs, at=at)
    ours = queries.dispute(session, provider_id)
    if ours is None or not _dispute_settled(ours, theirs):
        words = f"{Money(theirs.amount, theirs.currency)}, {theirs.status}"
        return _dispute_finding(ours, "dispute-standing", words) if ours else NOT_OURS
    return MENDED


def _dispute_settled(ours: Dispute, theirs: DisputeStanding) -> bool:
    return ours.status == theirs.status and (theirs.fee is None or ours.fee is not None)


def _dispute_finding(ours: Dispute, code: str, theirs: str) -> Verdict:
    said = f"dispute {ours.id}: {ours.money}, {ours.status}"
    finding = Finding(code, said, theirs, ours.customer_id, ours.payment.order_id)
    return Verdict(ours=True, finding=finding)
