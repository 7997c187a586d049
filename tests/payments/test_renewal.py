"""A reservation that lapses before the order is delivered is made anew first, then let go of."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from concierge import db, ticking
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import CardStanding, DisputeStanding, SavedCard, Standing
from concierge.payments.models import Card, Payment, PaymentStatus
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


def about_to_lapse(shop: Shop, customer: int) -> int:
    """An order whose reservation lapses in an hour; the clock has not come by yet."""
    order = shop.says_ok(shop.quote(customer))
    shop.bank_says(order, Standing.AUTHORISED, capture_before=shop.now + timedelta(hours=1))
    return order


def doubt(shop: Shop, customer: int) -> None:
    with shop.deciding(customer) as session:
        for point in customer_queries.get(session, customer).contact_points:
            customers.doubt(session, point, because="after a long silence", by=SAM, at=shop.now)


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
        payments.renew(session, payment, payment.money, what="roses", at=shop.now)

    with pytest.raises(Refused, match="being reserved anew already"):
        shop.on_order(order, again)


# --- it can not even be asked for ----------------------------------------------------------------


def told_to_a_person(shop: Shop, maria: int, order: int, why: str) -> None:
    """Nothing was asked for, she reads nothing, and a person is told once."""
    before = shop.texts(maria)
    for _ in range(3):
        ticking.renew_reservations(shop.now)
        shop.later(seconds=60)
    assert statuses(order) == [S.AUTHORISED], "the old one stands, and no other was asked for"
    sentence = shop.order(order).trouble or ""
    assert why in sentence
    assert "lapses on Fri 20 Nov at 11:00" in sentence
    assert shop.happened("order.trouble") == 1
    assert shop.texts(maria) == before


def test_while_the_number_is_in_doubt_the_card_is_not_charged_anew(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    doubt(shop, maria)
    told_to_a_person(shop, maria, order, "may have changed hands")


def test_once_she_has_shown_that_it_is_her_the_clock_renews_it(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    doubt(shop, maria)
    ticking.renew_reservations(shop.now)
    with shop.deciding(maria) as session:
        assert payments.prove(session, maria, "4242", at=shop.now)
    ticking.renew_reservations(shop.now)
    shop.bank_says_of(made(order)[-1].id, Standing.AUTHORISED)
    assert statuses(order) == [S.CANCELLING, S.AUTHORISED]
    assert shop.order(order).trouble is None


def test_a_card_that_has_expired_meanwhile_is_not_tried_but_asked_after(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    expire(shop, order)
    told_to_a_person(shop, maria, order, "That card has expired")
    assert shop.calls("card.look") == [f"card:{made(order)[0].card_id}"], "once an hour"


def test_the_bank_had_renewed_the_expired_card_and_the_reservation_follows(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    expire(shop, order)
    ticking.renew_reservations(shop.now)
    with shop.deciding(maria) as session:
        card = session.get_one(Card, made(order)[0].card_id)
        renewed = SavedCard(card.provider_id, "visa", "4242", 12, 2031)
        payments.settle_card(session, card, CardStanding(renewed, kept=True), at=shop.now)
    ticking.renew_reservations(shop.now)
    shop.bank_says_of(made(order)[-1].id, Standing.AUTHORISED)
    assert shop.order(order).trouble is None
    assert statuses(order) == [S.CANCELLING, S.AUTHORISED]


def test_a_card_that_was_taken_off_is_not_charged_anew(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    with shop.deciding(maria) as session:
        payments.detach_all(session, maria, by=SAM, at=shop.now)
    told_to_a_person(shop, maria, order, "That card is gone")


def test_what_was_reserved_before_a_dispute_is_not_renewed_by_itself(shop: Shop) -> None:
    maria = shop.customer()
    earlier, order = shop.paid(maria), about_to_lapse(shop, maria)
    dispute(shop, earlier)
    told_to_a_person(shop, maria, order, "disputed or suspected to be fraud")
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    shop.bank_says_of(made(order)[-1].id, Standing.AUTHORISED)
    assert statuses(order) == [S.CANCELLING, S.AUTHORISED], "a person took it on themselves"


def test_delivered_with_a_refused_renewal_the_old_one_is_taken(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    doubt(shop, maria)
    ticking.renew_reservations(shop.now)
    fulfil(shop, order)
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert (shop.order(order).status, shop.order(order).trouble) == (OrderStatus.PAID, None)


def test_lapsed_at_last_it_says_that_it_has(shop: Shop) -> None:
    maria = shop.customer()
    order = about_to_lapse(shop, maria)
    doubt(shop, maria)
    ticking.renew_reservations(shop.now)
    shop.later(hours=2)
    shop.bank_says(order, Standing.CANCELLED)
    assert "let go of before it was captured" in (shop.order(order).trouble or "")
    before = shop.order(order).trouble
    ticking.renew_reservations(shop.now)
    assert shop.order(order).trouble == before
    with pytest.raises(Refused, match="No money is reserved"):
        fulfil(shop, order)


def expire(shop: Shop, order: int) -> None:
    """Its card's last month is over."""

    def go_by(session: Session, order: Order) -> None:
        card = queries.of_order(session, order.id)[0].card
        card.exp_year, card.exp_month = 2026, 10

    shop.on_order(order, go_by)


def dispute(shop: Shop, order: int) -> None:
    """Its charge is disputed."""

    def tell(session: Session, order: Order) -> None:
        payment = queries.of_order(session, order.id)[0]
        standing = DisputeStanding(
            f"du_{payment.id}", payment.provider_id, "open", 5400, "USD", "fraudulent", shop.now
        )
        payments.settle_dispute(session, payment, standing, at=shop.now)

    shop.on_order(order, tell)
