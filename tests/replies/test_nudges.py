"""An unanswered quote is brought back once, by day, and only to who has gone quiet."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from concierge import db, ticking
from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import Message
from concierge.customers import hours
from concierge.customers.models import Customer
from tests.replies.conftest import MARIA, Phone
from tests.shop import Shop

NEW_YORK = ZoneInfo("America/New_York")


def at(phone: Phone, hour: int, minute: int = 0, *, day: int = 20) -> datetime:
    """Make it this hour in New York, on a day of November 2026."""
    phone.shop.now = datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)
    return phone.shop.now


def nudges(phone: Phone) -> list[str]:
    """Let the clock look; what was brought back so far."""
    ticking.nudge_quotes(phone.shop.now)
    phone.gets_texts()
    return [m.body for m in phone.thread if m.template == "nudge"]


def test_a_quote_is_brought_back_once_in_the_last_quarter_of_its_time(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    at(maria, 12, 55)
    assert nudges(maria) == []

    at(maria, 13, 5)
    assert nudges(maria) == [
        "Still yours until today 2:00 PM: 12 red roses, $54.00. Reply OK to order, NO if not."
    ]
    at(maria, 13, 30)
    assert len(nudges(maria)) == 1

    maria.says("OK")
    assert len(maria.orders) == 1


def test_two_quotes_are_brought_back_each_by_its_number(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    maria.is_quoted("Tulips", 2000, expires_in=timedelta(hours=4))
    at(maria, 13, 30)

    assert ["Reply OK 1" in nudges(maria)[0], "Reply OK 2" in nudges(maria)[1]] == [True, True]


def test_nobody_is_woken_for_a_quote(maria: Phone) -> None:
    at(maria, 18)
    maria.is_quoted(expires_in=timedelta(hours=20))  # until 14:00; its last quarter begins at 9:00
    for hour in (19, 21, 23):
        at(maria, hour)
        assert nudges(maria) == []
    for hour in (3, 8):
        at(maria, hour, day=21)
        assert nudges(maria) == []
    at(maria, 9, 5, day=21)
    assert len(nudges(maria)) == 1


def test_a_quote_that_ends_in_the_night_is_brought_back_the_evening_before(maria: Phone) -> None:
    at(maria, 15)
    maria.is_quoted(expires_in=timedelta(hours=14))  # until 5:00
    at(maria, 18, 50)
    assert nudges(maria) == []
    at(maria, 19, 5)
    assert len(nudges(maria)) == 1


def test_but_not_when_she_has_only_just_got_it(maria: Phone) -> None:
    at(maria, 19, 30)
    maria.is_quoted(expires_in=timedelta(hours=9))
    at(maria, 19, 55)
    assert nudges(maria) == []


@pytest.mark.parametrize(
    ("zone", "woken"), [("Europe/Paris", False), ("America/Los_Angeles", True)]
)
def test_the_waking_hours_are_the_customers_own(maria: Phone, zone: str, woken: bool) -> None:
    maria.edit(timezone=zone)
    at(maria, 12)
    maria.is_quoted(expires_in=timedelta(hours=8))
    at(maria, 19)  # 16:00 in Los Angeles, 1:00 in Paris

    assert bool(nudges(maria)) is woken


def test_a_london_number_is_asleep_when_new_york_is_not(shop: Shop) -> None:
    shop.customer("+442079460123")
    phone = Phone(shop, "+442079460123")
    phone.gets_texts()
    at(phone, 13)
    phone.is_quoted(expires_in=timedelta(hours=8))
    at(phone, 19)
    assert nudges(phone) == []


def test_a_number_that_may_be_anywhere_is_where_the_business_is(shop: Shop) -> None:
    assert [zone.key for zone in hours.zones(Customer(), MARIA)] == ["America/New_York"]
    assert [zone.key for zone in hours.zones(Customer(), "+442079460123")] == ["Europe/London"]
    assert [z.key for z in hours.zones(Customer(timezone="Asia/Tokyo"), MARIA)] == ["Asia/Tokyo"]
    assert [zone.key for zone in hours.zones(Customer(), "no-number")] == ["America/New_York"]


@pytest.mark.parametrize("words", ["Is that with a vase?", "ok but make it white", "👍?"])
def test_not_after_she_has_answered_something_else(maria: Phone, words: str) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    maria.says(words)
    at(maria, 13, 30)

    assert nudges(maria) == []


def test_a_machine_that_answered_for_her_is_no_answer(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    maria.says("I'm driving right now. I'll get back to you later.")
    at(maria, 13, 30)

    assert len(nudges(maria)) == 1


def test_not_after_a_person_has_written(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    maria.is_told("They came in this morning, by the way.")
    at(maria, 13, 30)

    assert nudges(maria) == []


def test_not_to_who_has_opted_out_and_not_frozen_for_good(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    maria.says("STOP")
    at(maria, 13, 30)

    assert nudges(maria) == []
    assert [m for m in maria.thread if m.status is DeliveryStatus.BLOCKED] == []


def test_not_what_never_reached_her(maria: Phone) -> None:
    at(maria, 10)
    quote = maria.is_quoted(expires_in=timedelta(hours=4))
    with db.transaction() as session:
        text = session.query(Message).filter_by(quote_id=quote.id).one()
        text.status = DeliveryStatus.FAILED
    at(maria, 13, 30)

    assert nudges(maria) == []


def test_a_nudge_that_is_not_sent_by_night_is_not_sent_at_all(maria: Phone) -> None:
    at(maria, 12)
    maria.is_quoted(expires_in=timedelta(hours=10))
    at(maria, 19, 59)
    ticking.nudge_quotes(maria.shop.now)

    [nudge] = [m for m in maria.thread if m.template == "nudge"]
    assert nudge.expires_at == datetime(2026, 11, 20, 20, tzinfo=NEW_YORK)


def test_two_clocks_bring_it_back_once(maria: Phone) -> None:
    at(maria, 10)
    maria.is_quoted(expires_in=timedelta(hours=4))
    at(maria, 13, 30)
    first = ticking.nudge_quotes(maria.shop.now)
    second = ticking.nudge_quotes(maria.shop.now)

    assert (first, second) == (1, 0)
