"""From which day until which, as people write it: in the business's own days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from concierge.errors import Refused


def beginning(text: str, zone: ZoneInfo) -> datetime | None:
    """The first moment of a day, "2026-11-20". None for nothing. Raises `Refused`."""
    day = _day(text)
    return datetime.combine(day, time(), zone) if day else None


def end(text: str, zone: ZoneInfo) -> datetime | None:
    """The first moment after a day. None for nothing. Raises `Refused`."""
    day = _day(text)
    return datetime.combine(day + timedelta(days=1), time(), zone) if day else None


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2200:
        raise Refused("not-a-day", f"“{text.strip()}” is not a day. Write it like 2026-11-20.")
    return day
