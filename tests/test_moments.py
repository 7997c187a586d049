"""Times as operators type them, in a shop in New York on Friday 20 November 2026 at 13:05."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierge import moments
from concierge.errors import Refused

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 13, 5, 30, tzinfo=NEW_YORK)

READ = {
    "today 18:30": "2026-11-20 18:30",
    "Today at 6:30 pm": "2026-11-20 18:30",
    "18:30": "2026-11-20 18:30",
    "18h30": "2026-11-20 18:30",
    "3pm": "2026-11-20 15:00",
    "tonight": "2026-11-20 20:00",
    "midnight": "2026-11-21 00:00",
    "tomorrow noon": "2026-11-21 12:00",
    "tomorrow before noon": "2026-11-21 12:00",
    "tomorrow morning": "2026-11-21 09:00",
    "tomorrow 12am": "2026-11-21 00:00",
    "tomorrow 12pm": "2026-11-21 12:00",
    "by 9 a.m. tomorrow": "2026-11-21 09:00",
    "day after tomorrow 10:00": "2026-11-22 10:00",
    "fri 3pm": "2026-11-20 15:00",
    "fri 1pm": "2026-11-27 13:00",
    "friday evening": "2026-11-20 18:00",
    "Saturday 10:00": "2026-11-21 10:00",
    "thursday 8:15": "2026-11-26 08:15",
    "in 2 hours": "2026-11-20 15:05:30",
    "in 1h 30m": "2026-11-20 14:35:30",
    "in an hour": "2026-11-20 14:05:30",
    "in half an hour": "2026-11-20 13:35:30",
    "+45 min": "2026-11-20 13:50:30",
    "in 3 days": "2026-11-23 13:05:30",
    "in 2 weeks and 1 hour": "2026-12-04 14:05:30",
    "24 Dec 10:00": "2026-12-24 10:00",
    "Dec 24 10am": "2026-12-24 10:00",
    "24 December 2026, 10:00": "2026-12-24 10:00",
    "24th of December at noon": "2026-12-24 12:00",
    "Thu 24 Dec 10:00": "2026-12-24 10:00",
    "3 Mar 9:00": "2027-03-03 09:00",
    "2026-12-24 10:00": "2026-12-24 10:00",
    "2026-12-24T10:00": "2026-12-24 10:00",
    "2026-12-24T15:00Z": "2026-12-24 10:00",
    "2026-12-24T16:00+01:00": "2026-12-24 10:00",
    "14 Mar 2027 2:30": "2027-03-14 03:30",  # clocks go from 2 to 3 that night
}


@pytest.mark.parametrize(("said", "meant"), READ.items(), ids=READ)
def test_an_operator_is_understood(said: str, meant: str) -> None:
    moment = moments.read(said, NOW, NEW_YORK)
    assert moment == datetime.fromisoformat(meant).replace(tzinfo=NEW_YORK)
    assert moment.tzinfo is UTC


REFUSED = {
    "": "moment-unreadable",
    "soon": "moment-unreadable",
    "tomorrow": "moment-without-time",
    "fri": "moment-without-time",
    "24 Dec": "moment-without-time",
    "tomorrow 6": "moment-unreadable",
    "6": "moment-unreadable",
    "next fri 3pm": "moment-unclear",
    "03/04 10:00": "moment-unclear",
    "24.12. 10:00": "moment-unclear",
    "today 12:00": "moment-past",
    "noon": "moment-past",
    "2020-01-01 10:00": "moment-past",
    "tomorrow 25:00": "moment-unreadable",
    "tomorrow 13pm": "moment-unreadable",
    "32 Dec 10:00": "moment-unreadable",
    "Dec 10:00": "moment-unreadable",
    "in a while": "moment-unreadable",
    "in 0 minutes": "moment-past",
    "x" * 500: "moment-unreadable",
}


@pytest.mark.parametrize(("said", "code"), REFUSED.items(), ids=list(map(repr, REFUSED)))
def test_what_is_not_plain_is_refused_with_what_to_type(said: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        moments.read(said, NOW, NEW_YORK)
    assert refusal.value.code == code
    assert len(refusal.value.message) < 250


def test_days_are_counted_by_the_calendar_across_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2026, 10, 24, 18, 0, tzinfo=berlin)
    assert moments.read("in 1 day", saturday, berlin) == datetime(2026, 10, 25, 18, tzinfo=berlin)
    assert moments.read("in 24 hours", saturday, berlin) == datetime(
        2026, 10, 25, 17, tzinfo=berlin
    )


def test_the_29th_of_february_is_not_invented() -> None:
    with pytest.raises(Refused):
        moments.read("29 Feb 10:00", NOW, NEW_YORK)


@given(st.datetimes(datetime(2026, 11, 20, 18, 6), datetime(2028, 6, 1)))  # noqa: DTZ001
def test_what_a_form_shows_is_read_back(naive: datetime) -> None:
    at = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    local = at.astimezone(NEW_YORK)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return  # the hour that comes twice
    assert moments.read(moments.spell(at, NOW, NEW_YORK), NOW, NEW_YORK) == at


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(said: str) -> None:
    with suppress(Refused):
        assert moments.read(said, NOW, NEW_YORK) > NOW
