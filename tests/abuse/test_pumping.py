"""Strangers are greeted, but not a thousand of them, and never one from where nobody is served."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from concierge import db
from concierge.conversation import newcomers, write
from concierge.conversation.models import Message
from concierge.conversation.pace import Pace
from concierge.customers import numbers
from concierge.errors import Refused
from concierge.events import Event
from tests.abuse.conftest import Phone, Shop, says
from tests.shop import SAM
from tests.test_plans import scans

Settings = Callable[..., None]


def strangers(shop: Shop, *addresses: str) -> list[Phone]:
    """Each of them texts for the first time."""
    phones = [Phone(shop, address) for address in addresses]
    for phone in phones:
        says(phone, "Hello, do you deliver?")
    return phones


def americans(count: int) -> list[str]:
    return [f"+1212555{number:04}" for number in range(count)]


def greeted(phones: list[Phone]) -> list[bool]:
    return [bool(phone.texts) for phone in phones]


def alarms() -> list[Event]:
    with db.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == "greetings.held")))


def test_greetings_have_a_limit_an_hour_and_no_request_is_lost(
    shop: Shop, settings: Settings
) -> None:
    settings(greetings_per_hour=3)
    phones = strangers(shop, *americans(6))

    assert greeted(phones) == [True] * 3 + [False] * 3
    for phone in phones:
        assert phone.thread[0].body == "Hello, do you deliver?"
        assert phone.conversation.waiting_since is not None
    assert phones[-1].waits_for == "New customer; not greeted: 3 new numbers in an hour"


def test_operators_are_told_once(shop: Shop, settings: Settings) -> None:
    settings(greetings_per_hour=1)
    phones = strangers(shop, *americans(5))

    [alarm] = alarms()
    assert alarm.data == {"why": "1 new numbers in an hour"}
    telling = [phone.waits_for for phone in phones if "Others are held back" in phone.waits_for]
    assert telling == [phones[1].waits_for]

    shop.later(hours=2)
    strangers(shop, "+12125559000", "+12125559001")
    assert len(alarms()) == 2, "once for each time that it happens"


def test_an_hour_later_newcomers_are_greeted_again(shop: Shop, settings: Settings) -> None:
    settings(greetings_per_hour=1)
    strangers(shop, *americans(2))
    shop.later(hours=1, minutes=1)

    assert greeted(strangers(shop, "+12125559000")) == [True]


def test_one_foreign_country_has_a_smaller_share(shop: Shop, settings: Settings) -> None:
    settings(greetings_per_country=2)
    jamaica = strangers(shop, *(f"+187655501{number:02}" for number in range(4)))
    others = strangers(shop, "+442079460001", "+12125550001", "+12125550002", "+12125550003")

    assert greeted(jamaica) == [True, True, False, False]
    assert "2 new numbers from JM (+1876)" in jamaica[-2].waits_for
    assert greeted(others) == [True] * 4


def test_who_is_not_served_is_left_to_a_person(shop: Shop, settings: Settings) -> None:
    settings(served_countries="US,CA")
    away, home = strangers(shop, "+442079460001", "+12125550001")

    assert greeted([away, home]) == [False, True]
    assert "GB is not in SERVED_COUNTRIES" in away.waits_for


def test_whoever_was_not_greeted_stays_so_until_a_person_decides(
    shop: Shop, settings: Settings
) -> None:
    settings(greetings_per_hour=1)
    _, later = strangers(shop, *americans(2))
    shop.later(hours=5)
    says(later, "Hello?")
    says(later, "HELP")
    assert later.texts == []

    with shop.deciding(later.customer.id) as session:
        thread = write.of_customer(session, later.customer.id)
        newcomers.greet_by_hand(session, thread, by=SAM, at=shop.now)
    later.gets_texts()

    assert len(later.texts) == 1
    assert "<link:" in later.texts[0]
    assert later.conversation.held_since is None
    assert later.conversation.waiting_since is not None, "the request still wants an answer"


def test_a_person_who_writes_lets_the_service_go_on(shop: Shop, settings: Settings) -> None:
    settings(greetings_per_hour=1)
    _, later = strangers(shop, *americans(2))
    later.is_told("Of course we do.")

    assert later.conversation.held_since is None


def test_whoever_has_an_account_is_greeted_by_nobody(maria: Phone) -> None:
    with maria.shop.deciding(maria.customer.id) as session:
        thread = write.of_customer(session, maria.customer.id)
        with pytest.raises(Refused, match="have an account"):
            newcomers.greet_by_hand(session, thread, by=SAM, at=maria.shop.now)


def test_customers_are_answered_in_the_middle_of_it(maria: Phone, settings: Settings) -> None:
    settings(greetings_per_hour=1)
    strangers(maria.shop, *americans(3))
    maria.is_quoted()
    says(maria, "OK")

    assert len(maria.orders) == 1
    assert maria.conversation.held_since is None


def test_a_stop_from_a_number_of_a_flood_counts_but_costs_no_text(
    shop: Shop, settings: Settings
) -> None:
    settings(greetings_per_hour=1)
    [first] = strangers(shop, *americans(1))
    pumped = Phone(shop, "+12125559000")
    says(pumped, "STOP")
    says(first, "STOP")

    assert pumped.point.opted_out_at is not None
    assert pumped.texts == []
    assert first.point.opted_out_at is not None
    assert "STOP" not in first.texts[-1]
    assert len(first.texts) == 2, "whom we wrote to gets the confirmation"


def test_too_many_texts_in_all_leave_strangers_to_a_person(shop: Shop) -> None:
    phone = Phone(shop, "+12125550001")
    says(phone, "Hello", Pace.BUSY)

    assert phone.texts == []
    assert "too many texts come in at once" in phone.waits_for


@pytest.mark.parametrize("unlimited", [True, False])
def test_no_limit_is_no_limit(shop: Shop, settings: Settings, unlimited: bool) -> None:
    most = 0 if unlimited else 5
    settings(greetings_per_hour=most, greetings_per_country=most)
    phones = strangers(shop, *(f"+187655501{number:02}" for number in range(12)))

    assert sum(greeted(phones)) == (12 if unlimited else 5)


def test_greetings_are_counted_by_an_index(shop: Shop) -> None:
    with scans() as found:
        strangers(shop, "+442079460001")
    assert found == []
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 2


@pytest.mark.parametrize(
    ("address", "country", "prefix"),
    [
        ("+12125550001", "US", "+1"),
        ("+15550100123", "US", "+1"),
        ("+14165550123", "CA", "+1416"),
        ("+18765550123", "JM", "+1876"),
        ("+442079460001", "GB", "+44"),
        ("+31612345678", "NL", "+31"),
        ("12345", None, "12345"),
        ("somebody", None, "somebody"),
    ],
)
def test_whose_number_it_is(shop: Shop, address: str, country: str | None, prefix: str) -> None:
    assert (numbers.country(address), numbers.prefix(address)) == (country, prefix)


def test_a_short_code_that_texts_is_counted_like_anybody(shop: Shop, settings: Settings) -> None:
    settings(greetings_per_hour=1, served_countries="US")
    assert greeted(strangers(shop, "12345", "12346")) == [True, False]
