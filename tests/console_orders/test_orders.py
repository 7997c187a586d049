"""The board and the page of an order: what is said, what is done, and that it is done once."""

from datetime import timedelta
from html import unescape

import pytest

from concierge.orders import lifecycle as orders
from concierge.orders.models import OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import Standing
from concierge.payments.models import PaymentStatus
from tests.console.conftest import Desk
from tests.console_orders.conftest import thread_of
from tests.shop import SAM, Shop


def column(page: str, name: str) -> str:
    """One column of the board."""
    start = page.index(f'aria-labelledby="column-{name}"')
    return unescape(page[start : page.index("</section>", start)])


def test_an_empty_board_says_what_comes_where(sam: Desk) -> None:
    page = sam.get("/console/orders").text
    assert "Nothing to fulfil" in column(page, "house")
    assert "Trouble" not in page


def test_each_order_stands_where_it_belongs(shop: Shop, sam: Desk) -> None:
    people = [shop.customer(f"+1555010013{n}", name=f"Person {n}") for n in range(6)]
    shop.confirmed(people[0])
    shop.says_ok(shop.quote(people[1]))
    declined = shop.says_ok(shop.quote(people[2]))
    shop.bank_says(declined, Standing.DECLINED)
    shop.paid(people[3])
    lapsed = shop.confirmed(people[4])
    shop.bank_says(lapsed, Standing.CANCELLED)
    delivered = shop.confirmed(people[5])
    shop.on_order(delivered, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    page = sam.get("/console/orders").text
    for n, name in enumerate(("house", "waiting", "waiting", "done", "trouble", "done")):
        assert f"Person {n}" in column(page, name), name
        assert page.count(f"<strong>Person {n}</strong>") == 1
    assert "card declined" in column(page, "waiting")
    assert "being captured" in column(page, "done")


def test_what_was_promised_first_stands_first_and_what_is_late_is_marked(
    shop: Shop, sam: Desk
) -> None:
    late, soon, whenever = (
        shop.customer(f"+1555010013{n}", name=name)
        for n, name in enumerate(("Late", "Soon", "Whenever"))
    )
    now = shop.now
    shop.confirmed(whenever)
    for customer, promised in ((soon, timedelta(hours=1)), (late, -timedelta(hours=1))):
        shop.now = now - timedelta(hours=2)
        order = shop.says_ok(shop.quote(customer, promised_at=now + promised))
        shop.bank_says(order, Standing.AUTHORISED)
    shown = column(sam.get("/console/orders").text, "house")
    assert shown.index("Late") < shown.index("Soon") < shown.index("Whenever")
    assert shown.count("overdue") == 1


def test_a_reservation_about_to_lapse_is_said(shop: Shop, sam: Desk) -> None:
    order = shop.says_ok(shop.quote(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED, capture_before=shop.now + timedelta(hours=20))
    assert "The reservation lapses" in sam.get("/console/orders").text


def test_two_operators_deliver_once_and_the_second_reads_why(
    shop: Shop, sam: Desk, kim: Desk
) -> None:
    order = shop.confirmed(shop.customer())
    path = f"/console/orders/{order}"
    said = "Takes <strong>$54.00</strong> from Visa 4242 now, and sends Maria the receipt text"
    assert said in sam.get(path).text
    answer = sam.post(f"{path}/fulfilment", {"note": "Left with the neighbour."})
    assert (answer.status_code, answer.location) == (303, path)
    second = kim.post(f"{path}/fulfilment")
    assert second.status_code == 422
    assert "This order has been fulfilled already." in second.text
    assert len(shop.calls("payment.capture")) == 1
    assert shop.order(order).fulfilment_note == "Left with the neighbour."


def test_two_operators_start_once(shop: Shop, sam: Desk, kim: Desk) -> None:
    order = shop.confirmed(shop.customer())
    for desk in (sam, kim):
        desk.post(f"/console/orders/{order}/start")
    assert "had been started already" in kim.get(f"/console/orders/{order}").text


def test_a_cancellation_says_what_follows_and_happens_once(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    path = f"/console/orders/{order}"
    assert "Lets go of the reserved <strong>$54.00</strong>" in sam.get(path).text
    assert sam.post(f"{path}/cancellation").status_code == 303
    assert "This order is cancelled already." in sam.post(f"{path}/cancellation").text
    assert len(shop.calls("payment.cancel")) == 1
    assert "is cancelled" in shop.texts(maria)[-1]


def test_a_refund_in_parts_and_never_twice(shop: Shop, sam: Desk, kim: Desk) -> None:
    order = shop.paid(shop.customer())
    path = f"/console/orders/{order}"
    assert 'name="left" value="5400"' in sam.get(path).text
    part = {"amount": "20", "reason": "Two had wilted", "left": "5400"}
    assert sam.post(f"{path}/refunds", part).status_code == 303
    again = kim.post(f"{path}/refunds", part)
    assert again.status_code == 422
    assert "$34.00 is left" in again.text
    assert len(shop.calls("refund.make")) == 1
    assert kim.post(f"{path}/refunds", {"amount": "34", "left": "3400"}).status_code == 303
    assert shop.payment(order).refundable.amount == 0
    assert "refunds" not in kim.get(path).text


@pytest.mark.parametrize(
    ("amount", "said"),
    [("60", "at most the $54.00"), ("lots", "is not an amount"), ("0", "more than nothing")],
)
def test_a_refund_that_cannot_be_made_keeps_what_was_typed(
    shop: Shop, sam: Desk, amount: str, said: str
) -> None:
    order = shop.paid(shop.customer())
    form = {"amount": amount, "reason": "Wilted", "left": "5400"}
    answer = sam.post(f"/console/orders/{order}/refunds", form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'value="Wilted"' in answer.text
    assert f'value="{amount}"' in answer.text
    assert shop.calls("refund.make") == []


def test_a_refund_that_failed_says_why(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    sam.post(f"/console/orders/{order}/refunds", {"amount": "20", "left": "5400"})
    shop.on_order(
        order,
        lambda s, o: payments.fail_refund(s, queries.refund(s, 1), "lost_or_stolen", at=shop.now),
    )
    page = sam.get(f"/console/orders/{order}").text
    assert "failed: lost or stolen" in page
    assert 'name="left" value="5400"' in page


def test_maria_is_texted_the_link_again(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    shop.now -= timedelta(hours=1)
    order = shop.says_ok(shop.quote(maria))
    shop.bank_says(order, Standing.DECLINED, problem="insufficient_funds")
    path = f"/console/orders/{order}"
    assert "insufficient funds" in sam.get(path).text
    before = len(shop.texts(maria))
    assert sam.post(f"{path}/resumption", {"by": "customer"}).status_code == 303
    assert "just now" in sam.post(f"{path}/resumption", {"by": "customer"}).text
    assert len(shop.texts(maria)) == before + 1


def test_a_lapsed_reservation_is_made_again_by_one_click(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CANCELLED)
    path = f"/console/orders/{order}"
    assert "Try Visa 4242 again" in sam.get(path).text
    assert sam.post(f"{path}/resumption", {"by": "card"}).status_code == 303
    assert sam.post(f"{path}/resumption", {"by": "card"}).status_code == 422
    now = shop.order(order)
    assert (now.status, now.trouble) == (OrderStatus.PLACED, None)
    assert shop.payment(order).status is PaymentStatus.REQUESTED


def test_a_page_tells_the_whole_story(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    page = unescape(sam.get(f"/console/orders/{order}").text)
    for words in (
        "Maria Lopez",
        "12 x red rose",
        "14 Elm St",
        "Said OK to quote 1",
        "$54.00 reserved",
        "Marked as delivered",
        "$54.00 captured",
        "card processor",
        "Sam Okafor",
    ):
        assert words in page, words


def test_a_card_in_the_thread_has_its_buttons_and_comes_back_to_it(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    thread = f"/console/conversations/{thread_of(maria)}"
    page = sam.get(thread).text
    assert f'action="/console/orders/{order}/fulfilment"' in page
    assert f'name="back" value="{thread}"' in page
    answer = sam.post(f"/console/orders/{order}/start", {"back": thread})
    assert answer.location == thread


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/console\\@x"])
def test_a_button_leads_nowhere_else(shop: Shop, sam: Desk, elsewhere: str) -> None:
    order = shop.confirmed(shop.customer())
    answer = sam.post(f"/console/orders/{order}/start", {"back": elsewhere})
    assert answer.location == f"/console/orders/{order}"


@pytest.mark.parametrize("path", ["orders/9", "quotes/9", "conversations/9/quotes/new"])
def test_what_is_not_there(sam: Desk, path: str) -> None:
    assert sam.get(f"/console/{path}").status_code == 404


@pytest.mark.parametrize("button", ["start", "fulfilment", "cancellation", "refunds", "resumption"])
def test_a_button_on_an_order_that_is_not_there(sam: Desk, button: str) -> None:
    assert sam.post(f"/console/orders/9/{button}").status_code == 404


def test_what_was_reserved_taken_and_let_go_of_is_seen(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=4700)
    page = unescape(sam.get(f"/console/orders/{order}").text)
    assert "$47.00 captured by hand, at Stripe; $7.00 let go of" in page
    assert "$47.00 of it taken, $7.00 let go of" in page
