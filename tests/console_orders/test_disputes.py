"""Disputes in the console: what is shown, where, and the one click that decides about a warning."""

from datetime import timedelta
from html import unescape

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import db
from concierge.money import Money
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import DisputeStanding, Standing, WarningFacts
from concierge.payments.models import FraudWarning, WarningStatus
from tests.console.conftest import Desk
from tests.console_orders.conftest import Screen, thread_of
from tests.counting import counted
from tests.shop import Shop


def disputed(shop: Shop, order: int, status: str = "open") -> None:
    """The cardholder does not know the charge; an answer is due in five days."""

    def act(session: Session, order: Order) -> None:
        payment = queries.latest(session, order.id)
        assert payment is not None
        standing = DisputeStanding(
            f"du_{payment.id}", payment.provider_id, status, 5400, "USD", "product_not_received",
            opened_at=shop.now, due_at=shop.now + timedelta(days=5), fee=Money(1500, "USD"),
        )  # fmt: skip
        payments.settle_dispute(session, payment, standing, at=shop.now)

    shop.on_order(order, act)


def warned(shop: Shop, order: int) -> int:
    """The bank suspects fraud."""

    def act(session: Session, order: Order) -> int:
        payment = queries.latest(session, order.id)
        assert payment is not None
        provider_id = f"issfr_{payment.id}"
        facts = WarningFacts(
            provider_id, payment.provider_id, "made_with_lost_card", True, shop.now
        )
        payments.settle_warning(session, payment, facts, at=shop.now)
        return session.scalars(select(FraudWarning.id)).one()

    return shop.on_order(order, act)


def read(desk: Desk, path: str) -> str:
    return " ".join(unescape(desk.get(path).text).split())


def test_a_quiet_shop_has_no_disputes(sam: Desk) -> None:
    assert "Nobody disputes anything" in read(sam, "/console/disputes")


def test_a_dispute_says_what_to_do_and_by_when_wherever_it_is_seen(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    disputed(shop, order)
    for path in ("/console/disputes", f"/console/orders/{order}"):
        page = read(sam, path)
        assert "Disputed: product not received" in page
        assert "Answer at Stripe by" in page
        assert "fee $15.00" in page
        assert "https://dashboard.stripe.com/disputes/du_" in page
    assert "$54.00 disputed: product not received" in read(sam, f"/console/orders/{order}")
    beside = read(sam, f"/console/conversations/{thread_of(maria)}")
    assert "To be answered" in beside
    assert "answer at Stripe by" in beside
    assert "is disputed: answer by" in beside


@pytest.mark.parametrize("status", ["inquiry", "open", "reviewed"])
def test_while_a_dispute_is_open_the_reason_stands_where_the_refund_was(
    shop: Shop, sam: Desk, status: str
) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    places = (f"/console/orders/{order}", f"/console/conversations/{thread_of(maria)}")
    for path in places:
        assert "Goes back to Visa 4242" in read(sam, path)
    disputed(shop, order, status)
    for path in places:
        page = read(sam, path)
        assert "No refund while the bank's dispute is open" in page, path
        assert "Goes back to Visa 4242" not in page, path
        assert 'href="/console/disputes"' in page


def test_once_it_is_won_the_refund_is_offered_again(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    disputed(shop, order)
    disputed(shop, order, "won")
    page = read(sam, f"/console/orders/{order}")
    assert "No refund while" not in page
    assert "Goes back to Visa 4242" in page


@pytest.mark.parametrize(("status", "words"), [("won", "won"), ("lost", "lost")])
def test_a_decided_dispute_is_over(shop: Shop, sam: Desk, status: str, words: str) -> None:
    disputed(shop, shop.paid(shop.customer()), status)
    page = read(sam, "/console/disputes")
    assert "Over since" in page
    assert f">{words}</span>" in page
    assert "Answer at Stripe" not in page


def test_one_click_refunds_a_suspected_charge_once(shop: Shop, sam: Desk, kim: Desk) -> None:
    order = shop.paid(shop.customer())
    number = warned(shop, order)
    page = read(sam, "/console/disputes")
    assert "Refund $54.00" in page
    assert "this card is not charged again by itself" in page
    decision = f"/console/fraud-warnings/{number}/decision"
    assert sam.post(decision, {"choice": "refund"}).status_code == 303
    second = kim.post(decision, {"choice": "refund"})
    assert second.status_code == 422
    assert "decided, or overtaken, already" in second.text
    assert len(shop.calls("refund.make")) == 1
    assert "Suspected fraud: the money goes back" in read(sam, f"/console/orders/{order}")


def test_a_customer_sam_knows_keeps_her_card(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    number = warned(shop, order)
    sam.post(f"/console/fraud-warnings/{number}/decision", {"choice": "keep"})
    with db.reading() as session:
        row = session.scalars(select(FraudWarning)).one()
    assert (row.status, row.decided_by) == (WarningStatus.KEPT, "operator:1")
    assert shop.calls("refund.make") == []


def test_money_taken_twice_is_given_back_with_one_click(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    shop.bank_says(order, Standing.ACTION_REQUIRED)
    first = shop.payment(order).id
    shop.saves_a_card(maria, "5555")
    shop.bank_says(order, Standing.AUTHORISED)
    sam.post(f"/console/orders/{order}/fulfilment")
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    page = read(sam, f"/console/orders/{order}")
    assert "captured by hand, beside another" in page
    assert "Refund this $54.00" in page
    given = {"beside": "y", "amount": "54.00", "left": "5400", "reason": "taken twice"}
    assert sam.post(f"/console/orders/{order}/refunds", given).status_code == 303
    with db.reading() as session:
        assert queries.get(session, first).amount_refunded == 5400
    assert shop.payment(order).amount_refunded == 0


def test_a_renewal_stands_beside_the_reservation_that_counts(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())

    def renew(session: Session, order: Order) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.renew(session, payment, payment.money, what="roses", at=shop.now)

    shop.on_order(order, renew)
    page = read(sam, f"/console/orders/{order}")
    assert "being reserved anew" in page
    assert "Capture $54.00" in page, "it can be delivered meanwhile"


def test_the_list_asks_no_more_of_the_database_for_more_disputes(shop: Shop, sam: Desk) -> None:
    def asked() -> int:
        with counted() as statements:
            sam.get("/console/disputes")
        return len(statements)

    disputed(shop, shop.paid(shop.customer()))
    one = asked()
    for n in range(4):
        disputed(shop, shop.paid(shop.customer(f"+1555010013{n}")))
    assert asked() <= one


def test_the_list_goes_on_by_key(shop: Shop, sam: Desk) -> None:
    for n in range(31):
        disputed(shop, shop.paid(shop.customer(f"+155501002{n:02}", name=f"Person {n}.")))
    page = read(sam, "/console/disputes")
    assert "Person 0." in page
    assert "Person 30." not in page
    assert "Person 30." in read(sam, "/console/disputes?after=30")


def test_disputes_can_be_read_on_a_phone(shop: Shop, screen: Screen) -> None:
    order = shop.paid(shop.customer())
    disputed(shop, order)
    warned(shop, shop.paid(shop.customer("+15550100130", name="Kim Lee")))
    for width in (390, 1440):
        screen.page.set_viewport_size({"width": width, "height": 900})
        for path in ("/console/disputes", f"/console/orders/{order}"):
            screen.open(path)
            wide = screen.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path
    screen.open("/console/disputes")
    screen.page.get_by_role("button", name="Keep it, I know the customer").focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".notice")).to_contain_text("The card may be charged again.")
