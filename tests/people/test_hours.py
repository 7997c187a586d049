"""Opening hours: when the florist's people are there, and what Maria reads when they are not."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from concierge import clock, db
from concierge.config import LANGUAGES
from concierge.conversation import attention, wording, write
from concierge.conversation.models import Message
from concierge.operators import opening
from concierge.operators.opening import Hours, Span
from concierge.quotes.models import QuoteStatus
from tests.console.conftest import Desk
from tests.people.test_people import happened
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import SAM, Shop

NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_FIVE = Span(time(9), time(17))
WEEKDAYS = Hours((*[NINE_TO_FIVE] * 5, None, None), frozenset({date(2026, 11, 26)}))


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of autumn 2026 in New York; the 20th of November is a Friday."""
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


# --- the calendar --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(20, 8, 59), False),
        (at(20, 9), True),
        (at(20, 16, 59), True),
        (at(20, 17), False),
        (at(21, 12), False),  # Saturday
        (at(26, 12), False),  # a day closed
    ],
)
def test_when_people_are_there(moment: datetime, is_open: bool) -> None:
    assert WEEKDAYS.is_open(moment, NEW_YORK) is is_open


@pytest.mark.parametrize(
    ("moment", "since", "opens"),
    [
        (at(20, 8), at(19, 17), at(20, 9)),
        (at(20, 18), at(20, 17), at(23, 9)),  # over the weekend
        (at(26, 12), at(25, 17), at(27, 9)),
    ],
)
def test_since_when_and_until_when_they_are_not(
    moment: datetime, since: datetime, opens: datetime
) -> None:
    assert WEEKDAYS.closed_since(moment, NEW_YORK) == since
    assert WEEKDAYS.next_opening(moment, NEW_YORK) == opens


def test_nine_is_nine_on_the_day_when_the_clocks_go_back() -> None:
    always = Hours((NINE_TO_FIVE,) * 7)
    sunday = datetime(2026, 11, 1, 13, 30, tzinfo=UTC)  # half past eight, new time
    assert not always.is_open(sunday, NEW_YORK)
    opens = always.next_opening(sunday, NEW_YORK)
    assert opens == datetime(2026, 11, 1, 14, 0, tzinfo=UTC)


def test_until_midnight_and_on_the_next_day_is_no_closing() -> None:
    night = Hours((Span(time(0), time(0)),) * 7)
    assert night.is_open(at(20, 23, 59), NEW_YORK)
    assert night.is_open(at(21, 0), NEW_YORK)


def test_whoever_has_set_nothing_is_always_open() -> None:
    assert Hours().is_open(at(22, 3), NEW_YORK)


# --- the answer ----------------------------------------------------------------------------------


@pytest.fixture
def hours(shop: Shop) -> None:
    """Monday to Friday, nine to five; it is Friday, 20:00 in New York."""
    shop.now = at(20, 20).astimezone(UTC)
    keep_hours(shop)


def keep_hours(shop: Shop) -> None:
    with db.transaction() as session:
        week = [("09:00", "17:00")] * 5 + [("", "")] * 2
        opening.set_hours(session, week, ["2026-11-26"], by=SAM, at=shop.now)


def closed_texts(phone: Phone) -> list[str]:
    return [text for text in phone.texts if "Nobody is in right now" in text]


QUESTION = "Could you do something with peonies for her birthday?"


def test_maria_asks_at_night_and_reads_once_when_somebody_is_back(
    shop: Shop, maria: Phone, hours: None
) -> None:
    maria.says(QUESTION)
    maria.says("And what would it cost?")
    [said] = closed_texts(maria)
    assert "we're back Mon 23 Nov 9:00 AM and answer then" in said
    assert maria.conversation.waiting_since is not None, "she keeps her place in the queue"


def test_the_next_closed_period_is_another(shop: Shop, maria: Phone, hours: None) -> None:
    maria.says(QUESTION)
    shop.now = at(23, 8, 30).astimezone(UTC)
    maria.says("Still there?")
    assert len(closed_texts(maria)) == 1
    shop.now = at(23, 17, 30).astimezone(UTC)
    maria.says("Nobody has answered me")
    first, second = closed_texts(maria)
    assert "tomorrow 9:00 AM" in second
    assert first != second


