"""Booking what nobody has booked: money that moved before there was a ledger, or while an older
version served. Safe to run at any time and again: each thing is booked once.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from concierge import events
from concierge.db import reading, transaction
from concierge.events import SERVICE, Happening
from concierge.ledger import reactions
from concierge.ledger.models import EntryKind, JournalEntry
from concierge.locks import lock_customer
from concierge.payments.models import (
    Dispute,
    DisputeStatus,
    Payment,
    Refund,
    RefundStatus,
)

_BATCH = 500
Found = Select[int, int]


def catch_up(at: datetime) -> int:
    """Book what is not booked yet, a customer at a time. Returns how many rows it was about."""
    return sum(
        (
            _book(_captures(), _capture, at),
            _book(_refunds(), _refund, at),
            _book(_returned(), _return, at),
            _book(_disputes(), _dispute, at),
        )
    )


def _book(missing: Found, book: Callable[[Session, int, datetime], None], at: datetime) -> int:
    number = count = 0
    while True:
        with reading() as session:
            found = session.execute(
                missing.where(missing.selected_columns[0] > number).limit(_BATCH)
            ).all()
        if not found:
            return count
        for number, customer_id in found:
            with transaction() as session:
                lock_customer(session, customer_id)
                book(session, number, at)
        count += len(found)


def _unbooked(kind: EntryKind, row: type[Payment | Refund | Dispute]) -> ColumnElement[bool]:
    return ~_booked(kind, row)


def _booked(kind: EntryKind, row: type[Payment | Refund | Dispute]) -> ColumnElement[bool]:
    return exists().where(
        JournalEntry.kind == kind,
        JournalEntry.subject_kind == kind.value.partition(".")[0],
        JournalEntry.subject_id == row.id,
    )


def _captures() -> Found:
    return (
        select(Payment.id, Payment.customer_id)
        .where(
            Payment.amount_captured > 0,
            or_(
                _unbooked(EntryKind.CAPTURED, Payment),
                and_(Payment.fee > 0, _unbooked(EntryKind.PAYMENT_FEE, Payment)),
            ),
        )
        .order_by(Payment.id)
    )


def _refunds() -> Found:
    return (
        select(Refund.id, Payment.customer_id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.status == RefundStatus.SUCCEEDED, _unbooked(EntryKind.REFUNDED, Refund))
        .order_by(Refund.id)
    )


def _returned() -> Found:
    return (
        select(Refund.id, Payment.customer_id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(
            Refund.status == RefundStatus.FAILED,
            _booked(EntryKind.REFUNDED, Refund),
            _unbooked(EntryKind.REFUND_REVERSED, Refund),
        )
        .order_by(Refund.id)
    )


def _disputes() -> Found:
    # An inquiry, or one that was closed as such, has moved no money.
    moved = (DisputeStatus.OPEN, DisputeStatus.REVIEWED, DisputeStatus.WON, DisputeStatus.LOST)
    won = and_(Dispute.status == DisputeStatus.WON, _unbooked(EntryKind.DISPUTE_WON, Dispute))
    lost = and_(Dispute.status == DisputeStatus.LOST, _unbooked(EntryKind.DISPUTE_LOST, Dispute))
    return (
        select(Dispute.id, Dispute.customer_id)
        .where(
            Dispute.status.in_(moved),
            or_(
                _unbooked(EntryKind.DISPUTE_OPENED, Dispute),
                and_(Dispute.fee > 0, _unbooked(EntryKind.DISPUTE_FEE, Dispute)),
                won,
                lost,
            ),
        )
        .order_by(Dispute.id)
    )


def _capture(session: Session, number: int, at: datetime) -> None:
    payment = session.get_one(Payment, number)
    reactions.payment_captured(session, _happening(payment, payment.captured_at or at))


def _refund(session: Session, number: int, at: datetime) -> None:
    refund = session.get_one(Refund, number)
    when = events.latest_at(session, "refund", refund.id, ["refund.succeeded"])
    reactions.refund_succeeded(session, _happening(refund, when or refund.created_at))


def _return(session: Session, number: int, at: datetime) -> None:
    refund = session.get_one(Refund, number)
    when = events.latest_at(session, "refund", refund.id, ["refund.failed"])
    reactions.refund_failed(session, _happening(refund, when or at))


def _dispute(session: Session, number: int, at: datetime) -> None:
    dispute = session.get_one(Dispute, number)
    reactions.dispute_opened(session, _happening(dispute, dispute.opened_at))
    decided = _happening(dispute, dispute.closed_at or at)
    if dispute.status is DisputeStatus.WON:
        told = events.of(session, [("dispute", dispute.id)])
        back = [each.data.get("fee_back", 0) for each in told if each.kind == "dispute.won"]
        decided.data["fee_back"] = back[-1] if back else 0
        reactions.dispute_won(session, decided)
    elif dispute.status is DisputeStatus.LOST:
        reactions.dispute_lost(session, decided)


def _happening(row: Payment | Refund | Dispute, at: datetime) -> Happening:
    return Happening("ledger.backfill", row, SERVICE, at, {})
