"""One order, paid with any card on Stripe's page: never beside another payment of the order."""

from datetime import timedelta
from typing import Any

import pytest

from concierge import clock, db, ticking
from concierge.customers.models import LinkPurpose
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import queries
from concierge.payments.models import PayVisit
from tests.pages.conftest import Browser, fulfil, make_link, ordered
from tests.world import OPERATOR, World

MASTER = "5555555555554444"


@pytest.fixture
def waiting(world: World) -> World:
    """Maria's order waits, for she has no card and wants none saved."""
    world.known()
    assert ordered(world).held_for == "card"
    return world


def go_to_stripe(world: World, browser: Browser) -> dict[str, Any]:
    """Press the button and wait; Stripe's session."""
    link = world.link()
    browser.follow(browser.press(f"{link}/pay"))
    world.work()
    assert browser.open(f"{link}/pay").next.startswith(world.sandbox.base_url)
    session: dict[str, Any] = world.sandbox.books()["checkout_sessions"][-1]
    return session


def cancel(world: World) -> None:
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: orders.cancel(
            session,
            order_queries.get(session, order.id),
            because="out of roses",
            by=OPERATOR,
            at=clock.now(),
        ),
    )


def statuses(world: World) -> list[str]:
    return [payment["status"] for payment in world.authorisations()]


def test_it_is_reserved_fulfilled_captured_and_no_card_is_kept(
    waiting: World, browser: Browser
) -> None:
    link = waiting.link()
    assert "Pay only this order, save nothing" in browser.open(link).text
    session = go_to_stripe(waiting, browser)
    assert (session["mode"], session["amount_total"]) == ("payment", 5400)
    waiting.sandbox.fill_checkout(session["id"], MASTER)
    waiting.work()

    assert waiting.order().status == "confirmed"
    assert waiting.texts()[-1].startswith("Ordered: $54.00 on Mastercard 4444.")
    assert "Thank you Order 1 goes on." in browser.open(f"{link}/pay/return").text
    assert statuses(waiting) == ["requires_capture"]
    fulfil(waiting)
    assert waiting.order().status == "paid"
    assert waiting.authorisations()[0]["captured"] == 5400
    with db.reading() as session_:
        assert queries.cards(session_, waiting.customer().id) == []
        assert queries.default_card(session_, waiting.customer().id) is None


def test_the_return_does_not_wait_for_a_late_webhook(waiting: World, browser: Browser) -> None:
    link, session = waiting.link(), go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"])
    asking = browser.follow(browser.open(f"{link}/pay/return"))
    assert "Looking at your payment" in asking.text
    waiting.drain()
    assert "Thank you" in browser.open(f"{link}/pay/return").text

    waiting.sandbox.release(times=2)
    waiting.work()
    assert statuses(waiting) == ["requires_capture"]
    assert len([text for text in waiting.texts() if text.startswith("Ordered")]) == 1


def test_pressed_again_it_is_the_same_page(waiting: World, browser: Browser) -> None:
    first, again = go_to_stripe(waiting, browser), go_to_stripe(waiting, browser)
    assert first["id"] == again["id"]


def test_paid_after_the_order_was_cancelled_it_is_let_go_of(
    waiting: World, browser: Browser
) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"])
    assert statuses(waiting) == ["requires_capture"]
    cancel(waiting)
    waiting.work()
    waiting.sandbox.release()
    waiting.work()

    assert waiting.order().status == "cancelled"
    assert statuses(waiting) == ["canceled"]


def test_a_cancelled_order_closes_the_page(waiting: World, browser: Browser) -> None:
    link, session = waiting.link(), go_to_stripe(waiting, browser)
    cancel(waiting)
    waiting.work()
    [closed] = waiting.sandbox.books()["checkout_sessions"]
    assert (closed["id"], closed["status"]) == (session["id"], "expired")
    assert "Order 1 is cancelled" in browser.follow(browser.press(f"{link}/pay")).text


