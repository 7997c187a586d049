"""One order, paid with any card on Stripe's page: never beside another payment of the order."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from concierge import clock, db, ticking
from concierge.customers import queries as customers
from concierge.customers.models import LinkPurpose
from concierge.effects.models import Effect
from concierge.errors import Refused
from concierge.ledger import checking
from concierge.ledger import queries as ledger
from concierge.ledger.models import Account
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.estimates import Cost
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import PayStanding, SavedCard, Standing
from concierge.payments.gateway import Snapshot as PaySnapshot
from concierge.payments.models import Payment, PayVisit
from concierge.privacy import erasing
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


def pays_while_a_card_is_charged(waiting: World, browser: Browser) -> None:
    """On the page; Stripe's word of it comes after they saved a card, which is charged."""
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"], MASTER)
    link = make_link(waiting, LinkPurpose.CARD)
    browser.press(f"{link}/card")
    waiting.work()
    waiting.sandbox.fill_checkout(waiting.sandbox.books()["checkout_sessions"][-1]["id"])
    browser.follow(browser.open(f"{link}/card/return"))
    waiting.work()


def test_paid_while_the_card_is_charged_too_one_of_them_is_let_go_of(
    waiting: World, browser: Browser
) -> None:
    pays_while_a_card_is_charged(waiting, browser)
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


# --- what came unwanted --------------------------------------------------------------------------


def made(world: World) -> list[Payment]:
    with db.reading() as session:
        return queries.of_order(session, world.order().id)


def at_stripe(world: World, path: str) -> None:
    """Somebody uses Stripe's dashboard."""
    key = world.settings.stripe_secret_key.get_secret_value()
    answer = requests.post(
        f"{world.settings.stripe_api_base}/v1/{path}", auth=(key, ""), timeout=10
    )
    assert answer.status_code == 200, answer.text


def ledger_agrees() -> bool:
    with db.reading() as session:
        return checking.problems(session) == []


def test_what_came_unwanted_stands_aside_and_the_books_know_it(
    waiting: World, browser: Browser
) -> None:
    pays_while_a_card_is_charged(waiting, browser)
    waiting.sandbox.release(times=2)
    waiting.work()
    counts, aside = sorted(made(waiting), key=lambda one: one.aside)
    assert (counts.status, counts.card.last4) == ("authorised", "4242")
    assert (aside.status, aside.card.last4, aside.release_wanted) == ("cancelled", "4444", True)
    fulfil(waiting)
    assert waiting.order().status == "paid"
    assert sorted(statuses(waiting)) == ["canceled", "succeeded"]
    assert ledger_agrees()


def test_unwanted_and_taken_by_hand_it_is_a_persons_to_give_back(
    waiting: World, browser: Browser
) -> None:
    """Cancelled, paid on the page all the same, and somebody captured it at Stripe."""
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"])
    cancel(waiting)
    at_stripe(waiting, f"payment_intents/{waiting.authorisations()[0]['id']}/capture")
    waiting.sandbox.release()
    waiting.work()
    order = waiting.order()
    assert order.status == "cancelled"
    assert "taken although the order is cancelled. Refund it" in (order.trouble or "")

    [payment] = made(waiting)
    waiting.decide(
        order.customer_id,
        lambda s: payments.refund(
            s, queries.get(s, payment.id), 5400, by=OPERATOR, at=clock.now(), reason=None
        ),
    )
    waiting.work()
    assert waiting.texts()[-1].startswith("Refunded: $54.00")
    assert [refund["amount"] for refund in waiting.sandbox.books()["refunds"]] == [5400]
    assert ledger_agrees()


def test_a_page_that_we_had_given_up_on_and_that_was_paid_counts(
    waiting: World, browser: Browser
) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.webhooks("hold", kinds=["stripe"])
    waiting.sandbox.fill_checkout(session["id"])
    with db.transaction() as session_:
        session_.execute(update(PayVisit).values(status="failed"))
    waiting.sandbox.release()
    waiting.work()
    assert waiting.order().status == "confirmed"
    assert statuses(waiting) == ["requires_capture"]


def test_another_installations_page_of_the_same_number_is_not_ours(
    waiting: World, browser: Browser
) -> None:
    go_to_stripe(waiting, browser)
    paid = PaySnapshot(Standing.AUTHORISED, "pi_elsewhere")
    card = SavedCard("pm_elsewhere", "visa", "1881", 12, 2030)
    for name in ("cs_elsewhere", None):
        with db.transaction() as session:
            visit = session.scalars(select(PayVisit)).one()
            if name is None:
                visit.provider_id, name = None, "cs_unheard"
            theirs = PayStanding(name, visit.id, True, False, None, paid, card)
            payments.settle_paying(session, visit, theirs, at=clock.now())
    assert made(waiting) == []
    assert waiting.order().status == "held"


# --- fees, estimates -----------------------------------------------------------------------------


def test_its_fee_is_known_and_booked_like_any_other(waiting: World, browser: Browser) -> None:
    session = go_to_stripe(waiting, browser)
    waiting.sandbox.fill_checkout(session["id"], MASTER)
    waiting.work()
    fulfil(waiting)
    [payment] = made(waiting)
    assert (payment.fee, payment.fee_currency) == (187, "USD")  # 2.9 % of $54.00, and 30 cents
    with db.reading() as session_:
        trial = {row.account: row.balance for row in ledger.balances(session_, ledger.Span())}
    assert trial[Account.FEES] == 187
    assert trial[Account.PROCESSOR] == 5400 - 187
    assert ledger_agrees()


def test_an_estimate_paid_on_a_page_reserves_the_ceiling_and_takes_what_it_cost(
    world: World, browser: Browser
) -> None:
    world.known()
    assert ordered(world, total=6000, what="Groceries", is_estimate=True).held_for == "card"
    assert "up to $60.00" in browser.open(world.link()).text
    session = go_to_stripe(world, browser)
    assert session["amount_total"] == 6000
    world.sandbox.fill_checkout(session["id"], MASTER)
    world.work()
    assert world.texts()[-1].startswith("Ordered. Reserved up to $60.00 on Mastercard 4444;")
    fulfil(world, cost=Cost(4730, no_receipt="lost"))
    assert world.order().status == "paid"
    assert world.authorisations()[0]["captured"] == 4730
    assert "$47.30" in world.texts()[-1]
    assert "$12.70" in world.texts()[-1], "what came back"
    assert ledger_agrees()


# --- an erasure ----------------------------------------------------------------------------------


def erase(world: World) -> None:
    with db.transaction() as session:
        customer = customers.lock(session, world.customer().id)
        erasing.erase(session, customer, by=OPERATOR, at=clock.now())


def test_nobody_is_erased_while_a_page_of_theirs_may_still_be_paid(
    waiting: World, browser: Browser
) -> None:
    go_to_stripe(waiting, browser)
    waiting.sandbox.fault("*/expire", "cut_before", method="POST", times=None)
    cancel(waiting)
    waiting.work()
    with pytest.raises(Refused, match="page of payment is still open"):
        erase(waiting)
    waiting.sandbox.clear_faults()
    with db.transaction() as session:
        session.execute(update(Effect).where(Effect.status == "waiting").values(due_at=clock.now()))
    waiting.work()
    erase(waiting)
    assert waiting.sandbox.books()["checkout_sessions"][-1]["status"] == "expired"


def test_nor_while_its_address_is_being_asked_for(waiting: World, browser: Browser) -> None:
    browser.press(f"{waiting.link()}/pay")
    cancel(waiting)
    with pytest.raises(Refused, match="waits to be made"):
        erase(waiting)
    waiting.work()
    erase(waiting)
