"""Nobody knows whether a call was heard: ask what came of it, never guess, never do it twice."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.effects import Effect, handlers, running
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import Snapshot, Standing
from tests.shop import Shop
from tests.stores import plain
from tests.waiting import until
from tests.world import MARIA, OPERATOR, World


def hurry() -> None:
    """Whatever waits for another try is tried now."""
    with db.transaction() as session:
        session.execute(update(Effect).where(Effect.status == "waiting").values(due_at=clock.now()))


def test_a_payment_hidden_by_an_error_that_stripe_keeps_is_found(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.sandbox.webhooks("drop", ["stripe"])  # nobody else tells us
    world.sandbox.fault(
        "/stripe/v1/payment_intents", "status_after", method="POST", times=1, saved=True
    )
    world.sandbox.text(MARIA, "OK")
    until(lambda: world.drain() and world.authorisations(), "the payment at Stripe")
    hurry()
    world.work()

    assert [p["status"] for p in world.authorisations()] == ["requires_capture"]
    assert world.order().status == "confirmed"


def test_a_refund_hidden_by_an_error_that_stripe_keeps_is_found(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    order = world.order()

    def fulfil(session: Session) -> None:
        orders.fulfil(session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now())

    def refund(session: Session) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.refund(session, payment, 1000, by=OPERATOR, at=clock.now(), reason=None)

    world.decide(order.customer_id, fulfil)
    world.work()
    world.sandbox.webhooks("drop", ["stripe"])
    world.sandbox.fault("/stripe/v1/refunds", "status_after", method="POST", times=1, saved=True)
    world.decide(order.customer_id, refund)
    world.work()
    hurry()
    world.work()

    assert [r["amount"] for r in world.sandbox.books()["refunds"]] == [1000]
    with db.reading() as session:
        payment = queries.latest(session, order.id)
        assert payment is not None
        assert [r.status for r in queries.get(session, payment.id).refunds] == ["succeeded"]


def test_a_payment_of_another_installation_with_our_number_is_not_ours(shop: Shop) -> None:
    order_id = shop.confirmed(shop.customer())
    payment = shop.payment(order_id)

    def overhear(session: Session, order: Order) -> None:
        theirs = Snapshot(Standing.CANCELLED, "pi_elsewhere", payment.id)
        payments.settle(session, queries.get(session, payment.id), theirs, at=shop.now)

    shop.on_order(order_id, overhear)
    assert shop.payment(order_id).status == "authorised"
    assert shop.order(order_id).trouble is None


def test_twilio_in_conflict_with_itself_is_asked_again(world: World) -> None:
    world.sandbox.fault("/twilio/*/Messages.json", "status", method="POST", status=409, times=1)
    world.text("Hello")
    hurry()
    world.work()
    assert len(world.texts()) == 1


def test_a_worker_that_stood_still_makes_no_call(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = handlers["message.send"]
    monkeypatch.setattr(type(real), "lease", timedelta(seconds=-1))
    world.sandbox.text(MARIA, "Hello")
    until(lambda: world.has_thread(MARIA), "the text to be taken in")
    assert running.run_next()
    assert world.texts() == []
    with db.reading() as session:
        assert session.scalars(select(Effect.status)).all() == ["running"]


def test_a_text_that_comes_while_the_database_restarts_is_not_lost(world: World) -> None:
    world.text("Hello")
    with psycopg.connect(plain(world.settings.database_url), autocommit=True) as connection:
        # What a restart does to every connection that the web keeps.
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    world.sandbox.text(MARIA, "12 roses please")
    until(
        lambda: all(d["state"] != "due" for d in world.sandbox.books()["deliveries"]),
        "the webhook's answer",
    )
    assert [m.body for m in world.messages() if m.inbound] == ["Hello", "12 roses please"]


def test_a_reservation_nobody_heard_of_is_found_and_let_go_of(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.sandbox.webhooks("drop", ["stripe"])
    world.sandbox.fault(
        "/stripe/v1/payment_intents", "status_after", method="POST", times=1, saved=True
    )
    world.sandbox.text(MARIA, "OK")
    until(lambda: world.drain() and world.authorisations(), "the payment at Stripe")
    with db.transaction() as session:  # days pass, and Stripe's answers with them
        give_up = update(Effect).where(Effect.kind == "payment.authorise")
        session.execute(give_up.values(status="given_up"))
    order = world.order()

    def fail(session: Session) -> None:
        payment = queries.latest(session, order.id)
        assert payment is not None
        payments.fail(session, payment, "nobody answered", at=clock.now())

    def cancel(session: Session) -> None:
        mine = order_queries.get(session, order.id)
        orders.cancel(session, mine, because="sold out", by=OPERATOR, at=clock.now())

    world.decide(order.customer_id, fail)
    world.decide(order.customer_id, cancel)
    world.work()
    assert [p["status"] for p in world.authorisations()] == ["canceled"]
