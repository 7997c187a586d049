"""Giving a reservation back."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.payments.lifecycle.asking import ask_anew
from concierge.payments.lifecycle.moves import MOVES
from concierge.payments.models import Payment, PaymentStatus


def release(session: Session, payment: Payment, *, at: datetime) -> None:
    """Let go of what was reserved, or of what may yet turn out to be."""
    payment.release_wanted = True
    unknown = payment.status is PaymentStatus.FAILED and payment.provider_id is None
    if payment.status is PaymentStatus.REQUESTED or unknown:
        if unknown:
            # A webhook may tell; but should it never come, the money would stay reserved.
            ask_anew(session, "payment.find", payment, at=at)
        return  # `settle` lets go of it, as soon as it is known
    MOVES.move(payment, PaymentStatus.CANCELLING)
    ask_anew(session, "payment.cancel", payment, at=at)
