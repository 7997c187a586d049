"""Orders up to a ceiling: what it cost in the end, the receipt, and asking for more."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import db, events
from concierge.errors import Refused
from concierge.orders import estimates
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.estimates import Cost, Photo
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import Standing
from concierge.payments.models import Payment, PaymentStatus
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes import revising
from concierge.quotes.models import Quote, QuoteStatus
from tests.shop import SAM, Shop

PHOTO = Photo("image/jpeg", b"\xff\xd8 a receipt", 600, 800)


def up_to_sixty(shop: Shop, customer: int) -> int:
    """An order of groceries for at most $60.00, whose money is reserved."""
    order = shop.says_ok(shop.estimate(customer))
    shop.bank_says(order, Standing.AUTHORISED)
    return order


def fulfil(shop: Shop, order: int, cost: Cost | None) -> None:
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now, cost=cost))


def ask(shop: Shop, order: int, total: int = 6800, note: str | None = None) -> int:
    """The customer is asked for more, and has got the text; the quote's id."""

    def revise(session: Session, order: Order) -> int:
        quote = revising.revise(session, order, total, by=SAM, at=shop.now, note=note)
        quotes.presented(session, quote, at=shop.now)
        return quote.id

    return shop.on_order(order, revise)


def says_no(shop: Shop, quote: int) -> None:
    shop.on_quote(
        quote,
        lambda s, q: quotes.decline(s, q, by=events.customer(q.customer_id), at=shop.now),
    )


def keep(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: revising.keep(s, o, by=SAM, at=shop.now))


def cancel(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.cancel(s, o, because="too dear", by=SAM, at=shop.now))


# --- the way it should go ------------------------------------------------------------------------


def test_maria_agrees_to_a_ceiling_and_pays_what_it_costs(shop: Shop) -> None:
    maria = shop.customer()
    quote = shop.estimate(maria)
    assert "Up to $60.00; you pay what it costs." in shop.texts(maria)[-1]
    order = shop.says_ok(quote)
    assert shop.payment(order).amount == 6000
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.texts(maria)[-1].startswith(
        "Ordered. Reserved up to $60.00 on Visa 4242; you pay what it costs."
    )
    fulfil(shop, order, Cost(5240, PHOTO))
    assert shop.captures(order) == [5240]
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5240)
    assert shop.order(order).status is OrderStatus.PAID
    assert (
        "It cost $52.40 of the $60.00 reserved; $7.60 is released. Receipt: <link:"
        in shop.texts(maria)[-1]
    )


