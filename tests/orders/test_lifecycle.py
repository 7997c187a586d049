"""What may become of an order, and who is told."""

import pytest

from concierge import events
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders.models import HeldFor, OrderStatus
from concierge.payments.gateway import Standing
from concierge.payments.models import PaymentStatus
from tests.shop import KIM, SAM, Shop

S = OrderStatus
MAY = {
    S.PLACED: {S.CONFIRMED, S.HELD, S.CANCELLED},
    S.HELD: {S.PLACED, S.CONFIRMED, S.CANCELLED},
    S.CONFIRMED: {S.FULFILLED, S.PLACED, S.HELD, S.CANCELLED},
    S.FULFILLED: {S.PAID},
}


@pytest.mark.parametrize("to", S)
@pytest.mark.parametrize("now", S)
def test_the_table_of_moves(now: S, to: S) -> None:
    assert orders.MOVES.allows(now, to) is (to in MAY.get(now, set()))


def fulfil(shop: Shop, order: int, by: object = SAM, note: str | None = None) -> None:
    shop.on_order(
        order,
        lambda s, o: orders.fulfil(s, o, by=by, at=shop.now, note=note),  # type: ignore[arg-type]
    )


def cancel(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.cancel(s, o, because="operator", by=SAM, at=shop.now))


def resume(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))


def ask(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.ask(s, o, by=SAM, at=shop.now))


# --- the way it should go ------------------------------------------------------------------------