def test_by_day_nobody_is_told_anything(shop: Shop, maria: Phone, hours: None) -> None:
    shop.now = at(23, 12).astimezone(UTC)
    maria.says(QUESTION)
    assert closed_texts(maria) == []


def test_without_opening_hours_neither(shop: Shop, maria: Phone) -> None:
    shop.now = at(21, 3).astimezone(UTC)
    maria.says(QUESTION)
    assert closed_texts(maria) == []


def test_what_machines_answer_they_answer_and_nothing_else(
    shop: Shop, maria: Phone, hours: None
) -> None:
    quote = maria.is_quoted()
    maria.says("OK")
    assert maria.status(quote) is QuoteStatus.ACCEPTED
    maria.says("HELP")
    assert closed_texts(maria) == []


def test_whoever_has_opted_out_reads_nothing(shop: Shop, maria: Phone, hours: None) -> None:
    maria.says("STOP")
    maria.says(QUESTION)
    assert closed_texts(maria) == []


def test_where_a_person_works_late_the_service_does_not_send_her_home(
    shop: Shop, maria: Phone, hours: None
) -> None:
    maria.is_told("I am still here. What can I do?")
    maria.says(QUESTION)
    assert closed_texts(maria) == []


def test_a_thread_that_is_held_stays_silent(shop: Shop, maria: Phone, hours: None) -> None:
    with shop.deciding(maria.customer.id) as session:
        thread = write.of_customer(session, maria.customer.id)
        attention.hold(session, thread, "Is it a machine?", at=shop.now)
    maria.says(QUESTION)
    assert closed_texts(maria) == []


def test_a_stranger_is_greeted_and_told(shop: Shop, hours: None) -> None:
    phone = Phone(shop, "+15550100199")
    phone.says("Hi, can you get 12 red roses to my mum tomorrow?")
    greeting, closed = phone.texts[-2:]
    assert "this is Nell's Flowers" in greeting
    assert "Nobody is in right now" in closed


def test_it_is_not_sent_any_more_once_somebody_is_back(
    shop: Shop, maria: Phone, hours: None
) -> None:
    shop.now = at(23, 8, 30).astimezone(UTC)
    maria.says(QUESTION)
    with db.reading() as session:
        sent = session.scalars(select(Message).where(Message.template == "closed")).one()
        assert sent.expires_at == at(23, 9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_her_language(shop: Shop, maria: Phone, hours: None, language: str) -> None:
    maria.edit(language=language)
    maria.says(QUESTION)
    opens = wording.moment(at(23, 9), shop.now, NEW_YORK, language)
    assert opens in maria.texts[-1]


# --- the page ------------------------------------------------------------------------------------


def week(**changed: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for day in range(5):
        given |= {f"opens{day}": "09:00", f"closes{day}": "17:30"}
    return given | changed


def test_nadia_sets_them_and_reads_what_customers_will(nadia: Desk) -> None:
    assert "There are no opening hours yet" in nadia.get("/console/hours").text
    soon = (clock.now() + timedelta(days=30)).date().isoformat()
    assert nadia.post("/console/hours", week(closed=soon)).status_code == 303
    page = nadia.get("/console/hours").text
    assert 'name="closes4" value="17:30"' in page
    assert 'name="opens6" value=""' in page
    assert f'value="{soon}" checked' in page
    assert "we&#39;re back" in page
    assert happened("house.opening_hours_set")[-1].data["closed"] == [soon]

    assert nadia.post("/console/hours/removal").status_code == 303
    assert "There are no opening hours yet" in nadia.get("/console/hours").text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"closes1": ""}, "Tuesday: give both times"),
        ({"opens2": "18:00"}, "Wednesday: it closes before it opens"),
        ({"closed": "Christmas"}, "is no day"),
        ({f"{edge}{day}": "" for edge in ("opens", "closes") for day in range(5)}, "one day"),
    ],
)
def test_what_is_no_time_is_said_and_kept_on_the_page(
    nadia: Desk, given: dict[str, str], said: str
) -> None:
    answer = nadia.post("/console/hours", week(**given))
    assert answer.status_code == 422
    assert said in answer.text
    with db.reading() as session:
        assert opening.hours(session) == Hours()


def test_days_that_are_over_are_dropped(nadia: Desk) -> None:
    nadia.post("/console/hours", week(closed="2020-12-25"))
    with db.reading() as session:
        assert opening.hours(session).closed == frozenset()
