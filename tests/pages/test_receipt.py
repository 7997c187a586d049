"""A receipt, opened again and again, in the customer's own words and time."""

from datetime import UTC, datetime

from concierge import clock, db
from concierge.customers.models import LinkPurpose
from concierge.orders import queries as orders
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from tests.pages.conftest import Browser, fulfil, let_expire, make_link, ordered, speak
from tests.world import OPERATOR, World


def refund(world: World, amount: int) -> None:
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: payments.refund(
            session,
            payment_queries.of_orders(session, [order.id])[order.id],
            amount,
            by=OPERATOR,
            at=clock.now(),
            reason=None,
        ),
    )
    world.work()


def test_a_receipt_says_what_was_paid_for_what(maria: World, browser: Browser) -> None:
    ordered(maria)
    fulfil(maria, note="Left with your neighbour.")
    for _ in range(3):
        page = browser.open(maria.link())
        assert page.status == 200
        for fact in (
            "Receipt Order 1",
            "12 red roses, hand-tied $54.00",
            "Total $54.00",
            "Paid with Visa 4242",
            "14 Elm St Springfield",
            "Left with your neighbour.",
            "Thank you, Maria",
        ):
            assert fact in page.text
        assert "Refund" not in page.text


def test_refunds_stand_on_it_and_what_was_paid_in_the_end(maria: World, browser: Browser) -> None:
    ordered(maria)
    fulfil(maria)
    receipt = maria.link()
    refund(maria, 1000)
    refund(maria, 400)

    page = browser.open(receipt)
    assert "-$10.00" in page.text
    assert "-$4.00" in page.text
    assert "Paid in the end $40.00" in page.text


def test_a_refund_that_failed_is_not_on_it(world: World, browser: Browser) -> None:
    world.known()
    world.give_card(number="4000000000005126")
    ordered(world)
    fulfil(world)
    receipt = world.link()
    refund(world, 1000)

    assert "-$10.00" not in browser.open(receipt).text


def test_dates_and_money_are_in_marias_language_and_zone(maria: World, browser: Browser) -> None:
    order = ordered(maria)
    fulfil(maria)
    receipt = maria.link()
    speak(maria, "de")
    with db.transaction() as session:
        kept = orders.get(session, order.id)
        kept.customer.timezone = "Asia/Tokyo"
        kept.fulfilled_at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    page = browser.open(receipt)
    assert "Beleg Bestellung 1" in page.text
    assert "54,00 $" in page.text
    assert "Montag, 23. November, 01:30" in page.text
    assert '<html lang="de">' in page.answer.text


def test_an_order_that_was_cancelled_has_nothing_charged(maria: World, browser: Browser) -> None:
    order = ordered(maria)
    receipt = make_link(maria, LinkPurpose.RECEIPT, order.id)
    assert "not charged yet" in browser.open(receipt).text
    maria.text("UNDO")
    assert "Cancelled, nothing charged" in browser.open(receipt).text


def test_a_receipt_ends_with_its_time(maria: World, browser: Browser) -> None:
    ordered(maria)
    fulfil(maria)
    let_expire(maria.link())
    page = browser.open(maria.link())
    assert page.status == 410
    assert "$54.00" not in page.text
