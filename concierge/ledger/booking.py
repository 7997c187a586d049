"""Writing entries. Each is booked once for its kind and subject; a second time is no news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.orm import Session

from concierge import clock
from concierge.ledger.models import Account, EntryKind, JournalEntry, Posting
from concierge.money import Money

A, K = Account, EntryKind
# What each kind debits and credits.
_BOOKED: dict[EntryKind, tuple[Account, Account]] = {
    K.CAPTURED: (A.PROCESSOR, A.SALES),
    K.PAYMENT_FEE: (A.FEES, A.PROCESSOR),
    K.REFUNDED: (A.REFUNDS, A.PROCESSOR),
    K.REFUND_FEE: (A.FEES, A.PROCESSOR),
    K.REFUND_REVERSED: (A.PROCESSOR, A.REFUNDS),
    K.DISPUTE_OPENED: (A.DISPUTED, A.PROCESSOR),
    K.DISPUTE_FEE: (A.FEES, A.PROCESSOR),
    K.DISPUTE_FEE_BACK: (A.PROCESSOR, A.FEES),
    K.DISPUTE_WON: (A.PROCESSOR, A.DISPUTED),
    K.DISPUTE_LOST: (A.DISPUTE_LOSSES, A.DISPUTED),
    K.PARTNER_OWED: (A.PARTNER_COSTS, A.PAYABLES),
    K.PARTNER_PAID: (A.PAYABLES, A.BANK),
    K.PARTNER_WITHDRAWN: (A.PAYABLES, A.PARTNER_COSTS),
}


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about, and whose order."""

    subject_kind: str
    subject_id: int
    order_id: int
    customer_id: int


def book(session: Session, kind: EntryKind, about: About, money: Money, *, at: datetime) -> bool:
    """Book `money` for what happened `at`. False: it has been booked before, or is nothing."""
    if not money.amount:
        return False
    debit, credit = _BOOKED[kind]
    return _enter(
        session,
        kind,
        about,
        [(debit, money.amount, money.currency), (credit, -money.amount, money.currency)],
        at=at,
    )


def is_booked(session: Session, kind: EntryKind, subject_kind: str, subject_id: int) -> bool:
    """Whether this has been booked."""
    found = session.scalar(
        select(JournalEntry.id).where(
            JournalEntry.kind == kind,
            JournalEntry.subject_kind == subject_kind,
            JournalEntry.subject_id == subject_id,
        )
    )
    return found is not None


def _enter(
    session: Session,
    kind: EntryKind,
    about: About,
    lines: Sequence[tuple[Account, int, str]],
    *,
    at: datetime,
) -> bool:
    number = session.scalar(
        insert_once(JournalEntry)
        .values(
            kind=kind,
            subject_kind=about.subject_kind,
            subject_id=about.subject_id,
            order_id=about.order_id,
            customer_id=about.customer_id,
            at=at,
            booked_at=clock.now(),
            lines=len(lines),
        )
        .on_conflict_do_nothing(index_elements=["kind", "subject_kind", "subject_id"])
        .returning(JournalEntry.id)
    )
    if number is None:
        return False
    session.execute(
        insert(Posting),
        [
            {"entry_id": number, "account": account, "amount": amount, "currency": currency}
            for account, amount, currency in lines
        ],
    )
    return True