def test_a_card_saved_meanwhile_closes_the_page_and_there_is_one_payment(
    waiting: World, browser: Browser
) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.give_card()
    waiting.work()

    assert waiting.order().status == "confirmed"
    assert statuses(waiting) == ["requires_capture"]
    closed = {s["id"]: s["status"] for s in waiting.sandbox.books()["checkout_sessions"]}
    assert closed[session["id"]] == "expired"


def test_paid_while_the_card_is_charged_too_one_of_them_is_let_go_of(
    waiting: World, browser: Browser
) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"], MASTER)
    link = make_link(waiting, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    waiting.work()
    waiting.sandbox.fill_checkout(waiting.sandbox.books()["checkout_sessions"][-1]["id"])
    browser.follow(browser.open(f"{link}/card/return"))
    waiting.work()
    waiting.sandbox.release()
    waiting.work()

    assert waiting.order().status == "confirmed"
    assert sorted(statuses(waiting)) == ["canceled", "requires_capture"]


def test_instead_of_the_bank_what_waits_there_is_let_go_of(world: World, browser: Browser) -> None:
    world.known()
    world.give_card(number="4000002760003184")
    assert ordered(world).held_for == "bank"
    session = go_to_stripe(world, browser)
    world.sandbox.fill_checkout(session["id"])
    world.work()
    assert world.order().status == "confirmed"
    assert statuses(world) == ["canceled", "requires_capture"]


def test_a_page_whose_time_ran_out_is_opened_anew(waiting: World, browser: Browser) -> None:
    link, session = waiting.link(), go_to_stripe(waiting, browser)
    waiting.sandbox.expire_checkout(session["id"])
    waiting.work()
    sorry = browser.open(f"{link}/pay/return")
    assert "The order is not paid" in sorry.text
    assert sorry.posts == ["pay"]
    assert go_to_stripe(waiting, browser)["id"] != session["id"]


def test_without_any_webhook_the_clock_finds_out(waiting: World, browser: Browser) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("drop", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"])
    waiting.work()
    assert waiting.order().status == "held"
    with db.transaction() as session_:
        visit = queries.latest_pay_visit(session_, waiting.order().id)
        assert visit is not None
        session_.get_one(PayVisit, visit.id).expires_at = clock.now() - timedelta(hours=1)
    ticking.look_at_pay_visits(clock.now())
    waiting.work()
    assert waiting.order().status == "confirmed"


def test_a_link_to_pay_shows_the_order_and_later_that_it_is_done(
    waiting: World, browser: Browser
) -> None:
    order = waiting.order()
    waiting.decide(
        order.customer_id,
        lambda session: orders.offer(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now()
        ),
    )
    waiting.work()
    assert waiting.texts()[-1].startswith("Pay order 1, $54.00, here with any card")
    page = browser.open(waiting.link())
    assert "Pay this order" in page.text
    assert page.posts == ["pay"]
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.fill_checkout(session["id"])
    waiting.work()
    assert "Thank you" in browser.open(waiting.link()).text
    for _ in range(2):
        assert "Thank you" in browser.follow(browser.press(f"{waiting.link()}/pay")).text
    assert statuses(waiting) == ["requires_capture"]


def test_a_refusal_of_stripes_is_an_apology(waiting: World, browser: Browser) -> None:
    link = waiting.link()
    waiting.sandbox.fault("*/v1/checkout/sessions", "status", method="POST", status=400)
    browser.press(f"{link}/pay")
    waiting.work()
    sorry = browser.open(f"{link}/pay")
    assert "The page of payment did not open" in sorry.text
    assert sorry.posts == ["pay"]


def test_what_is_reserved_already_can_not_be_paid_again(maria: World, browser: Browser) -> None:
    order = ordered(maria)
    link = make_link(maria, LinkPurpose.PAY, order.id)
    assert browser.open(link).posts == []
    browser.press(f"{link}/pay")
    maria.work()
    assert statuses(maria) == ["requires_capture"]
    assert all(s["mode"] == "setup" for s in maria.sandbox.books()["checkout_sessions"])