def test_what_costs_the_whole_ceiling_leaves_nothing_to_release(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    fulfil(shop, order, Cost(6000, PHOTO))
    shop.bank_says(order, Standing.CAPTURED, amount_captured=6000)
    assert "It cost $60.00. Receipt:" in shop.texts(maria)[-1]


def test_the_price_is_the_ceiling_until_it_is_settled_and_then_what_it_cost(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    assert str(shop.order(order).price) == "up to $60.00"
    fulfil(shop, order, Cost(5240, PHOTO))
    assert str(shop.order(order).price) == "$52.40"


def test_the_photo_of_the_receipt_is_kept_with_the_order(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    fulfil(shop, order, Cost(5240, PHOTO))
    with db.reading() as session:
        kept = order_queries.receipt(session, order)
        assert (kept.content, kept.content_type, kept.created_by) == (
            PHOTO.content, PHOTO.content_type, str(SAM),
        )  # fmt: skip


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (None, "Say what it really cost"),
        (Cost(6001, PHOTO), "more than the \\$60.00 they agreed to"),
        (Cost(0, PHOTO), "cancel the order"),
        (Cost(-1, PHOTO), "cancel the order"),
        (Cost(5240), "say why there is none"),
        (Cost(5240, no_receipt="  "), "say why there is none"),
        (Cost(5240, PHOTO, "lost it"), "Either there is a receipt"),
        (Cost(5240, no_receipt="x" * 201), "at most 200"),
    ],
)
def test_an_estimate_is_not_fulfilled_without_its_cost_and_proof(
    shop: Shop, cost: Cost | None, said: str
) -> None:
    order = up_to_sixty(shop, shop.customer())
    with pytest.raises(Refused, match=said):
        fulfil(shop, order, cost)
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert shop.order(order).final_total is None
    assert shop.calls("payment.capture") == []


def test_a_reason_stands_in_for_a_receipt_that_there_is_not(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    fulfil(shop, order, Cost(5240, no_receipt="The market stall gives none"))
    assert shop.order(order).no_receipt == "The market stall gives none"
    with db.reading() as session:
        assert not order_queries.has_receipt(session, order)


def test_a_fixed_price_is_not_changed_at_the_door(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    with pytest.raises(Refused, match=r"fixed: \$54.00"):
        fulfil(shop, order, Cost(5000, PHOTO))
    fulfil(shop, order, None)
    assert shop.captures(order) == [5400]
    assert shop.order(order).final_total == 5400


def test_a_price_is_settled_once(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    fulfil(shop, order, Cost(5240, PHOTO))
    with pytest.raises(Refused, match="has been fulfilled already"):
        fulfil(shop, order, Cost(4000, PHOTO))
    assert shop.order(order).final_total == 5240


def test_what_was_taken_by_hand_is_the_price(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5000)
    with pytest.raises(Refused, match=r"\$50.00 was taken at Stripe already"):
        fulfil(shop, order, Cost(5240, PHOTO))
    fulfil(shop, order, Cost(5000, PHOTO))
    assert shop.order(order).status is OrderStatus.PAID


def test_a_refund_after_an_estimate_is_at_most_what_was_taken(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    fulfil(shop, order, Cost(5240, PHOTO))
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5240)

    def refund(amount: int) -> None:
        with db.transaction() as session:
            taken = payment_queries.get(session, shop.payment(order).id)
            payments.refund(session, taken, amount, by=SAM, at=shop.now, reason=None)

    with pytest.raises(Refused, match=r"at most the \$52.40"):
        refund(5241)
    refund(5240)
    assert shop.payment(order).refundable.amount == 0


def test_a_card_that_fails_at_the_end_is_charged_what_it_cost(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    fulfil(shop, order, Cost(5240, PHOTO))
    shop.bank_says(order, Standing.CANCELLED)  # the reservation had lapsed
    shop.saves_a_card(maria, "1881")
    assert shop.payment(order).amount == 5240
    shop.bank_says(order, Standing.AUTHORISED)
    assert shop.captures(order) == [5240]


# --- more than was agreed ------------------------------------------------------------------------


def test_maria_is_asked_anew_and_told_why(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    quote = ask(shop, order, note="The saffron is dear this week.")
    asked = shop.texts(maria)[-1]
    assert asked.startswith("Groceries: it comes to $68.00, more than the $60.00 you agreed.")
    assert "The saffron is dear this week." in asked
    assert "Reply OK 2 by" in asked
    assert "NO if not" in asked
    assert shop.read_quote(quote).revises_id == shop.order(order).quote_id
    assert len(shop.calls("payment.authorise")) == 1, "nothing more is reserved before her OK"


def test_the_order_waits_for_her_answer(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    ask(shop, order)
    with pytest.raises(Refused, match=r"being asked about \$68.00"):
        fulfil(shop, order, Cost(5900, PHOTO))
    with pytest.raises(Refused, match="being asked about"):
        ask(shop, order, 7000)


def raised(shop: Shop, order: int) -> Payment:
    """What is to take the place of the reservation that counts."""
    with db.reading() as session:
        found = payment_queries.renewal(session, order)
        assert found is not None
        return found


def made(shop: Shop, order: int) -> list[tuple[int, PaymentStatus]]:
    with db.reading() as session:
        return [(one.amount, one.status) for one in payment_queries.of_order(session, order)]


def test_her_ok_reserves_the_higher_amount_first_and_then_lets_the_lower_go(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    first = shop.payment(order).id
    assert shop.says_ok(ask(shop, order)) == order
    assert made(shop, order) == [(6000, PaymentStatus.AUTHORISED), (6800, PaymentStatus.REQUESTED)]
    assert shop.order(order).status is OrderStatus.CONFIRMED
    shop.bank_says_of(raised(shop, order).id, Standing.AUTHORISED)
    assert made(shop, order) == [(6000, PaymentStatus.CANCELLING), (6800, PaymentStatus.AUTHORISED)]
    shop.bank_says_of(first, Standing.CANCELLED)
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert shop.order(order).trouble is None
    assert shop.texts(maria)[-1].startswith(
        "Thank you. Order 1 goes on: up to $68.00 is reserved on Visa 4242 now"
    )
    fulfil(shop, order, Cost(6720, PHOTO))
    assert shop.captures(order) == [6720]


def declined(shop: Shop, maria: int) -> int:
    """She agreed to $68.00, and her bank did not; the order."""
    order = up_to_sixty(shop, maria)
    shop.says_ok(ask(shop, order))
    shop.bank_says_of(raised(shop, order).id, Standing.DECLINED, problem="insufficient_funds")
    return order


def test_a_card_that_declines_the_higher_amount_leaves_the_lower_and_a_person_is_told(
    shop: Shop,
) -> None:
    maria = shop.customer()
    order = declined(shop, maria)
    assert made(shop, order) == [(6000, PaymentStatus.AUTHORISED), (6800, PaymentStatus.DECLINED)]
    assert shop.order(order).status is OrderStatus.CONFIRMED
    assert shop.order(order).trouble == (
        "The customer agreed to $68.00, and $60.00 is reserved (the bank declined: insufficient "
        "funds). Deliver for at most what is reserved; or try the card again, or text a card link."
    )
    with pytest.raises(Refused, match=r"Only \$60.00 of it is reserved"):
        fulfil(shop, order, Cost(6720, PHOTO))
    fulfil(shop, order, Cost(6000, PHOTO))
    assert shop.captures(order) == [6000]


def test_her_other_card_takes_the_higher_amount_over(shop: Shop) -> None:
    maria = shop.customer()
    order = declined(shop, maria)
    shop.saves_a_card(maria, "1881")
    assert raised(shop, order).amount == 6800
    shop.bank_says_of(raised(shop, order).id, Standing.AUTHORISED)
    assert "up to $68.00 is reserved on Visa 1881 now" in shop.texts(maria)[-1]
    assert shop.order(order).trouble is None
    assert made(shop, order)[0] == (6000, PaymentStatus.CANCELLING)


def test_a_person_tries_the_higher_amount_again(shop: Shop) -> None:
    order = declined(shop, shop.customer())
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    shop.bank_says_of(raised(shop, order).id, Standing.AUTHORISED)
    assert (shop.payment(order).amount, shop.order(order).trouble) == (6800, None)


def test_a_card_that_may_not_be_charged_leaves_the_lower_and_a_person_is_told(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    quote = ask(shop, order)
    with shop.deciding(maria) as session:
        payments.detach_all(session, maria, by=SAM, at=shop.now)
    shop.says_ok(quote)
    assert made(shop, order) == [(6000, PaymentStatus.AUTHORISED)]
    assert "$60.00 is reserved (That card is gone" in (shop.order(order).trouble or "")


def test_the_bank_wants_her_for_the_higher_amount_and_the_lower_stands_meanwhile(
    shop: Shop,
) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    shop.says_ok(ask(shop, order))
    shop.bank_says_of(raised(shop, order).id, Standing.ACTION_REQUIRED)
    assert shop.texts(maria)[-1].startswith("Your bank wants you to confirm up to $68.00")
    assert made(shop, order)[0] == (6000, PaymentStatus.AUTHORISED)
    shop.bank_says_of(raised(shop, order).id, Standing.AUTHORISED)
    assert (shop.payment(order).amount, shop.order(order).trouble) == (6800, None)


def test_delivered_before_the_higher_amount_is_there_the_lower_is_taken(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    shop.says_ok(ask(shop, order))
    higher = raised(shop, order).id
    fulfil(shop, order, Cost(5800, PHOTO))
    shop.bank_says_of(higher, Standing.AUTHORISED)
    assert made(shop, order) == [(6000, PaymentStatus.CAPTURING), (6800, PaymentStatus.CANCELLING)]


def test_cancelled_meanwhile_both_are_let_go_of(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    shop.says_ok(ask(shop, order))
    higher = raised(shop, order).id
    cancel(shop, order)
    shop.bank_says_of(higher, Standing.AUTHORISED)
    assert {status for _, status in made(shop, order)} == {PaymentStatus.CANCELLING}


def test_where_the_lower_has_lapsed_the_higher_is_asked_for_as_ever(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    quote = ask(shop, order)
    shop.bank_says(order, Standing.CANCELLED)
    shop.says_ok(quote)
    assert shop.payment(order).amount == 6800
    shop.bank_says(order, Standing.DECLINED)
    assert shop.order(order).held_for is HeldFor.DECLINED
    assert "declined for order 1, up to $68.00" in shop.texts(maria)[-1]


def test_an_ok_that_was_none_takes_the_sentence_about_it_along(shop: Shop) -> None:
    order = declined(shop, shop.customer())
    shop.on_order(order, lambda s, o: estimates.disagree(s, o, 6000, by=SAM, at=shop.now))
    assert (shop.order(order).total, shop.order(order).trouble) == (6000, None)


def test_her_no_leaves_the_choice_to_a_person(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    says_no(shop, ask(shop, order))
    assert shop.texts(maria)[-1].startswith("Understood: no more than the $60.00 you agreed.")
    now = shop.order(order)
    assert now.status is OrderStatus.CONFIRMED
    assert now.trouble == (
        "The customer did not agree to $68.00. Keep to the $60.00, or cancel the order."
    )
    with pytest.raises(Refused, match="did not agree"):
        fulfil(shop, order, Cost(6000, PHOTO))


def test_kept_to_the_ceiling_it_goes_ahead_and_she_is_told(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    says_no(shop, ask(shop, order))
    keep(shop, order)
    assert shop.texts(maria)[-1].startswith("Order 1 goes ahead for at most the $60.00 you agreed.")
    assert shop.order(order).trouble is None
    fulfil(shop, order, Cost(6000, PHOTO))
    assert shop.captures(order) == [6000]


def test_cancelled_instead_nothing_is_charged(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    says_no(shop, ask(shop, order))
    cancel(shop, order)
    assert shop.order(order).status is OrderStatus.CANCELLED
    assert len(shop.calls("payment.cancel")) == 1
    assert "nothing is charged" in shop.texts(maria)[-1]


def test_keeping_to_the_ceiling_takes_an_open_question_back(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    quote = ask(shop, order)
    keep(shop, order)
    assert shop.read_quote(quote).status is QuoteStatus.WITHDRAWN
    with pytest.raises(Refused):
        shop.says_ok(quote)
    assert shop.order(order).total == 6000
    with pytest.raises(Refused, match="Nothing beyond"):
        keep(shop, order)


def test_taking_the_question_back_is_keeping_to_the_ceiling(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    quote = ask(shop, order)
    shop.on_quote(quote, lambda s, q: quotes.withdraw(s, q, by=SAM, at=shop.now))
    assert shop.order(order).asked_total is None
    assert [text for text in shop.texts(maria) if "goes ahead" in text] == [shop.texts(maria)[-1]]


def test_no_answer_in_time_is_no_agreement(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    quote = ask(shop, order)
    shop.later(hours=25)
    shop.on_quote(quote, lambda s, q: quotes.expire(s, q, at=shop.now))
    assert "did not agree to $68.00" in (shop.order(order).trouble or "")
    ask(shop, order, 6400)
    assert shop.order(order).trouble is None


def test_an_order_that_is_cancelled_takes_its_question_with_it(shop: Shop) -> None:
    maria = shop.customer()
    order = up_to_sixty(shop, maria)
    quote = ask(shop, order)
    cancel(shop, order)
    assert shop.read_quote(quote).status is QuoteStatus.WITHDRAWN
    assert not any("goes ahead" in text for text in shop.texts(maria))
    with db.reading() as session:
        assert quote_queries.live(session, maria, shop.now) == []


def test_an_ok_while_the_card_is_being_charged_waits_for_a_person(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    quote = ask(shop, order)
    shop.bank_says(order, Standing.CANCELLED)  # the reservation lapsed
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    with pytest.raises(Refused, match="being charged"):
        shop.says_ok(quote)
    shop.bank_says(order, Standing.AUTHORISED)
    shop.says_ok(quote)
    assert raised(shop, order).amount == 6800


@pytest.mark.parametrize("total", [5999, 6000, 100_000_000])
def test_only_more_is_asked_for_and_no_more_than_a_card_takes(shop: Shop, total: int) -> None:
    order = up_to_sixty(shop, shop.customer())
    with pytest.raises(Refused, match="Ask only for more"):
        ask(shop, order, total)
    with db.reading() as session:
        assert len(list(session.scalars(select(Quote)))) == 1


def test_a_fixed_price_is_not_asked_for_again(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    with pytest.raises(Refused, match="is fixed"):
        ask(shop, order)


def test_nothing_more_is_asked_for_before_the_agreed_sum_is_reserved(shop: Shop) -> None:
    order = shop.says_ok(shop.estimate(shop.customer()))
    with pytest.raises(Refused, match="once the agreed sum is reserved"):
        ask(shop, order)


def test_who_is_asked_for_more_is_not_nudged_to_order(shop: Shop) -> None:
    maria = shop.customer()
    ask(shop, up_to_sixty(shop, maria))
    from concierge.conversation import history

    with db.reading() as session:
        assert history.unanswered(session, shop.now) == []


def test_a_no_does_not_hide_other_trouble(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    says_no(shop, ask(shop, order))
    shop.bank_says(order, Standing.CANCELLED)
    keep(shop, order)
    assert "let go of before it was captured" in (shop.order(order).trouble or "")


def test_a_choice_that_is_open_outlives_a_card_that_was_tried_again(shop: Shop) -> None:
    order = up_to_sixty(shop, shop.customer())
    says_no(shop, ask(shop, order))
    shop.bank_says(order, Standing.CANCELLED)
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    shop.bank_says(order, Standing.AUTHORISED)
    now = shop.order(order)
    assert now.trouble == estimates.dilemma(now)
    assert now.trouble is not None
