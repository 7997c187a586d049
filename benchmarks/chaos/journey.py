"""One customer's way through the shop, and the operator who serves them, whatever breaks.

They behave as people do: who sees nothing happen tries again. What they did is not remembered
here; the audit reads it from the two sets of books.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import requests
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from benchmarks.chaos import looks
from benchmarks.chaos.looks import OPERATOR
from benchmarks.chaos.stage import Stage
from concierge import clock, db
from concierge.conversation import write
from concierge.customers import lifecycle as customers
from concierge.customers import links
from concierge.customers import queries as customer_queries
from concierge.customers.models import Customer, LinkPurpose
from concierge.errors import NotFound, Refused
from concierge.orders.models import HeldFor, Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import (
    RefundStatus,
)
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import Quote

T = TypeVar("T")
GOOD, DECLINED_LATER = "4242424242424242", "4000000000000341"
ASKS_ALWAYS = "4000002760003184"  # the bank wants the customer present, each time
# Seconds until a person tries again, and until this run says that it got nowhere.
IMPATIENT_S, PATIENCE_S = 12.0, 400.0
LOOK_S = 0.3


class Nowhere(Exception):
    """A journey does not get on; says what was awaited."""


class Journey:
    """One customer, who orders twice the same for the same price, so that texts repeat."""

    def __init__(self, stage: Stage, number: int, seed: int, ending: threading.Event) -> None:
        self.phone = f"+1555{2_000_000 + number}"
        self.dice = random.Random(seed * 1_000_003 + number)
        self.sandbox, self.url = stage.sandbox, stage.url
        self.total = self.dice.randrange(500, 40_000)
        [self.card] = self.dice.choices((GOOD, DECLINED_LATER, ASKS_ALWAYS), (82, 8, 10))
        self.estimates = self.dice.random() < 0.3  # "up to", and captured for less
        self.ending = ending
        self.done: Counter[str] = Counter()

    def take(self, times: int) -> None:
        """Save a card, then order so many times. Raises Nowhere."""
        self._arrive()
        self._save_card(self.card)
        for _ in range(times):
            self._order()

    # --- seeing and doing, though stores go away ------------------------------------------------

    def _see(self, look: Callable[[Session], T]) -> T | None:
        try:
            with db.reading() as session:
                return look(session)
        except (SQLAlchemyError, NotFound):
            return None

    def _until(
        self,
        look: Callable[[Session], T | None],
        what: str,
        again: Callable[[], object] | None = None,
    ) -> T:
        """The first true answer. `again` is what an impatient person does."""
        began = nagged = time.monotonic()
        while not (answer := self._see(look)):
            now = time.monotonic()
            if now - began > PATIENCE_S or self.ending.is_set():
                raise Nowhere(f"{self.phone} waits for {what}")
            if again is not None and now - nagged > IMPATIENT_S:
                nagged = now
                self.done["tried again"] += 1
                again()
            time.sleep(LOOK_S)
        return answer

    def _decide(self, verb: Callable[[Session, Customer], object]) -> None:
        """Call a verb as an edge does; an operator whose click failed looks and clicks again."""
        try:
            with db.transaction() as session:
                point = customer_queries.by_address(session, "sms", self.phone)
                if point is not None:
                    verb(session, customer_queries.lock(session, point.customer_id))
        except (SQLAlchemyError, Refused, NotFound):
            self.done["click failed"] += 1

    def _text(self, body: str) -> None:
        self.done["texts in"] += 1
        try:
            self.sandbox.text(self.phone, body, times=self.dice.choice((1, 1, 1, 2, 3)))
        except requests.ConnectionError:  # the stand-in itself is busy: as a phone without a net
            self.done["texts lost on the way"] += 1

    def _id(self, session: Session) -> int:
        point = customer_queries.by_address(session, "sms", self.phone)
        if point is None:
            raise NotFound("customer")
        return point.customer_id

    # --- the beginning --------------------------------------------------------------------------

    def _arrive(self) -> None:
        if self.dice.random() < 0.3:
            self._write_first()
        else:
            self._known()
            self._until(
                lambda session: customer_queries.by_address(session, "sms", self.phone),
                "their account",
                again=self._known,
            )

    def _known(self) -> None:
        try:
            with db.transaction() as session:
                if customer_queries.by_address(session, "sms", self.phone) is not None:
                    return
                at = clock.now()
                point = customers.welcome(session, "sms", self.phone, at=at)
                customers.onboard(
                    session, point.customer, name="Maria Lopez", address="14 Elm St", email=None,
                    marketing=False, words="agreed", at=at,
                )  # fmt: skip
                write.begin(session, point, at=at)
        except SQLAlchemyError:
            self.done["click failed"] += 1

    def _write_first(self) -> None:
        def greet(session: Session) -> bool:
            return looks.was_sent(session, self.phone, "greeting")

        self._text("Hello, 12 red roses please")
        self._until(greet, "the greeting", again=lambda: self._text("Hello?"))
        about = {"name": "Maria Lopez", "address": "14 Elm St", "agreed": "y"}

        def fill_in() -> None:
            link = self._see(lambda s: links.latest(s, self._id(s), LinkPurpose.ACCOUNT))
            if link is not None:
                try:
                    requests.post(
                        f"{links.address(link)}/account", about, timeout=20, allow_redirects=False
                    )
                except requests.RequestException:
                    self.done["page failed"] += 1

        def known(session: Session) -> bool:
            return session.get_one(Customer, self._id(session)).onboarded_at is not None

        fill_in()
        self._until(known, "their account", again=fill_in)

    def _save_card(self, number: str) -> None:
        before = self._until(lambda s: (looks.card(s, self._id(s)), True), "their wallet")[0]

        def visit() -> None:
            def go(session: Session, customer: Customer) -> None:
                at = clock.now()
                link = links.create(session, customer.id, LinkPurpose.CARD, at=at)
                payments.open_card_session(session, link, at=at)

            self._decide(go)

        def fill() -> None:
            opened = self._see(lambda s: looks.visits(s, self._id(s)))
            for page in opened or []:
                try:
                    at = self.sandbox.fill_checkout(page, number)
                    if "/3d_secure/" in at:
                        self.sandbox.answer_bank(at.rpartition("/")[2])
                    return
                except requests.RequestException:
                    self.done["page failed"] += 1  # filled in before
            visit()

        visit()
        self._until(lambda s: looks.visits(s, self._id(s)), "the card page", again=visit)
        fill()
        self._until(
            lambda s: looks.card(s, self._id(s)) not in {None, before}, "the card", again=fill
        )

    # --- an order -------------------------------------------------------------------------------

    def _order(self) -> None:
        how = self.dice.choices(
            ("fulfil", "refund", "undo", "undo at once", "cancel"), (60, 20, 10, 5, 5)
        )[0]
        quote_id = self._quoted()
        self._text("OK")
        if self.dice.random() < 0.2:
            self._text("ok")
        if how == "undo at once":
            self._text("UNDO")
        order = self._until(
            lambda s: looks.order_of(s, quote_id),
            "the order",
            again=lambda: self._say_ok_to(quote_id),
        )
        self._until(lambda s: looks.status(s, order) != "placed", "the card's answer")
        held_for = self._until(lambda s: (looks.held_for(s, order), True), "a look at it")[0]
        if held_for is HeldFor.BANK:
            self._ask_the_bank(order)
        elif held_for is not None:
            self._save_card(GOOD)
        settled = {"confirmed", "cancelled"}
        self._until(
            lambda s: looks.status(s, order) in settled,
            "the order to be confirmed",
            again=lambda: self._another_card(order),
        )
        if how == "undo":
            self._text("UNDO")
            self._ends(order, "cancelled", again=lambda: self._text("UNDO"))
        elif how == "cancel":
            self._click(order, "cancelled", looks.cancel)
        elif self._see(lambda s: looks.status(s, order)) != "cancelled":
            if self.dice.random() < 0.3:
                self._click(order, "fulfilled", looks.fulfil)
                self._decide(
                    lambda s, _: looks.fulfil(s, s.get_one(Order, order))
                )  # a second click
            self._click(order, "paid", looks.fulfil)
            if how == "refund":
                self._refund(order)
        self.done["orders"] += 1

    def _another_card(self, order: int) -> None:
        """Whoever filled the page in twice may have saved the bad card after the good one."""
        if self._see(lambda s: looks.held_for(s, order)) is HeldFor.DECLINED:
            self._save_card(GOOD)

    def _ask_the_bank(self, order: int) -> None:
        """The link, its button, the bank's page, and back; one in four fails there at first."""
        mistakes = [True] if self.dice.random() < 0.25 else []

        def go() -> None:
            link = self._see(lambda s: links.latest(s, self._id(s), LinkPurpose.BANK))
            intent = self._see(lambda s: looks.at_the_bank(s, order))
            if link is None:
                return
            page = links.address(link)
            try:
                if intent is None:
                    requests.post(f"{page}/bank", timeout=20, allow_redirects=False)
                    return
                try:
                    self.sandbox.answer_bank(intent, passed=not (mistakes and mistakes.pop()))
                finally:  # a page that has been answered leads back too
                    requests.get(f"{page}/bank/return", timeout=20)
            except requests.RequestException:
                self.done["page failed"] += 1

        settled = {"confirmed", "cancelled"}
        began = time.monotonic()
        while self._see(lambda s: looks.status(s, order)) not in settled:
            if time.monotonic() - began > PATIENCE_S or self.ending.is_set():
                raise Nowhere(f"{self.phone} waits for the bank's yes to order {order}")
            go()
            time.sleep(5 * LOOK_S)

    def _say_ok_to(self, quote_id: int) -> None:
        """As we ask for when something else has been said since."""
        number = self._see(lambda s: s.get_one(Quote, quote_id).number)
        self._text(f"OK {number}" if number else "OK")

    def _quoted(self) -> int:
        known = self._until(lambda s: (looks.newest_quote(s, self._id(s)), True), "the quotes")[0]

        def quote(session: Session, customer: Customer) -> None:
            if looks.newest_quote(session, customer.id) != known:
                return  # the click that seemed to fail had not
            at = clock.now()
            line = quotes.Line("12 red roses, hand-tied", 1, self.total)
            drafted = quotes.draft(
                session, customer, [line], by=OPERATOR, at=at,
                expires_at=at + timedelta(hours=24), is_estimate=self.estimates,
            )  # fmt: skip
            quotes.send(session, drafted, by=OPERATOR, at=at)

        def send() -> None:
            self._decide(quote)

        def shown(session: Session) -> int | None:
            newest = looks.newest_quote(session, self._id(session))
            if newest is None or newest == known:
                return None
            return newest if session.get_one(Quote, newest).presented_at else None

        send()
        return self._until(shown, "the quote", again=send) or 0

    def _click(self, order: int, status: str, verb: Callable[[Session, Order], None]) -> None:
        def click() -> None:
            self._decide(lambda session, _: verb(session, session.get_one(Order, order)))

        click()
        self._ends(order, status, again=click)

    def _ends(self, order: int, status: str, again: Callable[[], None]) -> None:
        wanted = {status, "cancelled", "paid"}
        self._until(
            lambda s: looks.status(s, order) in wanted, f"order {order} {status}", again=again
        )

    def _refund(self, order: int) -> None:
        taken = self._see(lambda s: looks.spent(s.get_one(Order, order))) or self.total
        amounts = [taken] if self.dice.random() < 0.4 else [100, 150]
        for amount in amounts:
            made = self._until(lambda s: (looks.refunds(s, order), True), "the refunds")[0]

            def give(session: Session, _: Customer, amount: int = amount, made: int = made) -> None:
                payment = payment_queries.live(session, order)
                if payment is not None and looks.refunds(session, order) == made:
                    payments.refund(
                        session, payment, amount, by=OPERATOR, at=clock.now(), reason=None
                    )

            def given(session: Session, made: int = made) -> bool:
                return looks.refunds(session, order, RefundStatus.SUCCEEDED) > made

            click = partial(self._decide, give)
            click()
            self._until(given, "the refund", again=click)
