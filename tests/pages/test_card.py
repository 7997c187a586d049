"""To Stripe's page and back, whatever the worker and the webhooks do meanwhile."""

from datetime import timedelta

from sqlalchemy import func, select

from concierge import clock, db
from concierge.customers.models import LinkPurpose
from concierge.effects.models import Effect
from concierge.payments import queries
from concierge.payments.models import CardSession
from tests.pages.conftest import WELL_FILLED_IN, Browser, find, make_link, ordered
from tests.world import World


def visit(address: str) -> CardSession:
    with db.reading() as session:
        found = queries.latest_card_session(session, find(address).id)
        assert found is not None
        return found


def checks() -> int:
    with db.reading() as session:
        return session.scalars(
            select(func.count()).select_from(Effect).where(Effect.kind == "card.check")
        ).one()


def test_the_page_says_which_order_waits_for_the_card(world: World, browser: Browser) -> None:
    world.known()
    ordered(world)
    page = browser.open(world.link())

    assert "Order 1 goes out as soon as a card is saved." in page.text
    assert "12 red roses, hand-tied $54.00" in page.text
    assert page.posts == ["card", "pay"]


def test_a_declined_card_is_named_and_another_one_lets_the_order_go_on(
    world: World, browser: Browser
) -> None:
    world.known()
    world.give_card(number="4000000000000341")
    ordered(world)
    link = world.link()
    page = browser.open(link)
    assert "A different card, please" in page.text
    assert "Visa 0341 until 12/34 This one is charged" in page.text

    assert browser.press(f"{link}/card").status == 303
    world.work()
    world.fill_card_page("5555555555554444")
    assert world.order().status == "confirmed"
    assert "Mastercard 4444 is saved." in browser.open(f"{link}/card/return").text


def test_a_slow_worker_is_admitted_to(world: World, browser: Browser) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    for seconds, refreshes, slow in ((0, "1", False), (15, "3", False), (25, "15", True)):
        with db.transaction() as session:
            session.merge(visit(link)).created_at = clock.now() - timedelta(seconds=seconds)
        page = browser.open(f"{link}/card")
        assert (page.refreshes, "longer than usual" in page.text) == (refreshes, slow)
        assert page.posts == (["card"] if slow else [])

    with db.transaction() as session:
        session.merge(visit(link)).created_at = clock.now() - timedelta(minutes=4)
    assert browser.open(f"{link}/card").refreshes is None  # a tab that was forgotten


def test_when_stripe_refuses_maria_reads_an_apology_and_tries_again(
    world: World, browser: Browser
) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    world.sandbox.fault("*/v1/checkout/sessions", "status", method="POST", status=400)
    browser.press(f"{link}/card")
    world.work()

    sorry = browser.open(f"{link}/card")
    assert "The card page did not open" in sorry.text
    assert sorry.posts == ["card"]

    browser.press(f"{link}/card")
    world.work()
    assert browser.open(f"{link}/card").next.startswith(world.sandbox.base_url)


def test_the_return_does_not_wait_for_a_late_webhook(world: World, browser: Browser) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    world.work()
    world.sandbox.webhooks("hold", kinds=["stripe"])
    world.sandbox.fill_checkout(world.sandbox.books()["checkout_sessions"][-1]["id"])

    saving = browser.follow(browser.open(f"{link}/card/return"))
    assert "Saving your card" in saving.text
    assert saving.refreshes == "1"
    world.drain()
    assert "Visa 4242 is saved." in browser.open(f"{link}/card/return").text

    world.sandbox.release()
    world.work()
    assert len(world.sandbox.books()["payment_methods"]) == 1


def test_looking_every_second_asks_stripe_only_now_and_then(world: World, browser: Browser) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    world.work()
    began = clock.now()
    for _ in range(12):
        browser.follow(browser.open(f"{link}/card/return"))
    windows = (clock.now() - began).total_seconds() / 4 + 2

    assert 1 <= checks() <= windows
    browser.open(f"{link}/card/return?since=1")
    assert checks() <= windows


def test_leaving_the_card_page_leads_back_to_our_own(world: World, browser: Browser) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    world.work()
    [stripes] = world.sandbox.books()["checkout_sessions"]
    assert stripes["cancel_url"] == link
    assert browser.open(link).posts == ["card"]
    assert browser.press(f"{link}/card").next.endswith("/card")
    world.work()
    assert len(world.sandbox.books()["checkout_sessions"]) == 1


def test_a_card_page_whose_time_ran_out_is_opened_anew(world: World, browser: Browser) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    world.work()
    world.sandbox.expire_checkout(world.sandbox.books()["checkout_sessions"][-1]["id"])
    world.work()

    assert "Your card was not saved" in browser.open(f"{link}/card/return").text
    assert browser.open(f"{link}/card").posts == ["card"]
    browser.press(f"{link}/card")
    world.work()
    assert browser.open(f"{link}/card").next.startswith(world.sandbox.base_url)


def test_two_links_opened_at_once_make_one_customer_at_stripe(
    greeted: World, browser: Browser
) -> None:
    browser.press(f"{greeted.link()}/account", **WELL_FILLED_IN)
    browser.press(f"{make_link(greeted, LinkPurpose.CARD)}/card")
    greeted.work()

    books = greeted.sandbox.books()
    assert len(books["checkout_sessions"]) == 2
    assert len(books["customers"]) == 1


def test_a_card_page_is_opened_only_after_the_account(greeted: World, browser: Browser) -> None:
    link = greeted.link()
    assert browser.follow(browser.press(f"{link}/card")).posts == ["account"]
    assert browser.follow(browser.open(f"{link}/card")).posts == ["account"]
    assert browser.follow(browser.open(f"{link}/card/return")).posts == ["account"]
