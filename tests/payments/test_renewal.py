"""A reservation that lapses before the order is delivered is made anew first, then let go of."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from concierge import db, ticking
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import Standing
from concierge.payments.models import Payment, PaymentStatus
from tests.shop import SAM, Shop

S = PaymentStatus


def lapsing(shop: Shop, customer: int | None = None) -> tuple[int, int]:
    """An order whose reservation lapses in an hour, and the payment that the clock asks for."""
    order = shop.says_ok(shop.quote(customer or shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED, capture_before=shop.now + timedelta(hours=1))
    assert ticking.renew_reservations(shop.now) == 1
    old, new = made(order)
    assert (old.status, new.status) == (S.AUTHORISED, S.REQUESTED)
    return order, new.id


def made(order: int) -> list[Payment]:
    with db.reading() as session:
        return queries.of_order(session, order)


def statuses(order: int) -> list[PaymentStatus]:
    return [payment.status for payment in made(order)]


def fulfil(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))


def test_marias_reservation_is_renewed_and_she_reads_nothing_of_it(shop: Shop) -> None:
    maria = shop.customer()
    order, new = lapsing(shop, maria)
    before = shop.texts(maria)
    until = shop.now + timedelta(days=4)
    shop.bank_says_of(new, Standing.AUTHORISED, capture_before=until)
    assert statuses(order) == [S.CANCELLING, S.AUTHORISED], "the new one first, then the old goes"
    assert shop.calls("payment.cancel") == [f"payment:{made(order)[0].id}"]
    assert shop.payment(order).id == new
    assert shop.payment(order).capture_before == until
    shop.bank_says_of(made(order)[0].id, Standing.CANCELLED)
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert shop.order(order).trouble is None
    assert shop.texts(maria) == before


def test_it_is_renewed_once_however_often_the_clock_comes_by(shop: Shop) -> None:
    order, new = lapsing(shop)
    assert ticking.renew_reservations(shop.now) == 0
    shop.bank_says_of(new, Standing.DECLINED, problem="insufficient_funds")
    assert ticking.renew_reservations(shop.now) == 0
    assert len(made(order)) == 2


@pytest.mark.parametrize("hours", [30, 25])
def test_a_reservation_that_lasts_is_left_alone(shop: Shop, hours: int) -> None:
    order = shop.says_ok(shop.quote(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED, capture_before=shop.now + timedelta(hours=hours))
    assert ticking.renew_reservations(shop.now) == 0


def test_what_is_delivered_or_cancelled_is_not_renewed(shop: Shop) -> None:
    soon = shop.now + timedelta(hours=1)
    delivered = shop.says_ok(shop.quote(shop.customer()))
    shop.bank_says(delivered, Standing.AUTHORISED, capture_before=soon)
    fulfil(shop, delivered)
    cancelled = shop.says_ok(shop.quote(shop.customer("+15550100124")))
    shop.bank_says(cancelled, Standing.AUTHORISED, capture_before=soon)
    shop.on_order(cancelled, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    assert ticking.renew_reservations(shop.now) == 0


def test_a_declined_renewal_leaves_the_old_one_and_says_what_to_do_and_by_when(shop: Shop) -> None:
    maria = shop.customer()
    order, new = lapsing(shop, maria)
    before = shop.texts(maria)
    shop.bank_says_of(new, Standing.DECLINED, problem="insufficient_funds")
    assert shop.payment(order).status is S.AUTHORISED
    assert shop.order(order).trouble == (
        "The reservation lapses on Fri 20 Nov at 11:00 and could not be made anew "
        "(the bank declined: insufficient funds). Deliver before that, which takes the money; "
        "or try the card again, or text a card link."
    )
    assert shop.texts(maria) == before
    fulfil(shop, order)
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert (shop.order(order).status, shop.order(order).trouble) == (OrderStatus.PAID, None)


def test_a_person_tries_again_and_it_works(shop: Shop) -> None:
    order, new = lapsing(shop)
    shop.bank_says_of(new, Standing.DECLINED)
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    third = made(order)[-1].id
    shop.bank_says_of(third, Standing.AUTHORISED)
    assert statuses(order) == [S.CANCELLING, S.DECLINED, S.AUTHORISED]
    assert shop.order(order).trouble is None


def test_maria_saves_another_card_and_the_reservation_moves_to_it(shop: Shop) -> None:
    maria = shop.customer()
    order, new = lapsing(shop, maria)
    shop.bank_says_of(new, Standing.DECLINED)
    shop.later(minutes=5)
    shop.on_order(order, lambda s, o: orders.ask(s, o, by=SAM, at=shop.now))
    assert "Save another here" in shop.texts(maria)[-1]
    assert shop.order(order).status is OrderStatus.CONFIRMED, "it may still be delivered"
    shop.saves_a_card(maria, "5555")
    third = made(order)[-1]
    assert third.card.last4 == "5555"
    shop.bank_says_of(third.id, Standing.AUTHORISED)
    assert shop.payment(order).id == third.id


def test_the_bank_wants_maria_so_she_gets_a_link_and_the_order_says_so(shop: Shop) -> None:
    maria = shop.customer()
    order, new = lapsing(shop, maria)
    shop.bank_says_of(new, Standing.ACTION_REQUIRED)
    assert "the bank asks for the customer" in (shop.order(order).trouble or "")
    assert shop.texts(maria)[-1].startswith("Your bank wants you to confirm $54.00")
    assert shop.payment(order).status is S.AUTHORISED
    shop.bank_says_of(new, Standing.AUTHORISED)
    assert shop.payment(order).id == new
    assert shop.order(order).trouble is None


def test_delivered_meanwhile_the_old_one_is_captured_and_the_new_one_let_go_of(shop: Shop) -> None:
    order, new = lapsing(shop)
    fulfil(shop, order)
    assert shop.calls("payment.capture") == [f"payment:{made(order)[0].id}"]
    shop.bank_says_of(new, Standing.AUTHORISED)
    assert statuses(order) == [S.CAPTURING, S.CANCELLING]
    shop.bank_says_of(made(order)[0].id, Standing.CAPTURED, amount_captured=5400)
    shop.bank_says_of(new, Standing.CANCELLED)
    assert shop.order(order).status is OrderStatus.PAID
    assert statuses(order) == [S.CAPTURED, S.CANCELLED]


def test_cancelled_meanwhile_both_are_let_go_of(shop: Shop) -> None:
    order, new = lapsing(shop)
    shop.on_order(order, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    shop.bank_says_of(new, Standing.AUTHORISED)
    assert statuses(order) == [S.CANCELLING, S.CANCELLING]


def test_the_old_one_lapses_before_the_new_one_is_there(shop: Shop) -> None:
    order, new = lapsing(shop)
    shop.bank_says_of(made(order)[0].id, Standing.CANCELLED)
    assert "let go of before it was captured" in (shop.order(order).trouble or "")
    shop.bank_says_of(new, Standing.AUTHORISED)
    assert shop.payment(order).id == new
    assert shop.order(order).trouble is None
    fulfil(shop, order)
    assert shop.calls("payment.capture") == [f"payment:{new}"]


def test_a_renewal_nobody_answered_about_is_looked_for_and_let_go_of(shop: Shop) -> None:
    order, new = lapsing(shop)

    def give_up(session: Session, order: Order) -> None:
        payments.fail(session, queries.get(session, new), "no answer", at=shop.now)

    shop.on_order(order, give_up)
    assert shop.payment(order).status is S.AUTHORISED
    assert shop.order(order).trouble is not None
    assert shop.calls("payment.find") == [f"payment:{new}"]
    shop.bank_says_of(new, Standing.AUTHORISED)  # it had been made
    assert statuses(order) == [S.AUTHORISED, S.CANCELLING]


def test_two_renewals_at_once_are_refused(shop: Shop) -> None:
    order, _ = lapsing(shop)

    def again(session: Session, order: Order) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.renew(session, payment, what="roses", at=shop.now)

    with pytest.raises(Refused, match="being reserved anew already"):
        shop.on_order(order, again)
