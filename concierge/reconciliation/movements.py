"""What moved Stripe's balance, beside the ledger."""

from sqlalchemy.orm import Session

from concierge.ledger.models import EntryKind
from concierge.money import Money
from concierge.payments.statement import Moved, Movement
from concierge.reconciliation import queries
from concierge.reconciliation.verdicts import AGREED, NOT_OURS, Finding, Verdict

_BOOKED = {
    Moved.CHARGE: (EntryKind.CAPTURED, EntryKind.PAYMENT_FEE),
    Moved.REFUND: (EntryKind.REFUNDED, EntryKind.REFUND_FEE),
    Moved.REFUND_FAILED: (EntryKind.REFUND_REVERSED, None),
    Moved.DISPUTE: (EntryKind.DISPUTE_OPENED, EntryKind.DISPUTE_FEE),
    Moved.DISPUTE_WON: (EntryKind.DISPUTE_WON, EntryKind.DISPUTE_FEE_BACK),
}
_WORDS = {
    Moved.CHARGE: "taken",
    Moved.REFUND: "given back",
    Moved.REFUND_FAILED: "back from a refund that failed",
    Moved.DISPUTE: "withdrawn for a dispute",
    Moved.DISPUTE_WON: "back from a dispute",
}


def movement(session: Session, theirs: Movement | None) -> Verdict:
    """One line of the balance. Only what is about an order of ours is compared."""
    if theirs is None or theirs.moved is None or theirs.source is None:
        return NOT_OURS
    row = queries.moved(session, theirs.moved, theirs.source)
    if row is None:
        return NOT_OURS  # of another use of the account; or a finding of its own already
    kind, fee_kind = _BOOKED[theirs.moved]
    booked = queries.booked(session, kind, row.noun, row.number)
    fee = queries.booked(session, fee_kind, row.noun, row.number) if fee_kind else None
    if booked is None and row.noun == "refund" and not queries.is_refunded(session, row.number):
        return AGREED  # it counts here once the bank has it; one that never arrived never does
    said = _said(theirs)
    about = (row.customer_id, row.order_id)
    if booked is None:
        return Verdict(True, Finding("movement-unbooked", "nothing", said, *about))
    in_its_currency = theirs.currency == booked.currency
    fee_now = Money(abs(theirs.fee), theirs.currency) if theirs.fee else None
    if (in_its_currency and booked.amount != abs(theirs.amount)) or fee != fee_now:
        ours = f"{booked}" + (f", a fee of {fee}" if fee else "")
        return Verdict(True, Finding("movement-amount", ours, said, *about))
    return AGREED


def _said(theirs: Movement) -> str:
    amount = Money(abs(theirs.amount), theirs.currency)
    words = _WORDS[theirs.moved] if theirs.moved else ""
    fee = f", a fee of {Money(abs(theirs.fee), theirs.currency)}" if theirs.fee else ""
    return f"{amount} {words}{fee}"
