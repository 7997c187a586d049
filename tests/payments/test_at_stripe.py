"""What people do by hand at Stripe, and what Stripe does by itself: our books follow."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe
from sqlalchemy import update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.effects import Effect
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.models import Payment
from tests.world import OPERATOR, World


@pytest.fixture
def dashboard(world: World) -> stripe.StripeClient:
    """Somebody with the owner's login at Stripe."""
    return stripe.StripeClient(
        world.settings.stripe_secret_key.get_secret_value(),
        base_addresses={"api": world.settings.stripe_api_base},
    )


def confirmed(world: World) -> str:
    """Maria's order, its money reserved; the payment's id at Stripe."""
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    return str(world.authorisations()[0]["id"])


def deliver(world: World) -> None:
    order = world.order()

    def act(session: Session) -> None:
        mine = order_queries.get(session, order.id)
        orders.fulfil(session, mine, by=OPERATOR, at=clock.now())

    world.decide(order.customer_id, act)


def paid(world: World) -> str:
    intent = confirmed(world)
    deliver(world)
    world.work()
    return intent


def payment(world: World) -> Payment:
    order = world.order().id
    with db.reading() as session:
        return queries.of_orders(session, [order])[order]


def give_back(world: World, amount: int) -> None:
    def act(session: Session) -> None:
        found = queries.latest(session, world.order().id)
        assert found is not None
        payments.refund(session, found, amount, by=OPERATOR, at=clock.now(), reason=None)

    world.decide(world.order().customer_id, act)


def test_a_refund_made_at_stripe_is_ours_too(world: World, dashboard: stripe.StripeClient) -> None:
    intent = paid(world)
    world.sandbox.webhooks("repeat", ["stripe"], times=3)
    dashboard.v1.refunds.create(
        {"payment_intent": intent, "amount": 1500, "reason": "requested_by_customer"}
    )
    world.work()
    found = payment(world)
    assert [(r.amount, r.status, r.created_by) for r in found.refunds] == [
        (1500, "succeeded", "provider")
    ]
    assert found.refundable.amount == 3900
    assert world.texts()[-1].startswith("Refunded: $15.00")


def test_a_refund_made_at_stripe_that_comes_back(
    world: World, dashboard: stripe.StripeClient
) -> None:
    intent = paid(world)
    made = dashboard.v1.refunds.create({"payment_intent": intent, "amount": 1500})
    world.work()
    world.sandbox.fail_refund(made.id)
    world.work()
    found = payment(world)
    assert [r.status for r in found.refunds] == ["failed"]
    assert found.refundable.amount == 5400


def test_a_refund_at_stripe_beats_one_of_ours_to_the_money(
    world: World, dashboard: stripe.StripeClient
) -> None:
    """Ours is asked for first and made last: Stripe refuses it, and theirs is what counts."""
    intent = paid(world)
    give_back(world, 5400)
    dashboard.v1.refunds.create({"payment_intent": intent, "amount": 5400})
    world.work()
    with db.transaction() as session:
        waiting = update(Effect).where(Effect.status == "waiting")
        session.execute(waiting.values(due_at=clock.now()))
    world.work()
    found = payment(world)
    assert [(r.status, r.created_by) for r in found.refunds] == [
        ("failed", str(OPERATOR)),
        ("succeeded", "provider"),
    ]
    assert (found.amount_refunded, found.refundable.amount) == (5400, 0)


def test_refunds_that_are_none_of_ours_are_left_alone(
    world: World, dashboard: stripe.StripeClient
) -> None:
    paid(world)
    customer = dashboard.v1.customers.create({"name": "Somebody else"}).id
    method = dashboard.v1.payment_methods.attach("pm_card_visa", {"customer": customer}).id
    theirs = dashboard.v1.payment_intents.create(
        {
            "amount": 900,
            "currency": "usd",
            "customer": customer,
            "payment_method": method,
            "allowed_payment_method_types": ["card"],
            "confirm": True,
            "off_session": True,
            "metadata": {"payment": "1"},  # another installation counts from 1 too
        }
    )
    dashboard.v1.refunds.create({"payment_intent": theirs.id, "metadata": {"refund": "1"}})
    world.work()
    found = payment(world)
    assert (found.refunds, found.refundable.amount) == ([], 5400)
    assert world.conversation().waiting_for is None


def test_a_number_of_ours_on_a_refund_of_another_payment_says_nothing(
    world: World, dashboard: stripe.StripeClient
) -> None:
    intent = paid(world)
    dashboard.v1.refunds.create(
        {"payment_intent": intent, "amount": 100, "metadata": {"refund": "4711"}}
    )
    world.work()
    assert [(r.amount, r.created_by) for r in payment(world).refunds] == [(100, "provider")]


def test_captured_at_stripe_the_order_is_still_to_be_delivered(
    world: World, dashboard: stripe.StripeClient
) -> None:
    intent = confirmed(world)
    dashboard.v1.payment_intents.capture(intent, {"amount_to_capture": 5000})
    world.work()
    found = payment(world)
    assert (found.status, found.amount_captured, found.let_go.amount) == ("captured", 5000, 400)
    assert world.order().status == "confirmed"
    deliver(world)
    world.work()
    assert world.order().status == "paid"


@pytest.mark.parametrize(
    "happens",
    [
        lambda world, dashboard, intent: world.sandbox.lapse(intent),
        lambda world, dashboard, intent: dashboard.v1.payment_intents.cancel(intent),
    ],
    ids=["lapsed", "cancelled by hand"],
)
def test_a_reservation_that_is_gone_is_the_orders_trouble(
    world: World, dashboard: stripe.StripeClient, happens: Callable[..., Any]
) -> None:
    intent = confirmed(world)
    happens(world, dashboard, intent)
    world.work()
    assert payment(world).status == "cancelled"
    assert world.order().trouble == (
        "The reserved money was let go of before it was captured. "
        "Reserve it again, ask the customer for a card, or cancel."
    )
    assert (world.conversation().waiting_for or "").startswith("Order 1: The reserved money")


def test_a_refund_given_up_unanswered_is_looked_for_at_stripe(world: World) -> None:
    paid(world)
    world.sandbox.webhooks("drop", ["stripe"])
    world.sandbox.fault("/stripe/v1/refunds", "cut_after", method="POST", times=3)
    give_back(world, 1000)
    world.work()
    with db.transaction() as session:
        late = update(Effect).where(Effect.kind == "refund.make")
        session.execute(late.values(due_at=clock.now(), deadline_at=clock.now()))
    world.sandbox.fault("/stripe/v1/refunds*", "status", method="GET", times=100)
    world.work()
    assert payment(world).refunds[0].status == "unknown"
    assert payment(world).refundable.amount == 4400
    world.sandbox.clear_faults()
    with db.transaction() as session:
        waiting = update(Effect).where(Effect.status == "waiting")
        session.execute(waiting.values(due_at=clock.now()))
    world.work()
    assert payment(world).refunds[0].status == "succeeded"
    assert len(world.sandbox.books()["refunds"]) == 1
