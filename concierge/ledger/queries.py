"""Reading the books: balances, days, entries, and what is owed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, selectinload

from concierge.errors import NotFound
from concierge.ledger.models import Account, JournalEntry, Payable, PayableStatus, Posting

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries: from `since` until before `until`, of an order, of a customer."""

    since: datetime | None = None
    until: datetime | None = None
    order_id: int | None = None
    customer_id: int | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """As SQL."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.since is not None:
            wanted.append(JournalEntry.at >= self.since)
        if self.until is not None:
            wanted.append(JournalEntry.at < self.until)
        if self.order_id is not None:
            wanted.append(JournalEntry.order_id == self.order_id)
        if self.customer_id is not None:
            wanted.append(JournalEntry.customer_id == self.customer_id)
        return and_(*wanted)


@dataclass(frozen=True, slots=True)
class Balance:
    """An account in a currency. Minor units; `balance` is positive on the debit side."""

    account: Account
    currency: str
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """What stands on it."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Day:
    """A day's takings, in minor units."""

    day: date
    taken: int
    given_back: int


def balances(session: Session, span: Span) -> list[Balance]:
    """The trial balance: each account that was used, by currency, in the order of the accounts."""
    debit = func.coalesce(func.sum(Posting.amount).filter(Posting.amount > 0), 0)
    credit = func.coalesce(-func.sum(Posting.amount).filter(Posting.amount < 0), 0)
    rows = session.execute(
        select(Posting.account, Posting.currency, debit, credit)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(span.condition)
        .group_by(Posting.account, Posting.currency)
    )
    found = [Balance(row[0], row[1], int(row[2]), int(row[3])) for row in rows]
    places = list(Account)
    return sorted(found, key=lambda each: (each.currency, places.index(each.account)))


def per_day(session: Session, span: Span, zone: str) -> dict[str, list[Day]]:
    """What was taken and given back on each day of a zone that saw either, by currency."""
    day = func.date(func.timezone(zone, JournalEntry.at)).label("day")
    taken = func.coalesce(-func.sum(Posting.amount).filter(Posting.account == Account.SALES), 0)
    back = func.coalesce(func.sum(Posting.amount).filter(Posting.account == Account.REFUNDS), 0)
    rows = session.execute(
        select(Posting.currency, day, taken, back)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(span.condition, Posting.account.in_((Account.SALES, Account.REFUNDS)))
        .group_by(Posting.currency, day)
        .order_by(Posting.currency, day)
    )
    found: dict[str, list[Day]] = {}
    for currency, on, came, went in rows:
        found.setdefault(currency, []).append(Day(on, int(came), int(went)))
    return found


def page(
    session: Session, span: Span, *, before: int | None = None, limit: int = 50
) -> list[JournalEntry]:
    """Entries with their postings, the last booked first, by key."""
    query = select(JournalEntry).options(selectinload(JournalEntry.postings)).where(span.condition)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    return list(session.scalars(query.order_by(JournalEntry.id.desc()).limit(limit)))


def batches(session: Session, span: Span) -> Iterator[list[JournalEntry]]:
    """All entries with their postings, in the order they were booked, some hundred at a time."""
    after = 0
    while True:
        rows = list(
            session.scalars(
                select(JournalEntry)
                .options(selectinload(JournalEntry.postings))
                .where(span.condition, JournalEntry.id > after)
                .order_by(JournalEntry.id)
                .limit(_BATCH)
            )
        )
        if not rows:
            return
        after = rows[-1].id
        yield rows
        session.expunge_all()


def payable(session: Session, payable_id: int) -> Payable:
    """One thing owed. Raises NotFound."""
    found = session.get(Payable, payable_id)
    if found is None:
        raise NotFound("payable")
    return found


def payables(session: Session, order_id: int) -> list[Payable]:
    """What was ever owed for an order, oldest first."""
    return list(
        session.scalars(select(Payable).where(Payable.order_id == order_id).order_by(Payable.id))
    )


def owed(session: Session, *, after: int | None = None, limit: int = 50) -> list[Payable]:
    """What is owed to partners now, oldest first, by key."""
    query = select(Payable).where(Payable.status == PayableStatus.OWED)
    if after is not None:
        query = query.where(Payable.id > after)
    return list(session.scalars(query.order_by(Payable.id).limit(limit)))
