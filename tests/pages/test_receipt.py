"""A receipt, opened again and again, in the customer's own words and time."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.conversation import write
from concierge.customers import lifecycle as customers
from concierge.customers.models import LinkPurpose
from concierge.orders import queries as orders
from concierge.orders.estimates import Cost, Photo
from concierge.orders.tracking import Parcel
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


# --- estimates -----------------------------------------------------------------------------------

PHOTO = Photo("image/jpeg", b"\xff\xd8 a receipt", 600, 800)


def delivered(world: World, cost: Cost) -> str:
    """Maria's groceries, up to $54.00, are with her; the receipt's address."""
    ordered(world, what="Groceries", is_estimate=True)
    fulfil(world, cost=cost)
    return world.link()


def test_an_estimates_receipt_says_what_it_cost_and_what_was_let_go_of(
    maria: World, browser: Browser
) -> None:
    page = browser.open(delivered(maria, Cost(5000, PHOTO)))
    for fact in (
        "At most $54.00",
        "Paid with Visa 4242",
        "$50.00",
        "Released again $4.00",
        "The shop's receipt",
    ):
        assert fact in page.text
    assert "/photo" in page.answer.text


def test_the_photo_opens_behind_the_same_link_alone_and_is_kept_by_nobody(
    maria: World, browser: Browser
) -> None:
    receipt = delivered(maria, Cost(5000, PHOTO))
    shown = browser.open(f"{receipt}/photo").answer
    assert (shown.status_code, shown.content) == (200, PHOTO.content)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    another = make_link(maria, LinkPurpose.CARD)
    assert browser.open(f"{another}/photo").status == 404
    let_expire(receipt)
    assert browser.open(f"{receipt}/photo").status == 410


def test_maria_sees_what_was_delivered_and_can_follow_it(maria: World, browser: Browser) -> None:
    ordered(maria)
    link = "https://track.example.com/1Z999"
    fulfil(maria, picture=PHOTO, parcel=Parcel("Fleet Feet", link))
    receipt = maria.link()
    page = browser.open(receipt)
    assert "What was delivered" in page.text
    assert "Fleet Feet" in page.text
    assert f'href="{link}"' in page.answer.text
    shown = browser.open(f"{receipt}/picture").answer
    assert (shown.status_code, shown.content) == (200, PHOTO.content)
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert browser.open(f"{receipt}/photo").status == 404, "no shop's receipt"
    let_expire(receipt)
    assert browser.open(f"{receipt}/picture").status == 410


def test_whoever_took_over_her_number_sees_neither(maria: World, browser: Browser) -> None:
    ordered(maria)
    fulfil(maria, picture=PHOTO, parcel=Parcel("Fleet Feet", "1Z999"))
    receipt = maria.link()

    def doubt(session: Session) -> None:
        point = write.of_customer(session, maria.customer().id).contact_point
        customers.doubt(session, point, because="by hand", by=OPERATOR, at=clock.now())

    maria.decide(maria.customer().id, doubt)
    assert "1Z999" not in browser.open(receipt).text
    shown = browser.open(f"{receipt}/picture").answer
    assert shown.status_code != 200
    assert PHOTO.content not in shown.content


def test_without_a_photo_there_is_none_to_open(maria: World, browser: Browser) -> None:
    receipt = delivered(maria, Cost(5000, no_receipt="The market gives none"))
    page = browser.open(receipt)
    assert "The shop's receipt" not in page.text
    assert "The market gives none" not in page.text
    assert browser.open(f"{receipt}/photo").status == 404


def test_an_estimate_above_the_limit_is_confirmed_as_a_ceiling(
    maria: World, browser: Browser
) -> None:
    maria.quote(total=60_000, what="Groceries", is_estimate=True)
    maria.text("OK")
    page = browser.open(maria.link())
    assert "At most $600.00" in page.text
    assert "Place order, up to $600.00" in page.text
    assert "This reserves it on Visa 4242; you pay what it costs." in page.text
