"""What a customer buys and how often, read off the lines of their last orders."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from concierge.orders.models import Order, OrderStatus
from concierge.payments.models import Dispute, FraudWarning, Payment, WarningStatus
from concierge.quotes.models import QuoteLine

_ORDERS = 50  # how far back habits are looked for
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that they buy. `every`: days between two, where that is known."""

    what: str
    times: int
    every: int | None
    last: datetime

    def days_ago(self, at: datetime) -> int:
        """How many days have gone since the last one."""
        return max(0, round((at - self.last).total_seconds() / _DAY))


@dataclass(frozen=True, slots=True)
class History:
    """Their last orders, newest first, and what these have in common, the most frequent first."""

    orders: list[Order]
    habits: list[Habit]


@dataclass(frozen=True, slots=True)
class Sums:
    """What they have paid in one currency, refunds taken off; minor units."""

    currency: str
    orders: int
    in_all: int
    in_a_year: int

    @property
    def average(self) -> int:
        """Of an order that was paid for."""
        return round(self.in_all / self.orders) if self.orders else 0


def history(session: Session, customer_ids: Sequence[int]) -> History:
    """What one person, known under these ids, has ordered: one statement."""
    last = (
        select(Order.id)
        .where(Order.customer_id.in_(customer_ids))
        .order_by(Order.id.desc())
        .limit(_ORDERS)
    )
    rows: Sequence[tuple[Order, QuoteLine | None]] = session.execute(
        select(Order, QuoteLine)
        .outerjoin(QuoteLine, QuoteLine.quote_id == Order.quote_id)
        .where(Order.id.in_(last))
        .order_by(Order.id.desc(), QuoteLine.position)
    ).all()
    orders = list({row[0].id: row[0] for row in rows}.values())
    bought: dict[Hashable, dict[int, tuple[datetime, str]]] = defaultdict(dict)
    for row in rows:
        order: Order = row[0]
        line: QuoteLine | None = row[1]
        if line is not None and line.amount >= 0 and order.status is not OrderStatus.CANCELLED:
            what = line.item_id or line.description.casefold()
            bought[what].setdefault(order.id, (order.placed_at, line.description))
    habits = [_habit(list(each.values())) for each in bought.values()]
    return History(orders, sorted(habits, key=lambda each: (-each.times, -each.last.timestamp())))


def sums(
    session: Session, customer_ids: Sequence[int], since: datetime
) -> tuple[list[Sums], int, bool]:
    """What one person has paid, most first; how many orders they placed that were not cancelled;
    whether a charge of theirs is contested: one statement. `since`: a year ago."""
    kept = Payment.amount_captured - Payment.amount_refunded
    paid = (
        select(
            Payment.currency,
            func.count(Payment.order_id.distinct()).label("orders"),
            func.sum(kept).label("in_all"),
            func.sum(case((Payment.captured_at >= since, kept), else_=0)).label("in_a_year"),
        )
        .where(Payment.customer_id.in_(customer_ids), Payment.amount_captured > 0)
        .group_by(Payment.currency)
        .subquery()
    )
    placed = (
        select(func.count())
        .where(Order.customer_id.in_(customer_ids), Order.status != OrderStatus.CANCELLED)
        .scalar_subquery()
    )
    disputed = (
        select(Dispute.id)
        .where(Dispute.customer_id.in_(customer_ids), Dispute.closed_at.is_(None))
        .exists()
    )
    suspected = (
        select(FraudWarning.id)
        .where(
            FraudWarning.customer_id.in_(customer_ids),
            FraudWarning.status == WarningStatus.RAISED,
        )
        .exists()
    )
    counted = select(placed.label("placed"), (disputed | suspected).label("contested")).subquery()
    rows = session.execute(
        select(counted.c.placed, counted.c.contested, paid)
        .outerjoin_from(counted, paid, paid.c.currency.is_not(None))
        .order_by(paid.c.in_all.desc())
    ).all()
    found = [
        Sums(row.currency, row.orders, int(row.in_all), int(row.in_a_year))
        for row in rows
        if row.currency is not None
    ]
    return found, rows[0].placed, rows[0].contested


def _habit(bought: list[tuple[datetime, str]]) -> Habit:
    """Of the orders with one thing in them, newest first."""
    (last, what), (first, _) = bought[0], bought[-1]
    times = len(bought)
    days = (last - first).total_seconds() / _DAY
    # Twice on one day is no rhythm.
    every = round(days / (times - 1)) if times > 1 and days >= times - 1 else None
    return Habit(what, times, every, last)
