"""What is booked when something happened to money; wired up by app.py.

Amounts are those of the rows, which are the processor's own word. A fee is booked when the event
carries it; one that becomes known later is booked then, or by the reconciliation.
"""

from sqlalchemy.orm import Session

from concierge.events import Happening
from concierge.ledger import booking
from concierge.ledger.booking import About
from concierge.ledger.models import EntryKind
from concierge.money import Money
from concierge.payments.models import Dispute, DisputeStatus, Payment, Refund

# An inquiry moves no money.
_ONLY_ASKED = {DisputeStatus.INQUIRY, DisputeStatus.CLOSED}


def payment_captured(session: Session, happening: Happening) -> None:
    """Money was taken, and the processor kept its fee, where it is known."""
    payment: Payment = happening.subject
    booking.book(
        session, EntryKind.CAPTURED, of_payment(payment), payment.captured, at=happening.at
    )
    payment_fee(session, happening)


def payment_fee(session: Session, happening: Happening) -> None:
    """What the processor kept of it."""
    payment: Payment = happening.subject
    if (fee := fee_of(payment)) is not None:
        booking.book(session, EntryKind.PAYMENT_FEE, of_payment(payment), fee, at=happening.at)


def refund_succeeded(session: Session, happening: Happening) -> None:
    """Money was given back."""
    refund: Refund = happening.subject
    booking.book(session, EntryKind.REFUNDED, of_refund(refund), refund.money, at=happening.at)
    if (fee := fee_of(refund)) is not None:
        booking.book(session, EntryKind.REFUND_FEE, of_refund(refund), fee, at=happening.at)


def refund_failed(session: Session, happening: Happening) -> None:
    """A refund came back: what had been booked is booked back. One that never went was not."""
    refund: Refund = happening.subject
    if booking.is_booked(session, EntryKind.REFUNDED, "refund", refund.id):
        about = of_refund(refund)
        booking.book(session, EntryKind.REFUND_REVERSED, about, refund.money, at=happening.at)


def dispute_opened(session: Session, happening: Happening) -> None:
    """The cardholder's bank has taken the money back until it decides; and there is a fee."""
    dispute: Dispute = happening.subject
    if dispute.status not in _ONLY_ASKED:
        about = of_dispute(dispute)
        booking.book(session, EntryKind.DISPUTE_OPENED, about, dispute.money, at=happening.at)
        dispute_fee(session, happening)


def dispute_fee(session: Session, happening: Happening) -> None:
    """What the processor takes for a dispute."""
    dispute: Dispute = happening.subject
    if (fee := fee_of(dispute)) is not None:
        booking.book(session, EntryKind.DISPUTE_FEE, of_dispute(dispute), fee, at=happening.at)


def dispute_won(session: Session, happening: Happening) -> None:
    """The bank gives the money back to us, and the processor, where it does, its fee."""
    _decided(session, happening, EntryKind.DISPUTE_WON)
    dispute: Dispute = happening.subject
    back = Money(happening.data.get("fee_back", 0), dispute.fee_currency or dispute.currency)
    booking.book(session, EntryKind.DISPUTE_FEE_BACK, of_dispute(dispute), back, at=happening.at)


def dispute_lost(session: Session, happening: Happening) -> None:
    """The money stays with the cardholder."""
    _decided(session, happening, EntryKind.DISPUTE_LOST)


def _decided(session: Session, happening: Happening, kind: EntryKind) -> None:
    dispute: Dispute = happening.subject
    # Heard of late, its opening is news too; an opening that was booked stays as it was.
    dispute_opened(session, happening)
    booking.book(session, kind, of_dispute(dispute), dispute.money, at=happening.at)


def of_payment(payment: Payment) -> About:
    """How a payment's entries are filed."""
    return About("payment", payment.id, payment.order_id, payment.customer_id)


def of_refund(refund: Refund) -> About:
    """How a refund's entries are filed."""
    return About("refund", refund.id, refund.payment.order_id, refund.payment.customer_id)


def of_dispute(dispute: Dispute) -> About:
    """How a dispute's entries are filed."""
    return About("dispute", dispute.id, dispute.payment.order_id, dispute.customer_id)


def fee_of(row: Payment | Refund | Dispute) -> Money | None:
    """What the processor kept for it; None while nobody knows."""
    if row.fee is None:
        return None
    return Money(row.fee, row.fee_currency or row.currency)
