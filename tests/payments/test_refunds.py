"""Money given back: never more than was taken, never twice for one click."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import db
from concierge.errors import Refused
from concierge.events import Event
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import RefundStanding
from concierge.payments.models import RefundStatus
from tests.shop import SAM, Shop


def refund(shop: Shop, order: int, amount: int, left: int | None = None) -> int:
    def act(session: Session, order: Order) -> int:
        payment = queries.live(session, order.id)
        assert payment is not None
        row = payments.refund(
            session, payment, amount, by=SAM, at=shop.now, reason="wilted", left=left
        )
        return row.id

    return shop.on_order(order, act)


def bank_says(shop: Shop, order: int, refund_id: int, status: str, provider: str | None) -> None:
    def act(session: Session, order: Order) -> None:
        row = queries.refund(session, refund_id)
        standing = RefundStanding(provider, refund_id, status, None)
        payments.settle_refund(session, row, standing, at=shop.now)

    shop.on_order(order, act)


def give_up(shop: Shop, order: int, refund_id: int) -> None:
    shop.on_order(
        order,
        lambda s, o: payments.lose_refund(s, queries.refund(s, refund_id), "late", at=shop.now),
    )


def test_refunds_never_exceed_what_was_captured(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    refund(shop, order, 2000)
    with pytest.raises(Refused, match=r"at most the \$34.00 that is left"):
        refund(shop, order, 3401)
    refund(shop, order, 3400)
    with pytest.raises(Refused):
        refund(shop, order, 1)
    assert shop.payment(order).refundable.amount == 0


@pytest.mark.parametrize("amount", [0, -1, 5401])
def test_an_amount_that_cannot_be_refunded(shop: Shop, amount: int) -> None:
    order = shop.paid(shop.customer())
    with pytest.raises(Refused):
        refund(shop, order, amount)


def test_a_double_click_refunds_once(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    refund(shop, order, 1000, left=5400)
    with pytest.raises(Refused, match=r"made meanwhile: \$44.00 is left"):
        refund(shop, order, 1000, left=5400)
    assert len(shop.calls("refund.make")) == 1


def test_nothing_is_refunded_before_it_was_taken(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    with pytest.raises(Refused, match="cancel it"):
        refund(shop, order, 100)


def test_maria_is_told_when_the_money_is_on_its_way(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    number = refund(shop, order, 5400)
    before = len(shop.texts(maria))
    for _ in range(2):
        bank_says(shop, order, number, "succeeded", "re_1")
    assert shop.texts(maria)[before:] == [
        "Refunded: $54.00 to Visa 4242 for order 1. Banks take a few days to show it."
    ]


def test_a_refund_that_fails_may_be_made_again(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 5400)
    bank_says(shop, order, number, "succeeded", "re_1")
    bank_says(shop, order, number, "failed", "re_1")  # banks do this, days later
    assert shop.payment(order).refundable.amount == 5400
    bank_says(shop, order, number, "succeeded", "re_1")  # an older webhook: no step back
    assert shop.payment(order).refundable.amount == 5400


def test_a_refund_we_gave_up_on_counts_until_it_is_known_not_to_have_been_made(
    shop: Shop,
) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 3000)
    give_up(shop, order, number)
    assert shop.calls("refund.find") == [f"refund:{number}"]
    assert shop.payment(order).refundable.amount == 2400, "it may have been made"
    with pytest.raises(Refused, match=r"at most the \$24.00 that is left"):
        refund(shop, order, 3000)
    bank_says(shop, order, number, "failed", None)
    assert shop.payment(order).refundable.amount == 5400


def test_a_refund_we_gave_up_on_turns_out_to_have_been_made(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 3000)
    give_up(shop, order, number)
    bank_says(shop, order, number, "succeeded", "re_1")
    payment = shop.payment(order)
    assert payment.refundable.amount == 2400
    assert payment.refunds[0].status is RefundStatus.SUCCEEDED


def test_a_refund_we_gave_up_on_may_be_asked_for_again_and_counts_once(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 3000)
    give_up(shop, order, number)
    shop.on_order(order, lambda s, o: payments.refund_again(queries.refund(s, number)))
    payment = shop.payment(order)
    assert payment.refunds[0].status is RefundStatus.REQUESTED
    assert payment.refundable.amount == 2400


def test_refunds_in_parts_each_have_their_own_end(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    first, second, third = (refund(shop, order, amount) for amount in (1000, 2000, 2400))
    bank_says(shop, order, first, "succeeded", "re_1")
    bank_says(shop, order, second, "failed", "re_2")  # at once
    bank_says(shop, order, third, "pending", "re_3")
    payment = shop.payment(order)
    assert [r.status for r in payment.refunds] == ["succeeded", "failed", "pending"]
    assert payment.refundable.amount == 2000
    bank_says(shop, order, third, "failed", "re_3")  # later
    assert shop.payment(order).refundable.amount == 4400
    assert sum("Refunded: $10.00" in text for text in shop.texts(maria)) == 1


@pytest.mark.parametrize(("before", "said"), [("succeeded", True), ("pending", False)])
def test_a_refund_that_fails_says_whether_it_had_succeeded(
    shop: Shop, before: str, said: bool
) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 5400)
    bank_says(shop, order, number, before, "re_1")
    bank_says(shop, order, number, "failed", "re_1")
    with db.reading() as session:
        data = session.scalars(select(Event.data).where(Event.kind == "refund.failed")).one()
    assert data["had_succeeded"] is said
