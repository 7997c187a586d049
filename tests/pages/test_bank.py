"""The bank wants Maria present: the very same payment, or another card."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from concierge import clock, db, ticking
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments.models import Card, Payment
from tests.pages.conftest import Browser, ordered
from tests.world import OPERATOR, World


@pytest.fixture
def asked(world: World) -> World:
    """Maria's bank asks for her."""
    world.known()
    world.give_card(number="4000002760003184")
    assert ordered(world).held_for == "bank"
    return world


def go_to_the_bank(world: World, browser: Browser) -> str:
    """Press the button, wait, and arrive at the bank; the payment's id at Stripe."""
    link = world.link()
    waiting = browser.follow(browser.press(f"{link}/bank"))
    assert "Taking you to your bank" in waiting.text
    assert waiting.refreshes == "1"
    world.drain()
    assert "/3d_secure/" in browser.open(f"{link}/bank").next
    return str(world.authorisations()[-1]["id"])


def test_the_page_shows_the_order_and_the_amount(asked: World, browser: Browser) -> None:
    page = browser.open(asked.link())
    assert "lets $54.00 through for order 1" in page.text
    assert "12 red roses, hand-tied $54.00" in page.text
    assert page.posts == ["bank", "card"]


def test_maria_confirms_and_the_order_goes_on(asked: World, browser: Browser) -> None:
    link = asked.link()
    intent = go_to_the_bank(asked, browser)
    asked.sandbox.webhooks("hold", kinds=["stripe"])
    asked.sandbox.answer_bank(intent, passed=True)

    asking = browser.follow(browser.open(f"{link}/bank/return?redirect_status=succeeded"))
    assert "Asking your bank" in asking.text
    assert asking.refreshes == "1"
    asked.drain()
    assert "Confirmed, thank you" in browser.open(f"{link}/bank/return").text
    assert asked.order().status == "confirmed"

    asked.sandbox.release()
    asked.work()
    assert len(asked.authorisations()) == 1


def test_a_bank_that_does_not_recognise_her_may_be_asked_again(
    asked: World, browser: Browser
) -> None:
    link, before = asked.link(), len(asked.texts())
    intent = go_to_the_bank(asked, browser)
    asked.sandbox.answer_bank(intent, passed=False)
    asked.work()

    refused = browser.follow(browser.open(f"{link}/bank/return"))
    assert "Your bank did not confirm it" in refused.text
    assert refused.posts == ["bank", "card"]
    assert "Your bank did not confirm it" in browser.open(link).text
    assert asked.order().held_for == "bank"
    assert len(asked.texts()) == before  # she is on the page: no text tells her what she sees

    assert go_to_the_bank(asked, browser) == intent
    asked.sandbox.answer_bank(intent, passed=True)
    asked.work()
    assert "Confirmed" in browser.open(f"{link}/bank/return").text
    assert asked.order().status == "confirmed"


def test_another_card_instead_of_the_bank(asked: World, browser: Browser) -> None:
    link = asked.link()
    assert browser.press(f"{link}/card").next.endswith("/card")
    asked.work()
    asked.fill_card_page("4242424242424242")

    assert "Visa 4242 is saved." in browser.open(f"{link}/card/return").text
    assert asked.order().status == "confirmed"
    cancelled, authorised = asked.authorisations()
    assert (cancelled["status"], authorised["status"]) == ("canceled", "requires_capture")


def test_a_card_that_fails_after_the_bank_asks_for_another(world: World, browser: Browser) -> None:
    world.known()
    world.give_card(number="4000008260003178")
    order = ordered(world)
    assert order.held_for in {"bank", "declined"}
    if order.held_for == "bank":
        link = world.link()
        world.sandbox.answer_bank(go_to_the_bank(world, browser), passed=True)
        world.work()
        page = browser.open(f"{link}/bank/return")
        assert "This card does not work" in page.text
        assert page.posts == ["card"]
        assert browser.press(f"{link}/card").next.endswith("/card")


def test_going_back_from_the_bank_and_pressing_again_leads_there_again(
    asked: World, browser: Browser
) -> None:
    intent = go_to_the_bank(asked, browser)
    assert browser.open(asked.link()).posts == ["bank", "card"]
    assert go_to_the_bank(asked, browser) == intent


def test_once_confirmed_there_is_nothing_to_press(asked: World, browser: Browser) -> None:
    link = asked.link()
    asked.sandbox.answer_bank(go_to_the_bank(asked, browser), passed=True)
    asked.work()

    page = browser.open(link)
    assert "Confirmed" in page.text
    assert page.posts == []
    for path in ("bank", "card"):
        assert "Confirmed" in browser.follow(browser.press(f"{link}/{path}")).text
    assert len(asked.authorisations()) == 1


def test_a_cancelled_order_needs_no_bank(asked: World, browser: Browser) -> None:
    link, order = asked.link(), asked.order()
    asked.decide(
        order.customer_id,
        lambda session: orders.cancel(
            session,
            order_queries.get(session, order.id),
            because="out of roses",
            by=OPERATOR,
            at=clock.now(),
        ),
    )
    page = browser.open(link)
    assert "Order 1 is cancelled" in page.text
    assert page.posts == []
    assert "cancelled" in browser.follow(browser.press(f"{link}/bank")).text
    assert "cancelled" in browser.follow(browser.open(f"{link}/bank/return")).text


def test_waiting_without_having_pressed_leads_to_the_button(asked: World, browser: Browser) -> None:
    assert browser.follow(browser.open(f"{asked.link()}/bank")).posts == ["bank", "card"]


@pytest.mark.parametrize("passed", [True, False])
def test_a_bank_that_wants_maria_before_her_reservation_is_renewed(
    world: World, browser: Browser, passed: bool
) -> None:
    world.known()
    world.give_card()
    assert ordered(world).status == "confirmed"
    with db.transaction() as session:
        soon = clock.now() + timedelta(hours=1)
        session.execute(update(Payment).values(capture_before=soon))
        method = session.scalars(select(Card.provider_id)).one()
    world.sandbox.replace_card(method, number="4000002760003184")
    ticking.renew_reservations(clock.now())
    world.work()
    assert world.texts()[-1].startswith("Your bank wants you to confirm $54.00")
    link = world.link()
    assert browser.open(link).posts == ["bank", "card"]
    world.sandbox.answer_bank(go_to_the_bank(world, browser), passed=passed)
    world.work()

    page = browser.follow(browser.open(f"{link}/bank/return"))
    first, second = world.authorisations()
    if passed:
        assert "Confirmed" in page.text
        assert (first["status"], second["status"]) == ("canceled", "requires_capture")
        assert world.order().trouble is None
    else:
        assert "Your bank did not confirm it" in page.text
        assert (first["status"], second["status"]) == (
            "requires_capture",
            "requires_payment_method",
        )
        assert "the bank asks for the customer" in (world.order().trouble or "")
    assert world.order().status == "confirmed"