def test_marias_roses_from_ok_to_paid(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    assert shop.order(order).status is S.PLACED
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.order(order).status is S.CONFIRMED
    fulfil(shop, order, note="Left with the neighbour.")
    assert shop.payment(order).status is PaymentStatus.CAPTURING
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert shop.order(order).status is S.PAID
    ordered, delivered = shop.texts(maria)[-2:]
    assert ordered.startswith("Ordered: $54.00 on Visa 4242.")
    assert "Left with the neighbour." in delivered


def test_two_operators_fulfil_once(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    fulfil(shop, order, by=SAM)
    with pytest.raises(Refused, match="has been fulfilled already"):
        fulfil(shop, order, by=KIM)
    assert len(shop.calls("payment.capture")) == 1


def test_nothing_is_fulfilled_before_the_money_is_reserved(shop: Shop) -> None:
    order = shop.says_ok(shop.quote(shop.customer()))
    with pytest.raises(Refused, match="No money is reserved"):
        fulfil(shop, order)


def test_two_operators_start_once(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    began = [
        shop.on_order(order, lambda s, o: orders.start(s, o, by=by, at=shop.now))  # noqa: B023
        for by in (SAM, KIM)
    ]
    assert began == [True, False]


def test_money_taken_by_hand_at_the_processor_is_not_asked_for_again(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    fulfil(shop, order)
    assert shop.order(order).status is S.PAID
    assert shop.calls("payment.capture") == []


# --- changes of mind -----------------------------------------------------------------------------


def test_maria_undoes_in_time_and_the_money_is_let_go_of(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    shop.later(minutes=9)
    by_maria = events.customer(maria)
    shop.on_order(order, lambda s, o: orders.undo(s, o, by=by_maria, at=shop.now))
    assert shop.order(order).status is S.CANCELLED
    assert len(shop.calls("payment.cancel")) == 1
    assert shop.texts(maria)[-1].startswith("Undone: order 1")


def test_maria_is_too_late_once_somebody_has_started(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    shop.on_order(order, lambda s, o: orders.start(s, o, by=SAM, at=shop.now))
    with pytest.raises(Refused, match="too late"):
        shop.on_order(order, lambda s, o: orders.undo(s, o, by=SAM, at=shop.now))


def test_an_order_is_cancelled_once(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    cancel(shop, order)
    with pytest.raises(Refused, match="This order is cancelled already"):
        cancel(shop, order)
    assert len(shop.calls("payment.cancel")) == 1
    assert [t for t in shop.texts(maria) if "is cancelled" in t] == [
        "Order 1, 12 x red rose, is cancelled and nothing is charged."
    ]


def test_an_order_that_was_delivered_is_refunded_not_cancelled(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    with pytest.raises(Refused, match="refund it instead"):
        cancel(shop, order)


def test_an_order_whose_money_was_taken_by_hand_is_refunded_before_it_is_cancelled(
    shop: Shop,
) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    with pytest.raises(Refused, match="refund it first"):
        cancel(shop, order)


def test_a_cancelled_order_lets_go_of_money_that_was_reserved_after_we_gave_up(
    shop: Shop,
) -> None:
    order = shop.says_ok(shop.quote(shop.customer()))
    shop.gives_up(order)
    cancel(shop, order)
    shop.bank_says(order, Standing.AUTHORISED)  # a webhook, hours later
    assert shop.payment(order).status is PaymentStatus.CANCELLING
    assert len(shop.calls("payment.cancel")) == 1
    assert shop.order(order).status is S.CANCELLED


def test_money_taken_for_a_cancelled_order_calls_for_a_person(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    cancel(shop, order)
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert "Refund it" in (shop.order(order).trouble or "")
    assert shop.payment(order).refundable.amount == 5400


# --- card trouble --------------------------------------------------------------------------------


def test_an_order_without_a_card_goes_on_by_itself_to_the_address_given_later(shop: Shop) -> None:
    maria = shop.customer(card=False, address=None, name=None)
    order = shop.says_ok(shop.quote(maria))
    assert shop.order(order).held_for is HeldFor.CARD
    with shop.deciding(maria) as session:
        from concierge.customers.models import Customer

        customer = session.get_one(Customer, maria)
        customer.address, customer.onboarded_at = "14 Elm St", shop.now
    shop.saves_a_card(maria)
    assert shop.order(order).address == "14 Elm St"
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.order(order).status is S.CONFIRMED


def test_another_card_after_the_bank_asked_for_maria_is_no_trouble(shop: Shop) -> None:
    """The first payment is let go of on purpose; that must not look like a lapsed reservation."""
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    shop.bank_says(order, Standing.ACTION_REQUIRED)
    first = shop.payment(order).id
    shop.saves_a_card(maria, "1881")
    shop.bank_says(order, Standing.AUTHORISED)
    shop.bank_says_of(first, Standing.CANCELLED)
    now = shop.order(order)
    assert (now.status, now.trouble) == (S.CONFIRMED, None)


def test_a_reservation_that_turns_up_after_another_is_let_go_of(shop: Shop) -> None:
    """Never two reservations: what nobody answered about comes back authorised after all."""
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    first = shop.payment(order).id
    shop.gives_up(order)
    assert "could not be charged" in (shop.order(order).trouble or "")
    resume(shop, order)
    shop.bank_says(order, Standing.AUTHORISED)
    shop.bank_says_of(first, Standing.AUTHORISED)
    now = shop.order(order)
    assert (now.status, now.trouble) == (S.CONFIRMED, None)
    assert shop.calls("payment.cancel") == [f"payment:{first}"]


def test_a_lapsed_reservation_is_made_again_and_maria_is_not_told_twice(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    shop.later(days=7)
    shop.bank_says(order, Standing.CANCELLED)
    assert "let go of" in (shop.order(order).trouble or "")
    resume(shop, order)
    with pytest.raises(Refused, match="being charged already"):
        resume(shop, order)
    shop.bank_says(order, Standing.AUTHORISED)
    now = shop.order(order)
    assert (now.status, now.trouble) == (S.CONFIRMED, None)
    assert len([text for text in shop.texts(maria) if text.startswith("Ordered")]) == 1


def test_a_lapsed_reservation_may_be_asked_for_on_another_card(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    shop.later(days=7)
    shop.bank_says(order, Standing.CANCELLED)
    ask(shop, order)
    now = shop.order(order)
    assert (now.status, now.held_for, now.trouble) == (S.HELD, HeldFor.CARD, None)
    assert "<link:" in shop.texts(maria)[-1]


def test_maria_is_asked_again_but_not_by_a_double_click(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    shop.bank_says(order, Standing.DECLINED, problem="insufficient_funds")
    before = len(shop.texts(maria))
    with pytest.raises(Refused, match="just now"):
        ask(shop, order)
    shop.later(hours=1)
    ask(shop, order)
    with pytest.raises(Refused, match="just now"):
        ask(shop, order)
    assert len(shop.texts(maria)) == before + 1
    assert shop.texts(maria)[-1].startswith("Card declined for order 1")


def test_nothing_is_asked_of_who_owes_nothing(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    for verb in (ask, resume):
        with pytest.raises(Refused, match="Nothing is missing"):
            verb(shop, order)


def test_a_capture_that_nobody_answered_is_tried_again_never_charged_anew(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    fulfil(shop, order)
    shop.gives_up(order)
    payment = shop.payment(order)
    assert shop.order(order).trouble is not None
    shop.later(minutes=5)
    with pytest.raises(Refused, match="Nobody knows yet"):
        ask(shop, order)
    resume(shop, order)
    assert shop.payment(order).id == payment.id
    assert len(shop.calls("payment.capture")) == 2  # with a key of its own each
    assert len(shop.calls("payment.authorise")) == 1
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    now = shop.order(order)
    assert (now.status, now.trouble) == (S.PAID, None)


def test_roses_that_were_delivered_on_a_lapsed_reservation_are_charged_late(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    fulfil(shop, order)
    shop.bank_says(order, Standing.CANCELLED)  # it had lapsed before the capture came
    shop.later(minutes=5)
    resume(shop, order)
    shop.bank_says(order, Standing.DECLINED, problem="expired_card")
    assert "expired_card" in (shop.order(order).trouble or "")
    ask(shop, order)
    assert shop.texts(maria)[-1].startswith("We couldn't charge your card for order 1, $54.00.")
    shop.saves_a_card(maria, "1881")  # and the rest happens by itself
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.payment(order).status is PaymentStatus.CAPTURING
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    now = shop.order(order)
    assert (now.status, now.trouble) == (S.PAID, None)
