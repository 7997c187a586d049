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
from concierge.customers import queries as customers
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
    till.decide(lambda s, p: payments.renew(s, p, p.money, what="roses", at=clock.now()))
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


# --- an error that Stripe keeps for a call that did nothing --------------------------------------

KEPT: dict[str, Any] = {"mode": "status", "method": "POST", "times": 1, "saved": True}


def resume(till: Till) -> None:
    """A person has the card tried again."""
    order = till.world.order()

    def act(session: Session) -> None:
        mine = order_queries.get(session, order.id)
        orders.resume(session, mine, by=OPERATOR, at=clock.now())

    till.world.decide(order.customer_id, act)
    till.hurry()


def test_kept_for_a_reservation_a_person_hears_at_once_that_nothing_was_reserved(
    till: Till,
) -> None:
    """Stripe would answer so for a day; but it also says that there is no such payment."""
    till.world.sandbox.fault(INTENTS, **KEPT)
    till.ordered()
    till.hurry()
    assert till.intents() == []
    assert till.payment().status == "failed"
    assert "Nothing was reserved" in (till.world.order().trouble or "")
    resume(till)
    assert till.intents() == ["requires_capture"], "another payment, so another key"
    assert (till.world.order().status, till.world.order().trouble) == ("confirmed", None)


def test_kept_for_a_capture_it_is_made_once_all_the_same(till: Till) -> None:
    till.ordered()
    till.world.sandbox.fault(f"{INTENTS}/*/capture", **KEPT)
    till.deliver()
    till.hurry()
    assert (till.intents(), till.world.order().status) == (["succeeded"], "paid")
    assert [one["captured"] for one in till.world.authorisations()] == [5400]


def test_kept_for_letting_go_it_is_let_go_of_all_the_same(till: Till) -> None:
    till.ordered()
    till.world.sandbox.fault(f"{INTENTS}/*/cancel", **KEPT)
    till.world.text("UNDO")
    till.hurry()
    assert (till.intents(), till.payment().status) == (["canceled"], "cancelled")


def test_kept_for_a_refund_it_is_known_not_to_have_been_made_and_may_be_again(till: Till) -> None:
    till.ordered()
    till.deliver()
    till.hurry()
    till.world.sandbox.fault("/stripe/v1/refunds", **KEPT)
    give = lambda s, p: payments.refund(  # noqa: E731
        s, p, 1000, by=OPERATOR, at=clock.now(), reason=None
    )
    till.decide(give)
    till.hurry()
    assert [refund.status for refund in till.payment().refunds] == ["failed"]
    assert till.payment().refundable.amount == 5400
    till.decide(give)
    till.hurry()
    assert [refund["amount"] for refund in till.world.sandbox.books()["refunds"]] == [1000]


def test_kept_for_a_page_the_customer_presses_again_and_it_opens(till: Till) -> None:
    customer = till.world.customer()
    till.world.sandbox.fault("/stripe/v1/checkout/sessions", **KEPT)
    for wanted in ("failed", "open"):
        with db.transaction() as session:
            customers.lock(session, customer.id)
            link = links.create(session, customer.id, LinkPurpose.CARD, at=clock.now())
            visit = payments.open_card_session(session, link, at=clock.now())
        till.hurry()
        with db.reading() as session:
            assert queries.card_session(session, visit.id).status == wanted


def test_what_keeps_failing_waits_for_a_person_and_moves_no_money_twice(till: Till) -> None:
    till.ordered()
    till.world.sandbox.fault(f"{INTENTS}/*/capture", **(KEPT | {"times": None}))
    till.deliver()
    till.hurry()
    assert till.intents() == ["requires_capture"]
    with db.transaction() as session:  # nobody could say until the deadline
        waiting = update(Effect).where(Effect.status == "waiting")
        session.execute(waiting.values(due_at=clock.now(), deadline_at=clock.now()))
    till.world.work()
    assert "Try again, or look the payment up" in (till.world.order().trouble or "")
    till.world.sandbox.clear_faults()
    resume(till)
    assert (till.intents(), till.world.order().status) == (["succeeded"], "paid")
    assert [one["captured"] for one in till.world.authorisations()] == [5400]
