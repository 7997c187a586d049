"""The first page: who they are, where to deliver, what they agree to; then their card."""

import pytest
from sqlalchemy import select

from concierge import db
from concierge.customers.models import Consent
from concierge.payments.models import CardSession
from tests.pages.conftest import WELL_FILLED_IN, Browser, find
from tests.world import MARIA, World


def consents() -> list[Consent]:
    with db.reading() as session:
        return list(session.scalars(select(Consent).order_by(Consent.id)))


def test_maria_introduces_herself_saves_a_card_and_is_all_set(
    greeted: World, browser: Browser
) -> None:
    link = greeted.link()
    waiting = browser.follow(browser.press(f"{link}/account", **WELL_FILLED_IN))
    assert "Opening the secure card page" in waiting.text
    assert waiting.refreshes == "1"

    greeted.work()
    to_stripe = browser.open(f"{link}/card")
    assert to_stripe.next.startswith(greeted.sandbox.base_url)

    greeted.fill_card_page("4242424242424242")
    done = browser.open(f"{link}/card/return")
    assert "All set, Maria" in done.text
    assert "Visa 4242 is saved." in done.text
    assert f'href="sms:{greeted.settings.twilio_phone_number}"' in done.answer.text
    assert greeted.texts()[-1] == "You're all set, Maria: Visa 4242 is saved. We're on it."


def test_her_own_way_back_says_all_set_although_the_link_is_used(
    greeted: World, browser: Browser
) -> None:
    link = greeted.link()
    greeted.save_card()

    assert find(link).used_at is not None
    assert "All set" in browser.open(f"{link}/card/return").text
    assert "All set" in browser.follow(browser.open(f"{link}/card")).text
    assert browser.open(link).status == 410


def test_complaints_stand_beside_the_fields_and_nothing_typed_is_lost(
    greeted: World, browser: Browser
) -> None:
    page = browser.press(
        f"{greeted.link()}/account",
        name="María <b>López</b>",
        address="  ",
        email="maria at home",
        marketing="y",
    )

    assert page.status == 422
    for complaint in ("Tell us where to deliver", "Write the e-mail address like", "Tick this box"):
        assert page.text.count(complaint) >= 2  # in the summary and at the field
    assert 'value="María &lt;b&gt;López&lt;/b&gt;"' in page.answer.text
    assert 'value="maria at home"' in page.answer.text
    assert 'name="marketing" type="checkbox" value="y" checked' in page.answer.text
    assert 'aria-describedby="address-hint address-complaint" aria-invalid="true"' in (
        " ".join(page.answer.text.split())
    )
    assert greeted.customer().onboarded_at is None
    assert consents() == []


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": "x" * 81}, "Use at most 80 characters for your name"),
        ({"address": "x" * 301}, "Use at most 300 characters for the address"),
        ({"email": "a@b"}, "Write the e-mail address like"),
        ({"email": "a b@example.com"}, "Write the e-mail address like"),
        ({"name": "\x00\x07"}, "Tell us your name"),
    ],
)
def test_what_does_not_fit_is_said(
    greeted: World, browser: Browser, typed: dict[str, str], complaint: str
) -> None:
    page = browser.press(f"{greeted.link()}/account", **(WELL_FILLED_IN | typed))
    assert (page.status, complaint in page.text) == (422, True)


def test_white_space_and_control_characters_are_tidied(greeted: World, browser: Browser) -> None:
    browser.press(
        f"{greeted.link()}/account",
        name="  Maria\x00  Lopez ",
        address="14 Elm St \r\n\r\n  Springfield ",
        email=" maria@example.com ",
        agreed="y",
    )
    maria = greeted.customer()
    assert (maria.name, maria.address, maria.email) == (
        "Maria Lopez",
        "14 Elm St\nSpringfield",
        "maria@example.com",
    )


@pytest.mark.parametrize("marketing", [True, False])
def test_marketing_is_agreed_to_apart_and_is_no_condition(
    greeted: World, browser: Browser, marketing: bool
) -> None:
    shown = browser.open(greeted.link())
    typed = WELL_FILLED_IN | ({"marketing": "y"} if marketing else {})
    browser.press(f"{greeted.link()}/account", **typed)

    service, offers = consents()
    assert (service.kind, service.given, service.source) == ("service", True, "page")
    assert (offers.kind, offers.given) == ("marketing", marketing)
    for sentence in service.words.split("\n"):
        assert sentence in shown.text
    assert service.words.startswith("Rose & Thorn may text me about what I ask for")
    assert "Msg & data rates may apply. Reply HELP for help, STOP to opt out." in service.words
    assert 'name="marketing" type="checkbox" value="y">' in " ".join(shown.answer.text.split())


def test_pressing_twice_opens_one_card_page(greeted: World, browser: Browser) -> None:
    for _ in range(2):
        assert browser.press(f"{greeted.link()}/account", **WELL_FILLED_IN).status == 303
    greeted.work()

    assert len(greeted.sandbox.books()["checkout_sessions"]) == 1
    with db.reading() as session:
        assert len(list(session.scalars(select(CardSession)))) == 1


def test_whoever_comes_back_finds_what_they_wrote(greeted: World, browser: Browser) -> None:
    browser.press(f"{greeted.link()}/account", **WELL_FILLED_IN)
    page = browser.open(greeted.link())

    assert 'value="Maria Lopez"' in page.answer.text
    assert "14 Elm St\nSpringfield</textarea>" in page.answer.text


def test_a_page_being_filled_in_still_counts_when_an_order_is_held_meanwhile(
    greeted: World, browser: Browser
) -> None:
    first = greeted.link()
    greeted.quote()
    greeted.text("OK")
    second = greeted.link()
    assert first != second

    assert browser.press(f"{first}/account", **WELL_FILLED_IN).next.endswith("/card")
    greeted.work()
    greeted.fill_card_page("4242424242424242")
    assert greeted.order().status == "confirmed"
    assert find(second).used_at is not None


def test_a_name_cannot_fetch_another_customers_link(world: World, browser: Browser) -> None:
    world.text("Hello", sender="+15550100199")
    strangers = world.link("+15550100199")
    number = find(strangers).id
    world.text("Hello")
    browser.press(f"{world.link()}/account", **(WELL_FILLED_IN | {"name": f"<link:{number}>"}))
    world.work()
    world.fill_card_page("4242424242424242")

    assert "all set" in world.texts(MARIA)[-1]
    assert strangers not in " ".join(world.texts(MARIA))
