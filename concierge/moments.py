"""Times as an operator types them, in the business's zone: "tomorrow noon", "in 2 hours".

A time is a promise to a customer, so nothing is guessed: a day without a time, a bare "6", and
"03/04" (a day in April or in March) are refused with what to type instead.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser, tz
from dateutil.parser import ParserError

from concierge.errors import Refused

EXAMPLES = "today 18:30, tomorrow noon, fri 3pm, 24 Dec 10:00 or in 2 hours"
_LONGEST = 60

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"(?:(next|this)\s+)?"
    r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
)
_TIMES_OF_DAY = {
    "noon": time(12),
    "midday": time(12),
    "morning": time(9),
    "afternoon": time(15),
    "evening": time(18),
    "tonight": time(20),
}
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AMOUNT = re.compile(
    r"(\d{1,3}|an?|half an)\s*"
    r"(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b[\s,]*(?:and\s+)?"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{1,2}:\d{2}(:\d{2})?\s*(z|[+-]\d{2}:?\d{2})?")
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:(?::|h)(\d{2}))?\s*([ap])\.?m\b\.?|\b(\d{1,2})(?::|h)(\d{2})?\b"
)
_FILLERS = re.compile(r"\b(at|by|before|until|on|the|of)\b|,")
_NUMERIC_DATE = re.compile(r"^\d{1,2}\s*[/.\-]\s*\d{1,2}([/.\-]\s*(\d{2}|\d{4})?)?$")


def read(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that is meant, aware, in UTC, and later than `now`.

    Raises `Refused` with what to type.
    """
    said = " ".join(text.split())
    if not said or len(said) > _LONGEST:
        raise _unreadable(said[:_LONGEST])
    local = now.astimezone(zone)
    moment = _read(said.lower(), said, local, zone)
    if moment <= now:
        raise Refused("moment-past", f"“{said}” has passed already. Write a later time.")
    return moment.astimezone(UTC)


def spell(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """What to put into a form's field for a moment: `read` reads it back, to the minute."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days in (0, 1):
        return f"{('today', 'tomorrow')[days]} {local:%H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%b}{year} {local:%H:%M}"


def _read(said: str, original: str, local: datetime, zone: ZoneInfo) -> datetime:
    if (lapse := re.fullmatch(r"(?:in\s+|\+\s*)(.+)", said)) is not None:
        return _later(lapse[1], original, local, zone)
    if _ISO.fullmatch(said):
        return _absolute(said, original, zone)
    clock, rest = _take_clock(said, original)
    day = _day(rest, original, local, clock)
    if clock is None:
        raise Refused(
            "moment-without-time", f"At what time? Write “{original}” with one, like {EXAMPLES}."
        )
    return _at(day, clock, zone)


def _later(amounts: str, original: str, local: datetime, zone: ZoneInfo) -> datetime:
    """ "2 hours", "1h 30m", "3 days": minutes and hours as they pass, days by the calendar."""
    given: dict[str, float] = {}
    position = 0
    while position < len(amounts):
        match = _AMOUNT.match(amounts, position)
        if match is None:
            raise _unreadable(original)
        many = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(match[1]) or float(match[1])
        unit = _UNITS[match[2][0]]
        given[unit] = given.get(unit, 0) + many
        position = match.end()
    days = timedelta(days=given.pop("days", 0), weeks=given.pop("weeks", 0))
    start = local.astimezone(UTC)
    if days:
        start = _at(local.date() + days, local.time(), zone).astimezone(UTC)
    return start + timedelta(**given)


def _absolute(said: str, original: str, zone: ZoneInfo) -> datetime:
    try:
        moment = parser.isoparse(re.sub(r"(?<=\d) (?=\d)", "t", said, count=1).upper())
    except ValueError:
        raise _unreadable(original) from None
    return moment if moment.tzinfo is not None else _at(moment.date(), moment.time(), zone)


def _take_clock(said: str, original: str) -> tuple[time | str | None, str]:
    """The time of day, and what is left. Midnight is the end of the day that is named."""
    for word, clock in _TIMES_OF_DAY.items():
        if re.search(rf"\b{word}\b", said):
            left = "today" if word == "tonight" and said == word else re.sub(word, " ", said)
            return clock, _bare(left)
    if re.search(r"\bmidnight\b", said):
        return "midnight", _bare(said.replace("midnight", " "))
    match = _CLOCK.search(said)
    if match is None:
        return None, _bare(said)
    if match[3] is not None:
        hour, minute = int(match[1]), int(match[2] or 0)
        if not 1 <= hour <= 12:
            raise _unreadable(original)
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    else:
        hour, minute = int(match[4]), int(match[5] or 0)
    if hour > 23 or minute > 59:
        raise _unreadable(original)
    return time(hour, minute), _bare(said[: match.start()] + " " + said[match.end() :])


def _bare(text: str) -> str:
    return " ".join(_FILLERS.sub(" ", text).split())


def _day(rest: str, original: str, local: datetime, clock: time | str | None) -> date:
    today = local.date()
    if rest in ("", "today"):
        return today
    if rest in ("tomorrow", "tmrw", "tmr"):
        return today + timedelta(days=1)
    if rest == "day after tomorrow":
        return today + timedelta(days=2)
    if (match := _WEEKDAY.fullmatch(rest)) is not None:
        if match[1] == "next":
            raise Refused(
                "moment-unclear", f"“{original}” can mean two days. Write the date, like 24 Dec."
            )
        ahead = (_DAYS.index(match[2][:3]) - today.weekday()) % 7
        passed = isinstance(clock, time) and clock <= local.time().replace(second=0, microsecond=0)
        return today + timedelta(days=7 if ahead == 0 and passed else ahead)
    return _date(rest, original, today)


def _date(rest: str, original: str, today: date) -> date:
    if _NUMERIC_DATE.match(rest):
        raise Refused(
            "moment-unclear",
            f"“{original}”: is that day or month first? Write the month as a word, like 24 Dec.",
        )
    if rest.isdigit():
        raise _unreadable(original)
    rest = _WEEKDAY.sub(" ", rest)  # "Thu 24 Dec": the date says it all
    # What is not written comes from the default; whatever changes with it was not written.
    try:
        first = parser.parse(rest, default=datetime(today.year, 1, 1), dayfirst=True)  # noqa: DTZ001
        second = parser.parse(rest, default=datetime(today.year, 2, 2), dayfirst=True)  # noqa: DTZ001
        other = parser.parse(rest, default=datetime(2000, 1, 1), dayfirst=True)  # noqa: DTZ001
    except (ParserError, OverflowError, ValueError):
        raise _unreadable(original) from None
    if first != second or first.time() != time(0):
        raise _unreadable(original)
    day = first.date()
    if other.year != first.year and day < today:
        # No year was written, and this year's has passed.
        try:
            return day.replace(year=day.year + 1)
        except ValueError:
            raise _unreadable(original) from None
    return day


def _at(day: date, clock: time | str, zone: ZoneInfo) -> datetime:
    if not isinstance(clock, time):
        day, clock = day + timedelta(days=1), time(0)
    local = datetime.combine(day, clock.replace(tzinfo=None), zone)
    # The hour that is skipped in spring: what the clock on the wall shows instead.
    return tz.resolve_imaginary(local)


def _unreadable(said: str) -> Refused:
    what = f"“{said}” is not a time I can read. " if said else ""
    return Refused("moment-unreadable", f"{what}Write it like {EXAMPLES}.")
