"""What the processor keeps for itself is known, to the cent, and told to whoever keeps books."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.events import Event
from concierge.money import Money
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import Standing
from tests.shop import SAM, Shop
from tests.world import OPERATOR, World


def told(kind: str) -> list[dict[str, Any]]:
    """The data of every event of a kind."""
    with db.reading() as session:
        return list(
            session.scalars(select(Event.data).where(Event.kind == kind).order_by(Event.id))
        )


def fulfil(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))


def test_a_capture_and_a_refund_tell_amount_and_fee(world: World) -> None:
    world.known()
    world.give_card()
    world.quote(total=5400)
    world.text("OK")
    order = world.order()

    def deliver(session: Session) -> None:
        orders.fulfil(session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now())

    def refund(session: Session) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.refund(session, payment, 1000, by=OPERATOR, at=clock.now(), reason=None)

    world.decide(order.customer_id, deliver)
    world.work()
    world.decide(order.customer_id, refund)
    world.work()

    [captured] = told("payment.captured")
    # 2.9 % of $54.00, and 30 cents
    assert (captured["amount"], captured["fee"], captured["fee_currency"]) == (5400, 187, "USD")
    assert (captured["currency"], captured["let_go"], captured["by_hand"]) == ("USD", 0, False)
    [refunded] = told("refund.succeeded")
    assert (refunded["amount"], refunded["fee"]) == (1000, 0)
    with db.reading() as session:
        payment = queries.latest(session, order.id)
        assert payment is not None
        assert (payment.fee, payment.fee_currency) == (187, "USD")


def test_less_than_was_reserved_is_taken_and_the_rest_is_seen_to_be_let_go_of(
    world: World,
) -> None:
    world.known()
    world.give_card()
    world.quote(total=6000)
    world.text("OK")
    order = world.order()

    def take(session: Session) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.capture(session, payment, 4700, at=clock.now())

    world.decide(order.customer_id, take)
    world.work()

    with db.reading() as session:
        payment = queries.latest(session, order.id)
        assert payment is not None
        assert (payment.money, payment.captured) == (Money(6000, "USD"), Money(4700, "USD"))
        assert payment.let_go == Money(1300, "USD")
    [captured] = told("payment.captured")
    assert (captured["amount"], captured["authorised"], captured["let_go"]) == (4700, 6000, 1300)
    assert captured["fee"] == 166  # of what was taken
    [intent] = world.authorisations()
    assert (intent["amount_received"], intent["amount_capturable"]) == (4700, 0)


def test_a_fee_that_is_booked_later_is_told_once(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    assert shop.payment(order).fee is None
    for _ in range(2):
        shop.bank_says(order, Standing.CAPTURED, amount_captured=5400, fee=Money(187, "USD"))
    assert [data["fee"] for data in told("payment.fee_known")] == [187]
    assert shop.payment(order).fee == 187


def test_money_that_was_taken_by_hand_is_said_to_be(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert [data["by_hand"] for data in told("payment.captured")] == [True]
