"""Every call to Stripe, and everything that can happen to it on its way: done once, and known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from sqlalchemy import update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.effects import Effect, handlers
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import handlers as payment_handlers
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.models import Payment
from concierge.payments.stripe import StripeGateway
from tests.world import OPERATOR, World

INTENTS = "/stripe/v1/payment_intents"
ASKS_ALWAYS = "4000002760003184"
# Before the effect, after it, and after it with an error that Stripe keeps for the key.
FAULTS: dict[str, dict[str, Any]] = {
    "500": {"mode": "status"},
    "429": {"mode": "status", "status": 429},
    "409": {"mode": "status", "status": 409},
    "cut before": {"mode": "cut_before"},
    "cut after": {"mode": "cut_after"},
    "timed out": {"mode": "timeout_after", "ms": 20},
    "500 after": {"mode": "status_after"},
    "500 after, kept": {"mode": "status_after", "saved": True},
}


@dataclass
class Till:
    """A shop whose calls to Stripe are made once an attempt, and are told of by nobody else."""

    world: World

    def hurry(self) -> None:
        """Whatever waits for another try is tried now, until nothing does."""
        for _ in range(4):
            self.world.work()
            with db.transaction() as session:
                waiting = update(Effect).where(Effect.status == "waiting")
                session.execute(waiting.values(due_at=clock.now()))
        self.world.work()

    def ordered(self) -> int:
        """Maria has said OK, and the money is reserved."""
        self.world.quote()
        self.world.text("OK")
        return self.world.order().id

    def decide(self, verb: Any) -> None:
        """A verb about the one order's payment."""
        order = self.world.order()

        def act(session: Session) -> None:
            payment = queries.latest(session, order.id)
            assert payment is not None
            verb(session, queries.get(session, payment.id))

        self.world.decide(order.customer_id, act)

    def deliver(self) -> None:
        order = self.world.order()

        def act(session: Session) -> None:
            mine = order_queries.get(session, order.id)
            orders.fulfil(session, mine, by=OPERATOR, at=clock.now())

        self.world.decide(order.customer_id, act)

    def payment(self) -> Payment:
        order = self.world.order().id
        with db.reading() as session:
            return queries.of_orders(session, [order])[order]

    def intents(self) -> list[str]:
        return [intent["status"] for intent in self.world.authorisations()]


@pytest.fixture
def till(world: World) -> Iterator[Till]:
    settings = world.settings
    before = dict(handlers)
    payment_handlers.register(
        StripeGateway(
            settings.stripe_secret_key.get_secret_value(),
            settings.stripe_webhook_secret.get_secret_value(),
            settings.stripe_api_base,
            timeout=5,
            retries=0,
        )
    )
    world.known()
    world.give_card()
    world.sandbox.webhooks("drop", ["stripe"])
    yield Till(world)
    handlers.clear()
    handlers.update(before)


def strike(till: Till, path: str, fault: str) -> None:
    till.world.sandbox.fault(path, method="POST", times=1, **FAULTS[fault])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reservation(till: Till, fault: str) -> None:
    strike(till, INTENTS, fault)
    till.ordered()
    till.hurry()
    assert till.intents() == ["requires_capture"]
    assert till.world.order().status == "confirmed"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_capture(till: Till, fault: str) -> None:
    till.ordered()
    strike(till, f"{INTENTS}/*/capture", fault)
    till.deliver()
    till.hurry()
    assert till.intents() == ["succeeded"]
    assert (till.world.order().status, till.payment().fee) == ("paid", 187)


@pytest.mark.parametrize("fault", FAULTS)
def test_letting_go(till: Till, fault: str) -> None:
    till.ordered()
    strike(till, f"{INTENTS}/*/cancel", fault)
    till.world.text("UNDO")
    till.hurry()
    assert till.intents() == ["canceled"]
    assert till.payment().status == "cancelled"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refund(till: Till, fault: str) -> None:
    till.ordered()
    till.deliver()
    till.hurry()
    strike(till, "/stripe/v1/refunds", fault)
    till.decide(lambda s, p: payments.refund(s, p, 1000, by=OPERATOR, at=clock.now(), reason=None))
    till.hurry()
    assert [refund["amount"] for refund in till.world.sandbox.books()["refunds"]] == [1000]
    assert [refund.status for refund in till.payment().refunds] == ["succeeded"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_renewal(till: Till, fault: str) -> None:
    till.ordered()
    strike(till, INTENTS, fault)
    till.decide(lambda s, p: payments.renew(s, p, what="roses", at=clock.now()))
    till.hurry()
    assert till.intents() == ["canceled", "requires_capture"]
    assert till.payment().replaces_id is not None
    assert till.world.order().trouble is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_word_with_the_bank(till: Till, fault: str) -> None:
    till.world.sandbox.webhooks("live")
    till.world.give_card(number=ASKS_ALWAYS)
    till.world.sandbox.webhooks("drop", ["stripe"])
    till.ordered()
    till.hurry()
    assert till.payment().status == "action_required"
    strike(till, f"{INTENTS}/*/confirm", fault)

    def present(session: Session, payment: Payment) -> None:
        link = links.create(session, payment.customer_id, LinkPurpose.BANK, at=clock.now())
        payments.present(session, payment, links.token(link), at=clock.now())

    till.decide(present)
    till.hurry()
    assert till.intents() == ["requires_action"]
    assert "/stripe/3d_secure/" in (till.payment().redirect_url or "")


def test_a_declined_payment_is_not_confirmed_again(till: Till) -> None:
    """The customer presses the bank's button of a page that was left open."""
    till.world.sandbox.webhooks("live")
    till.world.give_card(number=ASKS_ALWAYS)
    till.world.sandbox.webhooks("drop", ["stripe"])
    till.ordered()
    till.hurry()
    intent = till.world.authorisations()[0]
    gateway = handlers["payment.confirm"].gateway  # type: ignore[attr-defined]
    method = till.payment().card.provider_id
    page = "http://shop.test/return"
    gateway.confirm(intent["id"], method, return_url=page, key="confirm-1")
    till.world.sandbox.replace_card(method, number="4000000000000341", exp_year=2034)
    with pytest.raises(requests.HTTPError, match="402"):  # recognised, and declined
        till.world.sandbox.answer_bank(intent["id"], passed=True)
    assert till.intents() == ["requires_payment_method"]
    before = len(till.world.sandbox.books()["charges"])
    answer = gateway.confirm(intent["id"], method, return_url=page, key="confirm-2")
    assert answer.standing == "declined"
    assert len(till.world.sandbox.books()["charges"]) == before


def test_an_error_that_is_kept_for_a_call_that_did_nothing_never_makes_a_second_call(
    till: Till,
) -> None:
    till.ordered()
    till.world.sandbox.fault(f"{INTENTS}/*/capture", "status", method="POST", times=1, saved=True)
    till.deliver()
    till.hurry()
    assert till.intents() == ["requires_capture"]
    with db.transaction() as session:  # nobody could say until the deadline
        waiting = update(Effect).where(Effect.status == "waiting")
        session.execute(waiting.values(due_at=clock.now(), deadline_at=clock.now()))
    till.world.work()
    assert "Try again, or look the payment up" in (till.world.order().trouble or "")
    order = till.world.order()

    def resume(session: Session) -> None:
        mine = order_queries.get(session, order.id)
        orders.resume(session, mine, by=OPERATOR, at=clock.now())

    till.world.decide(order.customer_id, resume)
    till.hurry()
    assert (till.intents(), till.world.order().status) == (["succeeded"], "paid")
