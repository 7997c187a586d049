"""What was taken each day, as bars: only numbers here, the page draws them as SVG."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from concierge.ledger.queries import Day
from concierge.money import Money

WIDTH, HEIGHT, FLOOR = 720.0, 140.0, 110.0
# More bars than this are thinner than a line.
_MOST = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """One day. Heights in the units of the drawing, `up` from the floor and `down` below it."""

    day: date
    x: float
    width: float
    up: float
    down: float
    taken: Money
    given_back: Money


@dataclass(frozen=True, slots=True)
class Plot:
    """All days of a span, in one currency."""

    currency: str
    bars: list[Bar]
    best: Money
    taken: Money
    given_back: Money


def bars(currency: str, days: list[Day], since: datetime, until: datetime, zone: ZoneInfo) -> Plot:
    """The days from `since` to `until`, those without money too; at most the last four hundred."""
    last = until.astimezone(zone).date()
    first = max(since.astimezone(zone).date(), last - timedelta(days=_MOST - 1))
    known = {day.day: day for day in days if first <= day.day <= last}
    best = max([day.taken for day in known.values()] + [1])
    worst = max([day.given_back for day in known.values()] + [0])
    # One scale up and down; what went back is rarely more than fits below the floor.
    scale = min((FLOOR - 4) / best, (HEIGHT - FLOOR) / worst if worst else FLOOR)
    count = (last - first).days + 1
    step = WIDTH / count
    drawn = []
    for place in range(count):
        day = known.get(first + timedelta(days=place)) or Day(first + timedelta(days=place), 0, 0)
        drawn.append(
            Bar(
                day=day.day,
                x=round(place * step + step * 0.1, 2),
                width=round(step * 0.8, 2),
                up=round(day.taken * scale, 2),
                down=round(day.given_back * scale, 2),
                taken=Money(day.taken, currency),
                given_back=Money(day.given_back, currency),
            )
        )
    return Plot(
        currency,
        drawn,
        Money(max((day.taken for day in known.values()), default=0), currency),
        Money(sum(day.taken for day in known.values()), currency),
        Money(sum(day.given_back for day in known.values()), currency),
    )
