"""Random sequences of what people, clocks and providers do; after each step the rules hold.

The rules are those of docs/invariants.md. Providers answer in any order, twice, late, or never.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.effects import GiveUp, handlers, running
from concierge.effects.models import Effect
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders.estimates import Cost
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import handlers as payment_handlers
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import Standing
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from concierge.quotes import lifecycle as quotes
from concierge.quotes import revising
from concierge.quotes.models import Quote, QuoteStatus
from tests.limits.bank import Bank
from tests.shop import SAM, Shop
from tests.stores import empty

WHICH = st.integers(0, 5)
ANSWERS = st.sampled_from(("good", "decline", "bank asks"))
LOST = st.sampled_from((False, False, False, True))
CALLS = ("payment.authorise", "payment.find", "payment.capture", "payment.cancel", "refund.make")
OVER = {OrderStatus.PAID, OrderStatus.CANCELLED}


class Business(RuleBasedStateMachine):
    """One customer, a few quotes, whatever happens."""

    shop: Shop
    url: str

    def __init__(self) -> None:
        super().__init__()
        empty(self.url)
        self.bank = Bank()
        payment_handlers.register(self.bank)  # type: ignore[arg-type]
        self.shop.now = clock.now()
        self.customer = self.shop.customer()
        self.final: dict[int, OrderStatus] = {}
        self.settled: dict[int, int | None] = {}

    # --- who decides -----------------------------------------------------------------------------

    @contextmanager
    def _refusable(self) -> Iterator[None]:
        with suppress(Refused):
            yield

    def _pick(self, number: int) -> int | None:
        with db.reading() as session:
            ids = list(session.scalars(select(Order.id).order_by(Order.id)))
        return ids[number % len(ids)] if ids else None

    def _on_order(self, number: int, verb: Callable[[Session, Order], object]) -> None:
        order_id = self._pick(number)
        if order_id is not None:
            with self._refusable():
                self.shop.on_order(order_id, verb)

    def _on_quote(self, number: int, verb: Callable[[Session, Quote], object]) -> None:
        with db.reading() as session:
            ids = list(session.scalars(select(Quote.id).order_by(Quote.id)))
        if ids:
            with self._refusable():
                self.shop.on_quote(ids[number % len(ids)], verb)

    @rule()
    def send_a_quote(self) -> None:
        self.shop.quote(self.customer)

    @rule()
    def send_an_estimate(self) -> None:
        self.shop.estimate(self.customer)

    @rule(which=WHICH, more=st.integers(1, 2000))
    def ask_for_more(self, which: int, more: int) -> None:
        def ask(session: Session, order: Order) -> None:
            revising.revise(session, order, order.total + more, by=SAM, at=self.shop.now)

        self._on_order(which, ask)

    @rule(which=WHICH)
    def keep_to_the_ceiling(self, which: int) -> None:
        self._on_order(which, lambda s, o: revising.keep(s, o, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def say_ok(self, which: int) -> None:
        self._on_quote(which, lambda s, q: quotes.accept(s, q, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def decline_a_quote(self, which: int) -> None:
        self._on_quote(which, lambda s, q: quotes.decline(s, q, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def withdraw_a_quote(self, which: int) -> None:
        self._on_quote(which, lambda s, q: quotes.withdraw(s, q, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def undo(self, which: int) -> None:
        self._on_order(which, lambda s, o: orders.undo(s, o, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        self._on_order(
            which, lambda s, o: orders.cancel(s, o, because="sold out", by=SAM, at=self.shop.now)
        )

    @rule(which=WHICH)
    def resume(self, which: int) -> None:
        self._on_order(which, lambda s, o: orders.resume(s, o, by=SAM, at=self.shop.now))

    @rule(which=WHICH)
    def ask(self, which: int) -> None:
        self._on_order(which, lambda s, o: orders.ask(s, o, by=SAM, at=self.shop.now))

    @rule(which=WHICH, cost=st.integers(1, 8000))
    def fulfil(self, which: int, cost: int) -> None:
        def deliver(session: Session, order: Order) -> None:
            spent = Cost(cost, no_receipt="lost") if order.is_estimate else None
            orders.fulfil(session, order, by=SAM, at=self.shop.now, cost=spent)

        self._on_order(which, deliver)

    @rule(which=WHICH, amount=st.integers(1, 6000))
    def refund(self, which: int, amount: int) -> None:
        def give(session: Session, order: Order) -> None:
            payment = payment_queries.latest(session, order.id)
            if payment is not None:
                payments.refund(session, payment, amount, by=SAM, at=self.shop.now, reason=None)

        self._on_order(which, give)

    @rule()
    def save_another_card(self) -> None:
        self.shop.saves_a_card(self.customer)

    @rule(minutes=st.sampled_from((1, 11, 60 * 25)))
    def time_passes(self, minutes: int) -> None:
        self.shop.later(minutes=minutes)

    # --- what workers and providers do -----------------------------------------------------------

    @rule(answer=ANSWERS, lost=LOST)
    def a_worker_makes_a_call(self, answer: str, lost: bool) -> None:
        """The next one that is due; the answer may get lost after the effect."""
        self.bank.mood, self.bank.lose_answer = answer, lost
        with db.transaction() as session:
            others = Effect.kind.not_in(CALLS)
            session.execute(update(Effect).where(others).values(status="done"))
            due = update(Effect).where(Effect.status == "waiting")
            session.execute(due.values(due_at=clock.now()))
        running.run_next()

    @rule(which=WHICH)
    def a_webhook_tells_how_it_stands(self, which: int) -> None:
        told = self.bank.snapshots()
        if told:
            snapshot = told[which % len(told)]
            self.shop.bank_says_of(
                snapshot.payment_id or 0,
                snapshot.standing,
                amount_captured=snapshot.amount_captured,
            )

    @rule(which=WHICH)
    def a_late_webhook_tells_how_it_stood(self, which: int) -> None:
        """A snapshot that was fetched before something else happened, recorded after it."""
        if self.bank.seen:
            old = self.bank.seen[-1 - which % len(self.bank.seen)]
            if old.standing is not Standing.DECLINED or self.bank.stands(old) is old.standing:
                self.shop.bank_says_of(
                    old.payment_id or 0, old.standing, amount_captured=old.amount_captured
                )

    @rule(which=WHICH)
    def a_call_is_given_up(self, which: int) -> None:
        with db.reading() as session:
            query = select(Effect).where(Effect.kind.in_(CALLS), Effect.status == "waiting")
            waiting = list(session.scalars(query.order_by(Effect.id)))
        if not waiting:
            return
        effect = waiting[which % len(waiting)]
        with db.transaction() as session:
            session.execute(
                update(Effect)
                .where(Effect.id == effect.id)
                .values(status="running", attempt=effect.attempt + 1)
            )
        effect.attempt += 1
        running._record(effect, handlers[effect.kind], error=GiveUp("nobody answered"))

    # --- what holds after each step --------------------------------------------------------------

    @invariant()
    def every_rule_holds(self) -> None:
        with db.reading() as session:
            placed = list(session.scalars(select(Order)))
            offered = list(session.scalars(select(Quote).order_by(Quote.id)))
            for quote in offered:
                found = [order for order in placed if order.quote_id == quote.origin_id]
                accepted = quote.status is QuoteStatus.ACCEPTED
                assert len(found) == (accepted or quote.revises_id is not None), quote.status
            for order in placed:
                self._price_holds(order, [q for q in offered if q.origin_id == order.quote_id])
                self._order_holds(order, payment_queries.of_order(session, order.id))
            for payment in session.scalars(select(Payment)):
                query = select(Refund).where(Refund.payment_id == payment.id)
                kept = [r for r in session.scalars(query) if r.status is not RefundStatus.FAILED]
                assert payment.amount_refunded == sum(row.amount for row in kept)

    def _price_holds(self, order: Order, offered: list[Quote]) -> None:
        """It is the most that they said OK to, and settled once."""
        agreed = [q.total for q in offered if q.status is QuoteStatus.ACCEPTED]
        assert order.total == max(agreed)
        asked = [q.total for q in offered if q.status is QuoteStatus.SENT]
        assert asked == ([] if order.asked_total is None else [order.asked_total])
        settled = order.status in {OrderStatus.FULFILLED, OrderStatus.PAID}
        assert settled == (order.final_total is not None)
        assert self.settled.setdefault(order.id, order.final_total) in {None, order.final_total}
        if order.final_total is not None:
            self.settled[order.id] = order.final_total
            assert order.is_estimate or order.final_total == order.total

    def _order_holds(self, order: Order, made: list[Payment]) -> None:
        live = [one for one in made if one.status in payment_queries.LIVE]
        assert len(live) <= 1
        assert self.final.get(order.id, order.status) is order.status
        if order.status in OVER:
            self.final[order.id] = order.status
        assert (order.status is OrderStatus.HELD) == isinstance(order.held_for, HeldFor)
        taken = self.bank.taken(one.id for one in made)
        assert taken <= order.total, "taken twice"
        if order.status is OrderStatus.PAID:
            assert taken == order.final.amount
        if order.status not in {OrderStatus.PAID, OrderStatus.FULFILLED}:
            assert taken == 0, f"taken from an order that is {order.status}"
        if order.status is OrderStatus.CONFIRMED and order.trouble is None:
            assert [one.status for one in live] == [PaymentStatus.AUTHORISED]

    def teardown(self) -> None:
        """At the end providers answer, and everything comes to rest."""
        for _ in range(200):
            self.a_worker_makes_a_call("good", False)
            with db.reading() as session:
                query = select(Effect.id).where(Effect.status.in_(("waiting", "running")))
                if session.scalar(query.limit(1)) is None:
                    break
        else:
            raise AssertionError("it does not come to rest")
        self.every_rule_holds()
        with db.reading() as session:
            for order in session.scalars(select(Order)):
                payments_of = payment_queries.of_order(session, order.id)
                reserved = self.bank.reserved(one.id for one in payments_of)
                if order.status is OrderStatus.CANCELLED:
                    assert reserved == 0, "a cancelled order still holds money"
                assert reserved <= order.total, "reserved twice"


def test_whatever_happens_in_whatever_order_the_rules_hold(shop: Shop, database_url: str) -> None:
    Business.shop, Business.url = shop, database_url
    before = dict(handlers)
    try:
        run_state_machine_as_test(
            Business,
            settings=settings(
                max_examples=25,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        handlers.clear()
        handlers.update(before)


def test_the_bank_of_these_tests_takes_no_more_than_it_reserved() -> None:
    with pytest.raises(AssertionError):
        Bank().check_capture(100, 101)
