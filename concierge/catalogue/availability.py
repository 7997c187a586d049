"""On which days an item can be had: weekdays, seasons, and days on which it can't."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from concierge.errors import Refused

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)  # ISO: Monday is 1
NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
MOST_PERIODS = 20


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last: sold then alone or, where `off`, not then."""

    first: date
    last: date
    off: bool = False

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what the database keeps."""
        return cls(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]), kept["off"])

    def write(self) -> dict[str, Any]:
        """For the database."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "off": self.off}

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return _spelt(self.first)
        same = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        first = str(self.first.day) if same else _spelt(self.first)
        return f"{first} to {_spelt(self.last)}"


def check(weekdays: Sequence[int], periods: Iterable[Period]) -> None:
    """Raises `Refused` where it could never be had, or a period ends before it begins."""
    if not weekdays or not set(weekdays) <= set(EVERY_DAY):
        raise Refused("never-available", "Choose at least one day of the week; or archive it.")
    periods = tuple(periods)
    if len(periods) > MOST_PERIODS:
        raise Refused("too-many-periods", f"An item has at most {MOST_PERIODS} periods.")
    for period in periods:
        if period.last < period.first:
            raise Refused("period-ends-first", f"{_spelt(period.last)} is before the first day.")


def why_not(weekdays: Sequence[int], periods: Iterable[Period], day: date) -> str | None:
    """Why it can't be had on a day, in a few words ("not on Sundays"); None: it can."""
    periods = tuple(periods)
    for period in periods:
        if period.off and day in period:
            return f"not {period}"
    seasons = [period for period in periods if not period.off]
    if seasons and not any(day in period for period in seasons):
        return "only " + ", ".join(map(str, sorted(seasons, key=lambda each: each.first)))
    return None if day.isoweekday() in weekdays else f"not on {NAMES[day.weekday()]}"


def said(weekdays: Sequence[int], periods: Iterable[Period]) -> str:
    """When it can be had, for a list: "Mon, Wed", "only 1 to 24 Dec 2026"; "" is always."""
    parts = []
    if set(weekdays) != set(EVERY_DAY):
        parts.append(", ".join(NAMES[day - 1][:3] for day in sorted(weekdays)))
    parts += [("not " if period.off else "only ") + str(period) for period in periods]
    return "; ".join(parts)


def _spelt(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
