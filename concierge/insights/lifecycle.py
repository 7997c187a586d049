"""Adding days up. Each is made anew as a whole, so it can't drift from what it is made from."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from concierge import config
from concierge.insights import queries
from concierge.insights.measures import BOUNDS, ROWS, TIMES, Measure
from concierge.insights.models import InsightDay
from concierge.locks import lock_name

# A quote may be accepted, and a payment refunded, days after the day it counts on.
_UNSETTLED = timedelta(days=45)
_OFTEN, _SELDOM = timedelta(minutes=2), timedelta(hours=6)
_AT_ONCE = 60
_PLACES = ", ".join(f"count(*) FILTER (WHERE place = {place})" for place in range(len(BOUNDS) + 1))
_SPREAD = f"ARRAY[{_PLACES}]"
_PERSON = "CASE WHEN who LIKE 'operator:%' OR who LIKE 'script:%' THEN who ELSE '' END"


def _statement(measure: Measure) -> str:
    spread = _SPREAD if measure in TIMES else "'{}'::bigint[]"
    bounds = ",".join(map(str, BOUNDS))
    return f"""
        INSERT INTO insight_days (day, measure, who, number, total, spread, added_up_at)
        SELECT :day, '{measure}', person, count(*), coalesce(round(sum(value)), 0), {spread}, :at
        FROM (SELECT {_PERSON} AS person, value,
                width_bucket(value::float8, ARRAY[{bounds}]::float8[]) AS place
              FROM ({ROWS[measure]}) AS rows) AS placed
        GROUP BY person"""  # noqa: S608 (nothing in it comes from outside)


_STATEMENTS = {measure: text(_statement(measure)) for measure in Measure}
# Written for each day, so that a day on which nothing happened is known to be one.
DONE = ""


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two ends of a day at the business."""
    begin = datetime.combine(day, time(), zone)
    return begin, datetime.combine(day + timedelta(days=1), time(), zone)


def add_up(session: Session, day: date, *, at: datetime) -> None:
    """Make a day's rows anew."""
    settings = config.current()
    since, until = bounds(day, settings.zone)
    facts = {
        "day": day, "since": since, "until": until, "at": at, "currency": settings.currency,
    }  # fmt: skip
    lock_name(session, "insights")
    session.execute(delete(InsightDay).where(InsightDay.day == day))
    session.add(
        InsightDay(day=day, measure=DONE, who="", number=0, total=0, spread=[], added_up_at=at)
    )
    session.flush()
    for statement in _STATEMENTS.values():
        session.execute(statement, facts)


def due(session: Session, at: datetime) -> Iterator[date]:
    """The days to be added up now, newest first, a few dozen at most."""
    first = queries.first_day(session, config.current().zone)
    if first is None:
        return
    known = queries.added_up(session)
    today = at.astimezone(config.current().zone).date()
    found = 0
    for back in range((today - first).days + 1):
        day = today - timedelta(days=back)
        done = known.get(day)
        settled = timedelta(days=back) > _UNSETTLED
        wanted = done is None or (not settled and at - done >= (_OFTEN if back <= 1 else _SELDOM))
        if wanted and found < _AT_ONCE:
            found += 1
            yield day
