"""A card about to expire: its owner is asked for the next one, once, if they will miss it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from concierge import db, ticking
from concierge.customers import lifecycle as customers
from concierge.customers.models import ContactPoint
from concierge.payments import lifecycle as payments
from concierge.payments.gateway import CardStanding, SavedCard
from concierge.payments.models import Card
from tests.replies.conftest import Phone
from tests.shop import SAM

NEW_YORK = ZoneInfo("America/New_York")


def asked(phone: Phone, *, hour: int = 12, day: int = 20) -> list[str]:
    """Let the clock look, at this hour in New York; what was asked so far."""
    phone.shop.now = datetime(2026, 11, day, hour, tzinfo=NEW_YORK).astimezone(UTC)
    ticking.ask_for_next_cards(phone.shop.now)
    phone.gets_texts()
    return [m.body for m in phone.thread if m.template == "card_expiring"]


def expires(phone: Phone, month: int, year: int) -> None:
    with db.transaction() as session:
        card = session.scalars(select(Card)).one()
        card.exp_month, card.exp_year = month, year


def test_who_has_an_open_quote_is_asked_once(maria: Phone) -> None:
    expires(maria, 11, 2026)
    maria.is_quoted()
    [text] = asked(maria)
    assert text.startswith("Your Visa 4242 expires 11/26. Save the new one here")
    assert len(asked(maria, hour=13)) == 1
    assert len(asked(maria, day=21)) == 1


def test_nobody_is_woken_for_it(maria: Phone) -> None:
    expires(maria, 11, 2026)
    maria.is_quoted()
    assert asked(maria, hour=7) == []
    assert len(asked(maria, hour=9)) == 1


def test_who_wrote_lately_is_asked_and_who_has_gone_quiet_is_not(maria: Phone) -> None:
    expires(maria, 11, 2026)
    assert asked(maria) == [], "she has never written"
    maria.shop.now -= timedelta(days=50)
    maria.says("Hello")
    assert len(asked(maria)) == 1


def test_who_wrote_longer_ago_than_that_is_not_asked(maria: Phone) -> None:
    expires(maria, 11, 2026)
    maria.shop.now -= timedelta(days=61)
    maria.says("Hello")
    assert asked(maria) == []


def test_a_card_with_time_left_is_not_spoken_of(maria: Phone) -> None:
    expires(maria, 12, 2026)
    maria.is_quoted()
    assert asked(maria) == []


def test_a_card_that_has_expired_is_too_late_to_ask_about(maria: Phone) -> None:
    expires(maria, 10, 2026)
    maria.is_quoted()
    assert asked(maria) == []


def test_who_has_opted_out_or_is_in_doubt_is_not_asked(maria: Phone) -> None:
    expires(maria, 11, 2026)
    maria.is_quoted()
    with db.transaction() as session:
        point = session.scalars(select(ContactPoint)).one()
        customers.doubt(session, point, because="a mark", by=SAM, at=maria.shop.now)
    assert asked(maria) == []
    with maria.shop.deciding(maria.customer.id) as session:
        point = session.scalars(select(ContactPoint)).one()
        customers.vouch(session, point.customer, by=SAM, at=maria.shop.now)
    maria.says("STOP")
    assert asked(maria) == []


def test_the_next_card_of_the_same_number_is_asked_about_in_its_own_time(maria: Phone) -> None:
    expires(maria, 11, 2026)
    maria.is_quoted()
    assert len(asked(maria)) == 1
    with maria.shop.deciding(maria.customer.id) as session:
        card = session.scalars(select(Card)).one()
        renewed = SavedCard(card.provider_id, "visa", "4242", 12, 2030)
        standing = CardStanding(renewed, kept=True)
        for _ in range(2):
            payments.settle_card(session, card, standing, at=maria.shop.now)
        assert card.expiry_asked_at is None
    assert len(asked(maria, hour=13)) == 1


def test_a_card_is_good_until_its_last_month_is_over_everywhere() -> None:
    card = Card(exp_month=12, exp_year=2026)
    assert not card.is_expired(datetime(2027, 1, 1, 11, 59, tzinfo=UTC))
    assert card.is_expired(datetime(2027, 1, 1, 12, tzinfo=UTC))
