"""When people are at work: hours of each weekday in the business's zone, and days they are not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from concierge import config
from concierge.errors import Refused
from concierge.events import Actor
from concierge.operators import house

RULE = "opening_hours"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A shop that is closed for longer has no "next" morning to speak of.
_LOOK_AHEAD = 60
_MOST_DATES = 100
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Span:
    """Open from, and until; until midnight is `time(0)`."""

    opens: time
    closes: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """As moments of one day, in UTC: two times of one zone compare wrongly when clocks move."""
        end = day + timedelta(days=1) if self.closes == _MIDNIGHT else day
        return (
            datetime.combine(day, self.opens, zone).astimezone(UTC),
            datetime.combine(end, self.closes, zone).astimezone(UTC),
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """A week, Monday first; None is closed. Nothing set at all is open always."""

    week: tuple[Span | None, ...] = ()
    closed: frozenset[date] = field(default_factory=frozenset)

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether people are at work."""
        if not self.week:
            return True
        return any(opens <= at < closes for opens, closes in self._around(at, zone, 1, 1))

    def next_opening(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When they come in again; None where that is months away."""
        ahead = self._around(at, zone, 0, _LOOK_AHEAD)
        return next((opens for opens, _ in ahead if opens > at), None)

    def closed_since(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When they went home, while they are there; None where that was months ago."""
        ends = [closes for _, closes in self._around(at, zone, _LOOK_AHEAD, 0) if closes <= at]
        return ends[-1] if ends else None

    def _around(
        self, at: datetime, zone: ZoneInfo, before: int, after: int
    ) -> list[tuple[datetime, datetime]]:
        today = at.astimezone(zone).date()
        days = [today + timedelta(days=number) for number in range(-before, after + 1)]
        spans = [(day, self.week[day.weekday()]) for day in days if day not in self.closed]
        return [span.on(day, zone) for day, span in spans if span is not None]


def hours(session: Session) -> Hours:
    """What owners have set."""
    return read(house.rule(session, RULE))


def read(kept: dict[str, Any] | None) -> Hours:
    """The hours, as `set_hours` keeps them."""
    if not kept:
        return Hours()
    week = tuple(day and Span(*map(time.fromisoformat, day)) for day in kept["week"])
    return Hours(week, frozenset(map(date.fromisoformat, kept["closed"])))


def set_hours(
    session: Session,
    week: list[tuple[str, str]],
    closed: list[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Set them: (opens, closes) of each weekday as "09:00", empty where closed, and whole days
    closed as "2026-12-25". Days that are over are dropped. Raises `Refused` for what is no time.
    """
    spans = [_span(name, *day) for name, day in zip(DAYS, week, strict=True)]
    if not any(spans):
        raise Refused("never-open", "Open on at least one day, or have no opening hours at all.")
    today = at.astimezone(config.current().zone).date()
    days = sorted({day for day in map(_day, closed) if day >= today})
    if len(days) > _MOST_DATES:
        raise Refused("too-many-dates", f"At most {_MOST_DATES} closed days can be kept.")
    value: dict[str, Any] = {
        "week": [span and [f"{span.opens:%H:%M}", f"{span.closes:%H:%M}"] for span in spans],
        "closed": [day.isoformat() for day in days],
    }
    house.set_rule(session, RULE, value, by=by, at=at)


def unset(session: Session, *, by: Actor, at: datetime) -> None:
    """No hours: nobody is told that we are closed."""
    house.set_rule(session, RULE, {}, by=by, at=at)


def _span(name: str, opens: str, closes: str) -> Span | None:
    if not opens and not closes:
        return None
    try:
        span = Span(time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError:
        raise Refused("no-time", f"{name}: give both times, like 09:00 and 17:30.") from None
    if span.closes not in (_MIDNIGHT,) and span.closes <= span.opens:
        raise Refused("closes-first", f"{name}: it closes before it opens. Midnight is 00:00.")
    return span


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("no-date", f"“{text}” is no day, like 2026-12-25.") from None
