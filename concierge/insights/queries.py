"""Reading what was added up."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge.conversation.models import Message
from concierge.insights.measures import Measure, quantile
from concierge.insights.models import InsightDay


@dataclass(slots=True)
class Sum:
    """Of one measure, over some days and people."""

    number: int = 0
    total: int = 0
    spread: list[int] = field(default_factory=list)

    def add(self, number: int, total: int, spread: list[int]) -> None:
        """Take more in."""
        self.number += number
        self.total += total
        if not self.spread:
            self.spread = list(spread)
        elif spread:
            self.spread = [mine + more for mine, more in zip(self.spread, spread, strict=True)]

    def quantile(self, part: float) -> float | None:
        """Seconds that so many of them stayed below."""
        return quantile(self.spread, part)


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of a day and a person."""

    day: date
    measure: Measure
    who: str
    number: int
    total: int
    spread: list[int]


def rows(session: Session, since: date, until: date, who: str | None = None) -> list[Row]:
    """The days from `since` to `until`, both included; of everybody, or of one ("operator:3")."""
    table = InsightDay
    query = select(
        table.day, table.measure, table.who, table.number, table.total, table.spread
    ).where(table.day.between(since, until), table.measure != "")
    if who is not None:
        query = query.where(table.who == who)
    return [
        Row(row.day, Measure(row.measure), row.who, row.number, row.total, row.spread)
        for row in session.execute(query.order_by(table.day))
    ]


def added_up(session: Session, day: date | None = None) -> dict[date, datetime]:
    """When each day, or this one, was added up last."""
    query = select(InsightDay.day, InsightDay.added_up_at).where(InsightDay.measure == "")
    if day is not None:
        query = query.where(InsightDay.day == day)
    return {row.day: row.added_up_at for row in session.execute(query)}


def first_day(session: Session, zone: ZoneInfo) -> date | None:
    """The day of the first message; None before it."""
    first = session.scalar(
        select(Message.created_at).where(
            Message.id == select(func.min(Message.id)).scalar_subquery()
        )
    )
    return first.astimezone(zone).date() if first else None
