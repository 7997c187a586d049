"""Random sequences of what people, clocks and providers do; after each step the rules hold.

Several cards, estimates, pages of payment, a number that turns out to be somebody else's.

The rules are those of docs/invariants.md. Providers answer in any order, twice, late, or never.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.conversation import parting
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint
from concierge.effects import GiveUp, handlers, running
from concierge.effects.models import Effect
from concierge.errors import NotFound, Refused
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders import renewal
from concierge.orders.estimates import Cost
from concierge.orders.freezing import FROZEN
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import dispute_queries
from concierge.payments import handlers as payment_handlers
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import CardStanding, SavedCard, Snapshot, Standing
from concierge.payments.models import (
    Card,
    CardSessionStatus,
    DisputeStatus,
    Payment,
    PaymentStatus,
    PayVisit,
    Refund,
    RefundStatus,
)
from concierge.payments.statement import TheirPayment
from concierge.quotes import lifecycle as quotes
from concierge.quotes import revising
from concierge.quotes.models import Quote, QuoteStatus
from concierge.reconciliation import money
from tests.limits.bank import Bank
from tests.shop import SAM, Shop
from tests.stores import empty

WHICH = st.integers(0, 3)
ANSWERS = st.sampled_from(("good", "decline", "bank asks"))
LOST = st.sampled_from((False, False, False, True))
CALLS = (
    "payment.authorise",
    "payment.find",
    "payment.confirm",
    "payment.capture",
    "payment.cancel",
    "refund.make",
    "refund.find",
    "pay.open",
    "pay.check",
    "pay.close",
)
UNDECIDED = {DisputeStatus.INQUIRY, DisputeStatus.OPEN, DisputeStatus.REVIEWED}
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
        self.told: list[Snapshot] = []
        for _ in range(2):  # most of what can go wrong begins with an order in good order
            self.shop.says_ok(self.shop.quote(self.customer))
            self.a_worker_makes_a_call("good", False)

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
        with self._refusable():
            self.shop.quote(self.customer)

    @rule()
    def send_an_estimate(self) -> None:
        with self._refusable():
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

    @rule(which=WHICH)
    def the_clock_renews_a_reservation(self, which: int) -> None:
        self._on_order(which, lambda s, o: renewal.renew(s, o, at=self.shop.now))

    @rule(which=WHICH, answer=ANSWERS, lost=LOST)
    def a_renewal_is_asked_for_and_called(self, which: int, answer: str, lost: bool) -> None:
        self.the_clock_renews_a_reservation(which)
        self.a_worker_makes_a_call(answer, lost)

    @rule(which=WHICH)
    def deliver_while_a_renewal_is_on_its_way(self, which: int) -> None:
        self.the_clock_renews_a_reservation(which)
        self.fulfil(which, 4200)

    @rule(which=WHICH, told=WHICH)
    def money_is_taken_by_hand_and_a_webhook_says_so(self, which: int, told: int) -> None:
        self.resume(which)
        self.somebody_takes_the_money_by_hand(told)
        self.a_webhook_tells_how_it_stands(told)

    @rule(which=WHICH)
    def go_to_the_bank(self, which: int) -> None:
        def present(session: Session, order: Order) -> None:
            payment = payment_queries.renewal(session, order.id) or payment_queries.latest(
                session, order.id
            )
            if payment is not None:
                payments.present(session, payment, "token", at=self.shop.now)

        self._on_order(which, present)

    @rule()
    def save_another_card(self) -> None:
        with db.reading() as session:  # nobody else is sent a link to do so
            is_parted = customer_queries.get(session, self.customer).parted_at is not None
        if not is_parted:
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

    def _behind_our_back(self, which: int, happens: Callable[[str], None]) -> None:
        names = sorted(self.bank.books)
        if names:
            happens(names[which % len(names)])

    @rule(which=WHICH, passed=st.booleans())
    def the_customer_answers_the_bank(self, which: int, passed: bool) -> None:
        self._behind_our_back(which, lambda n: self.bank.customer_answers(n, passed=passed))

    @rule(which=WHICH)
    def a_declined_payment_is_tried_again_there(self, which: int) -> None:
        self._behind_our_back(which, self.bank.tries_again)

    @rule(which=WHICH)
    def a_reservation_lapses(self, which: int) -> None:
        self._behind_our_back(which, self.bank.lapses)

    @rule(which=WHICH)
    def somebody_takes_the_money_by_hand(self, which: int) -> None:
        self._behind_our_back(which, self.bank.is_taken_by_hand)

    @rule(which=WHICH)
    def a_charge_is_disputed(self, which: int) -> None:
        self._behind_our_back(which, self.bank.is_disputed)

    @rule(which=WHICH, won=st.booleans())
    def a_dispute_is_decided(self, which: int, won: bool) -> None:
        self._behind_our_back(which, lambda n: self.bank.decides(n, won=won))

    @rule(which=WHICH)
    def a_webhook_tells_of_a_dispute(self, which: int) -> None:
        self._behind_our_back(which, self._tell_dispute)

    def _tell_dispute(self, name: str) -> None:
        standing = self.bank.books[name].dispute
        with db.transaction() as session:
            payment = payment_queries.by_provider(session, name)
            if standing is not None and payment is not None:
                customer_queries.lock(session, payment.customer_id)
                payments.settle_dispute(session, payment, standing, at=self.shop.now)

    @rule(which=WHICH)
    def a_webhook_tells_how_it_stands(self, which: int) -> None:
        told = self.bank.snapshots()
        if told:
            self._tell(told[which % len(told)])

    @rule(which=WHICH)
    def a_late_webhook_tells_how_it_stood(self, which: int) -> None:
        """A snapshot that was fetched before something else happened, recorded after it."""
        if self.bank.seen:
            old = self.bank.seen[-1 - which % len(self.bank.seen)]
            if old.standing is not Standing.DECLINED or self.bank.stands(old) is old.standing:
                self._tell(replace(old, fee=None, problem=None))

    def _tell(self, snapshot: Snapshot) -> None:
        """A payment that was made on a page bears no number of ours: it is known by its name."""
        with db.transaction() as session:
            if snapshot.payment_id is not None:
                payment = session.get(Payment, snapshot.payment_id)
            else:
                payment = payment_queries.by_provider(session, snapshot.provider_id or "")
            if payment is not None:
                customer_queries.lock(session, payment.customer_id)
                session.refresh(payment)
                payments.settle(session, payment, snapshot, at=self.shop.now)

    # --- an order paid on a page -----------------------------------------------------------------

    @rule(which=WHICH)
    def go_to_the_page_of_payment(self, which: int) -> None:
        def go(session: Session, order: Order) -> None:
            orders.require_payable(session, order)
            payments.open_paying(
                session, order.id, order.customer_id, order.final,
                what="roses", token="token", at=self.shop.now,
            )  # fmt: skip

        self._on_order(which, go)

    @rule(which=WHICH)
    def offer_to_pay_this_order_alone(self, which: int) -> None:
        self._on_order(which, lambda s, o: orders.offer(s, o, by=SAM, at=self.shop.now))
        self.go_to_the_page_of_payment(which)
        self.a_worker_makes_a_call("good", False)

    @rule(which=WHICH)
    def somebody_pays_on_a_page(self, which: int) -> None:
        """Only one whose address we have heard can have been given to anybody."""
        with db.reading() as session:
            known = list(
                session.scalars(
                    select(PayVisit.id).where(PayVisit.url.is_not(None)).order_by(PayVisit.id)
                )
            )
        if known:
            self.bank.pays(known[which % len(known)])

    @rule(which=WHICH)
    def a_webhook_tells_of_a_page(self, which: int) -> None:
        numbers = sorted(self.bank.pages)
        if numbers:
            self._tell_page(numbers[which % len(numbers)])

    @rule(which=WHICH)
    def the_customer_comes_back_from_a_page(self, which: int) -> None:
        with db.transaction() as session:
            found = list(session.scalars(select(PayVisit).order_by(PayVisit.id)))
            if found:
                visit = found[which % len(found)]
                customer_queries.lock(session, visit.customer_id)
                payments.check_visit(session, visit, at=self.shop.now)

    @rule(which=WHICH)
    def the_time_of_a_page_is_over(self, which: int) -> None:
        numbers = sorted(self.bank.pages)
        if numbers:
            self.bank.expires(numbers[which % len(numbers)])

    def _tell_page(self, number: int) -> None:
        with db.transaction() as session:
            visit = session.get_one(PayVisit, number)
            customer_queries.lock(session, visit.customer_id)
            session.refresh(visit)
            payments.settle_paying(session, visit, self.bank.page(number), at=self.shop.now)

    @rule(which=WHICH)
    def our_books_are_compared_with_theirs(self, which: int) -> None:
        self._behind_our_back(which, self._compare)

    def _compare(self, name: str) -> None:
        held = self.bank.books[name]
        with db.transaction() as session:
            visit = session.get(PayVisit, held.visit) if held.visit is not None else None
            theirs = TheirPayment(
                snapshot=held.snapshot,
                customer=None if visit else f"cus_{self.customer}",
                amount=held.amount,
                currency="USD",
                visit=visit.id if visit else None,
                order=visit.order_id if visit else None,
                card=self.bank.page(visit.id).card if visit else None,
            )
            money.payment(session, name, theirs, at=self.shop.now)

    # --- cards -----------------------------------------------------------------------------------

    def _on_card(self, which: int, verb: Callable[[Session, Card], object]) -> None:
        with self._refusable(), self.shop.deciding(self.customer) as session:
            found = payment_queries.cards(session, self.customer)
            if found:
                verb(session, found[which % len(found)])

    @rule(which=WHICH)
    def choose_a_card(self, which: int) -> None:
        self._on_card(which, lambda s, c: payments.choose(s, c, by=SAM, at=self.shop.now))

    @rule(which=WHICH, sure=st.booleans())
    def remove_a_card(self, which: int, sure: bool) -> None:
        self._on_card(
            which, lambda s, c: payments.remove(s, c, sure=sure, by=SAM, at=self.shop.now)
        )

    @rule(which=WHICH)
    def a_card_expires(self, which: int) -> None:
        def expire(session: Session, card: Card) -> None:
            card.exp_year = 2025

        self._on_card(which, expire)

    @rule(which=WHICH)
    def the_bank_renews_a_card(self, which: int) -> None:
        def renew(session: Session, card: Card) -> None:
            saved = SavedCard(card.provider_id, card.brand, card.last4, 12, 2031)
            payments.settle_card(session, card, CardStanding(saved, kept=True), at=self.shop.now)

        self._on_card(which, renew)

    # --- the number ------------------------------------------------------------------------------

    def _points(self, session: Session) -> list[ContactPoint]:
        return list(customer_queries.get(session, self.customer).contact_points)

    @rule()
    def the_number_is_in_doubt(self) -> None:
        with self.shop.deciding(self.customer) as session:
            for point in self._points(session):
                customers.doubt(session, point, because="silence", by=SAM, at=self.shop.now)

    @rule(digits=st.sampled_from(("4242", "0000")))
    def they_say_how_a_card_ends(self, digits: str) -> None:
        with self.shop.deciding(self.customer) as session:
            if customer_queries.is_doubted(session, self.customer):
                payments.prove(session, self.customer, digits, at=self.shop.now)

    @rule()
    def it_is_the_wrong_number(self) -> None:
        with self.shop.deciding(self.customer) as session:
            for point in self._points(session):
                parting.part(session, point, because=parting.BY_HAND, by=SAM, at=self.shop.now)

    @rule()
    def it_was_their_number_after_all(self) -> None:
        with suppress(NotFound), self.shop.deciding(self.customer) as session:
            parting.reunite(session, self.customer, by=SAM, at=self.shop.now)

    @rule(answer=ANSWERS)
    def a_mistake_about_the_number_while_a_call_is_made(self, answer: str) -> None:
        self.it_is_the_wrong_number()
        self.a_worker_makes_a_call(answer, False)
        self.it_was_their_number_after_all()

    @rule(which=WHICH)
    def a_call_is_given_up(self, which: int) -> None:
        with db.reading() as session:
            query = select(Effect).where(Effect.kind.in_(CALLS), Effect.status == "waiting")
            waiting = list(session.scalars(query.order_by(Effect.id)))
        if not waiting:
            return
        effect = waiting[which % len(waiting)]
        self.shop.later(seconds=1)  # (a day, really: whoever asks again asks at another moment)
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
                reserved_beside = payment.aside and payment.status is PaymentStatus.AUTHORISED
                assert not reserved_beside, "it takes the other's place, or is let go of"
                disputes = dispute_queries.of(session, payment_ids=[payment.id])
                assert len(disputes) <= 1
                assert all(row.is_open == (row.status in UNDECIDED) for row in disputes)
                query = select(Refund).where(Refund.payment_id == payment.id)
                kept = [r for r in session.scalars(query) if r.status is not RefundStatus.FAILED]
                assert payment.amount_refunded == sum(row.amount for row in kept)
            self._number_holds(session)
            self._pages_hold(session)

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
        live = [one for one in made if one.status in payment_queries.LIVE and not one.aside]
        assert len(live) <= 1
        assert self.final.get(order.id, order.status) is order.status
        if order.status in OVER:
            self.final[order.id] = order.status
        assert (order.status is OrderStatus.HELD) == isinstance(order.held_for, HeldFor)
        names = [_name(one) for one in made]
        taken, by_us = self.bank.taken(names), self.bank.taken(names, by_hand=False)
        assert by_us <= order.total, "taken twice"
        if order.status is OrderStatus.PAID:
            assert taken >= order.final.amount
        if order.status not in {OrderStatus.PAID, OrderStatus.FULFILLED}:
            assert by_us == 0, f"taken from an order that is {order.status}"
        if order.status is OrderStatus.CONFIRMED and order.trouble is None:
            assert len(live) == 1
            assert live[0].status in {PaymentStatus.AUTHORISED, PaymentStatus.CAPTURED}
            larger = [o for o in made if o.aside and o.status is PaymentStatus.REQUESTED]
            assert larger or live[0].amount >= order.total or live[0].amount_captured, "too little"

    def _number_holds(self, session: Session) -> None:
        """Nothing of a customer whose number is somebody else's goes on by itself."""
        customer = customer_queries.get(session, self.customer)
        frozen = [
            (order.trouble or "").startswith(FROZEN)
            for order in order_queries.open_of(session, customer.id)
        ]
        assert all(frozen) if customer.parted_at is not None else not any(frozen)
        for held in payment_queries.cards(session, customer.id):
            assert customer.parted_at is None, f"{held.label} is still saved"
        wallet = payment_queries.wallet(session, customer.id)
        chosen = wallet.default_card if wallet else None
        assert chosen is None or chosen.detached_at is None, "a card that was removed is charged"

    def _pages_hold(self, session: Session) -> None:
        """A visit has one payment at most, for its order and its amount."""
        for visit in session.scalars(select(PayVisit)):
            assert (visit.status is CardSessionStatus.COMPLETE) == (visit.payment_id is not None)
            if visit.payment_id is not None:
                payment = session.get_one(Payment, visit.payment_id)
                assert (payment.order_id, payment.amount) == (visit.order_id, visit.amount)

    def teardown(self) -> None:
        """At the end providers answer, and everything comes to rest."""
        for _ in range(200):
            self.a_worker_makes_a_call("good", False)
            with db.reading() as session:
                query = select(Effect.id).where(Effect.status.in_(("waiting", "running")))
                if session.scalar(query.limit(1)) is None and not self._told_all():
                    break
        else:
            raise AssertionError("it does not come to rest")
        self.every_rule_holds()
        with db.reading() as session:
            for order in session.scalars(select(Order)):
                payments_of = payment_queries.of_order(session, order.id)
                # What was given up was told to a person, who has it made again.
                known = [one for one in payments_of if one.status is not PaymentStatus.FAILED]
                reserved = self.bank.reserved(map(_name, known))
                if order.status is OrderStatus.CANCELLED:
                    assert reserved == 0, "a cancelled order still holds money"
                assert reserved <= order.total, "reserved twice"

    def _told_all(self) -> bool:
        """Every webhook arrives in the end, and every page is over. True where one was news."""
        for number in self.bank.pages:
            self.bank.expires(number)
            self._tell_page(number)
        news = [
            held.snapshot for held in self.bank.books.values() if held.snapshot not in self.told
        ]
        for snapshot in news:
            self.told.append(snapshot)
            self._tell(snapshot)
        return bool(news)


def _name(payment: Payment) -> str:
    """What the bank calls it, or would."""
    return payment.provider_id or f"pi_{payment.id}"


def test_whatever_happens_in_whatever_order_the_rules_hold(shop: Shop, database_url: str) -> None:
    Business.shop, Business.url = shop, database_url
    before = dict(handlers)
    try:
        run_state_machine_as_test(
            Business,
            settings=settings(
                max_examples=30,
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
