"""Are the books right? Each question is one statement, and so sees one moment."""

from collections.abc import Iterator

from sqlalchemy import Row, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from concierge.ledger.models import (
    Account,
    JournalEntry,
    Payable,
    PayableStatus,
    Posting,
)
from concierge.money import Money
from concierge.payments.models import Dispute, DisputeStatus, Payment, Refund, RefundStatus

_MOST = 1000


def problems(session: Session) -> list[str]:
    """Everything in which the ledger is not right, in words; at most a thousand of each kind."""
    return [*_unbalanced(session), *_orders(session)]


def _unbalanced(session: Session) -> Iterator[str]:
    rows = session.execute(
        select(JournalEntry.id, Posting.currency, func.sum(Posting.amount))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .group_by(JournalEntry.id, Posting.currency)
        .having(func.sum(Posting.amount) != 0)
        .limit(_MOST)
    )
    for number, currency, rest in rows:
        yield f"entry {number} does not balance: {Money(int(rest), currency)} too much"


def _orders(session: Session) -> Iterator[str]:
    booked = _booked()
    rows: list[tuple[str, Select[int, str, int], Select[int, str, int]]] = [
        ("taken", _of(booked, Account.SALES, -1), _captured()),
        ("given back", _of(booked, Account.REFUNDS, 1), _refunded()),
        ("owed to partners", _of(booked, Account.PAYABLES, -1), _owed()),
        ("disputed or lost", _withheld(booked), _disputed()),
    ]
    for what, ours, theirs in rows:
        for order_id, currency, ledger, tables in _compare(session, ours, theirs):
            yield (
                f"order {order_id}: {Money(int(ledger), currency)} {what} in the ledger, "
                f"{Money(int(tables), currency)} in the rows themselves"
            )


def _compare(
    session: Session, ledger: Select[int, str, int], tables: Select[int, str, int]
) -> list[Row[int, str, int, int]]:
    both = union_all(
        ledger.add_columns(literal(1).label("booked")),
        tables.add_columns(literal(0).label("booked")),
    ).subquery()
    order_id, currency, amount, is_booked = both.c
    of_ledger = func.coalesce(func.sum(case((is_booked == 1, amount))), 0)
    of_tables = func.coalesce(func.sum(case((is_booked == 0, amount))), 0)
    return list(
        session.execute(
            select(order_id, currency, of_ledger, of_tables)
            .group_by(order_id, currency)
            .having(of_ledger != of_tables)
            .order_by(order_id)
            .limit(_MOST)
        )
    )


def _booked() -> Select[int, str]:
    return (
        select(JournalEntry.order_id, Posting.currency)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .group_by(JournalEntry.order_id, Posting.currency)
    )


def _of(booked: Select[int, str], account: Account, sign: int) -> Select[int, str, int]:
    return booked.where(Posting.account == account).add_columns(
        (func.sum(Posting.amount) * sign).label("amount")
    )


def _withheld(booked: Select[int, str]) -> Select[int, str, int]:
    accounts = (Account.DISPUTED, Account.DISPUTE_LOSSES)
    return booked.where(Posting.account.in_(accounts)).add_columns(
        func.sum(Posting.amount).label("amount")
    )


def _captured() -> Select[int, str, int]:
    return (
        select(
            Payment.order_id, Payment.currency, func.sum(Payment.amount_captured).label("amount")
        )
        .where(Payment.amount_captured > 0)
        .group_by(Payment.order_id, Payment.currency)
    )


def _refunded() -> Select[int, str, int]:
    return (
        select(Payment.order_id, Refund.currency, func.sum(Refund.amount).label("amount"))
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Refund.status == RefundStatus.SUCCEEDED)
        .group_by(Payment.order_id, Refund.currency)
    )


def _owed() -> Select[int, str, int]:
    return (
        select(Payable.order_id, Payable.currency, func.sum(Payable.amount).label("amount"))
        .where(Payable.status == PayableStatus.OWED)
        .group_by(Payable.order_id, Payable.currency)
    )


def _disputed() -> Select[int, str, int]:
    withheld = (DisputeStatus.OPEN, DisputeStatus.REVIEWED, DisputeStatus.LOST)
    return (
        select(Payment.order_id, Dispute.currency, func.sum(Dispute.amount).label("amount"))
        .join(Payment, Payment.id == Dispute.payment_id)
        .where(Dispute.status.in_(withheld))
        .group_by(Payment.order_id, Dispute.currency)
    )
