"""What the processor says late, or what somebody did there by hand: taken as it is, never twice."""

from sqlalchemy.orm import Session

from concierge import db
from concierge.orders import lifecycle as orders
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import NOT_RECOGNISED, Standing
from concierge.payments.models import Payment, PaymentStatus
from tests.shop import SAM, Shop

S = PaymentStatus


def made(order: int) -> list[Payment]:
    with db.reading() as session:
        return queries.of_order(session, order)


def declined(shop: Shop, customer: int) -> int:
    order = shop.says_ok(shop.quote(customer))
    shop.bank_says(order, Standing.DECLINED, problem="insufficient_funds")
    return order


def cancel(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))


def test_a_declined_payment_that_is_authorised_after_all_confirms_the_order(shop: Shop) -> None:
    maria = shop.customer()
    order = declined(shop, maria)
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert shop.texts(maria)[-1].startswith("Ordered: $54.00 on Visa 4242.")


def test_it_is_let_go_of_where_the_order_is_off(shop: Shop) -> None:
    order = declined(shop, shop.customer())
    cancel(shop, order)
    shop.bank_says(order, Standing.AUTHORISED)
    assert [one.status for one in made(order)] == [S.CANCELLING]
    assert shop.order(order).status is OrderStatus.CANCELLED


def test_it_is_let_go_of_where_another_card_took_its_place(shop: Shop) -> None:
    maria = shop.customer()
    order = declined(shop, maria)
    shop.saves_a_card(maria, "5555")
    first, second = made(order)
    shop.bank_says_of(first.id, Standing.AUTHORISED)
    shop.bank_says_of(second.id, Standing.AUTHORISED)
    assert [one.status for one in made(order)] == [S.CANCELLING, S.AUTHORISED]
    assert shop.payment(order).id == second.id


def test_it_pays_for_what_was_delivered_in_the_meantime(shop: Shop) -> None:
    """Lapsed at the capture, charged again and declined; then the bank changes its mind."""
    order = shop.confirmed(shop.customer())
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    shop.bank_says(order, Standing.CANCELLED)
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    shop.bank_says(order, Standing.DECLINED)
    shop.bank_says(order, Standing.AUTHORISED)
    assert [one.status for one in made(order)] == [S.CANCELLED, S.CAPTURING]


def replaced(shop: Shop) -> tuple[int, int, int]:
    """An order whose first payment is being let go of, and whose second counts."""
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    shop.bank_says(order, Standing.ACTION_REQUIRED)
    shop.saves_a_card(maria, "5555")
    first, second = made(order)
    assert (first.status, second.status) == (S.CANCELLING, S.REQUESTED)
    return order, first.id, second.id


def test_taken_by_hand_while_another_is_only_reserved_it_is_what_pays(shop: Shop) -> None:
    order, first, second = replaced(shop)
    shop.bank_says_of(second, Standing.AUTHORISED)
    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    assert [one.status for one in made(order)] == [S.CAPTURED, S.CANCELLING]
    assert shop.payment(order).id == first
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    assert shop.order(order).status is OrderStatus.PAID
    assert shop.calls("payment.capture") == []


def test_taken_by_hand_before_the_other_is_heard_of(shop: Shop) -> None:
    order, first, second = replaced(shop)
    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    assert "taken by hand at Stripe" in (shop.order(order).trouble or "")
    shop.bank_says_of(second, Standing.AUTHORISED)
    assert [one.status for one in made(order)] == [S.CAPTURED, S.CANCELLING]
    assert shop.order(order).status is OrderStatus.CONFIRMED


def test_taken_twice_is_kept_as_it_is_and_a_person_is_told(shop: Shop) -> None:
    order, first, second = replaced(shop)
    shop.bank_says_of(second, Standing.AUTHORISED)
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    shop.bank_says_of(second, Standing.CAPTURED, amount_captured=5400)
    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    one, two = made(order)
    assert (one.status, one.aside, one.amount_captured) == (S.CAPTURED, True, 5400)
    assert (two.status, two.aside) == (S.CAPTURED, False)
    assert shop.order(order).trouble == (
        "$54.00 was taken by hand at Stripe although another payment of this order counts. "
        "Refund one."
    )


def test_what_was_taken_by_hand_pays_when_the_other_turns_out_to_be_lost(shop: Shop) -> None:
    order, first, second = replaced(shop)
    shop.bank_says_of(second, Standing.AUTHORISED)
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    shop.bank_says_of(second, Standing.CANCELLED)  # it had lapsed before the capture
    assert shop.order(order).status is OrderStatus.PAID
    assert shop.payment(order).id == first


def test_captured_at_stripe_before_we_knew_that_it_was_reserved(shop: Shop) -> None:
    order = shop.says_ok(shop.quote(shop.customer()))
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert "Deliver, or refund it" in (shop.order(order).trouble or "")


def test_a_late_word_never_steps_back(shop: Shop) -> None:
    order = declined(shop, shop.customer())
    shop.bank_says(order, Standing.ACTION_REQUIRED)  # an older one
    assert made(order)[0].status is S.DECLINED
    shop.bank_says(order, Standing.AUTHORISED)
    shop.bank_says(order, Standing.DECLINED)
    assert made(order)[0].status is S.AUTHORISED


def test_the_newest_payment_may_be_one_that_nobody_asked_of(shop: Shop) -> None:
    """What stands aside is never the one that an order's buttons are about."""
    order, first, _ = replaced(shop)

    def look(session: Session) -> list[int]:
        found = queries.of_orders(session, [order])
        return [one.id for one in found.values()]

    shop.bank_says_of(first, Standing.CAPTURED, amount_captured=5400)
    with db.reading() as session:
        assert look(session) == [first]


def test_a_late_word_does_not_lead_back_to_a_bank_that_has_answered(shop: Shop) -> None:
    """Fetched while the bank was asking, recorded after it had not recognised her."""
    order = shop.says_ok(shop.quote(shop.customer()))
    shop.bank_says(order, Standing.ACTION_REQUIRED)
    shop.bank_says(order, Standing.ACTION_REQUIRED, redirect_url="https://bank.test/1")
    shop.bank_says(order, Standing.ACTION_REQUIRED, problem=NOT_RECOGNISED)
    assert shop.payment(order).redirect_url is None
    shop.bank_says(order, Standing.ACTION_REQUIRED, redirect_url="https://bank.test/1")
    assert shop.payment(order).redirect_url is None

    def press_again(session: Session, order: Order) -> None:
        payment = queries.latest(session, order.id)
        assert payment is not None
        payments.present(session, payment, "token", at=shop.now)

    shop.on_order(order, press_again)
    shop.bank_says(order, Standing.ACTION_REQUIRED, redirect_url="https://bank.test/2")
    assert shop.payment(order).redirect_url == "https://bank.test/2"
