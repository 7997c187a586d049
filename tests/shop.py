"""A flower shop to test rules in: the real database, no worker, and a clock that tests move.

What the card processor says is said by the test itself, through the verb that a worker would call.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import app
from concierge import config, db, events
from concierge.conversation import write
from concierge.conversation.models import Conversation, Message
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.db import transaction
from concierge.effects import nudging
from concierge.effects.models import Effect
from concierge.events import Actor
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import SavedCard, Snapshot, Standing
from concierge.payments.models import Payment, Wallet
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

T = TypeVar("T")
SAM, KIM = events.operator(1), events.operator(2)
ROSES = (quotes.Line("red rose", 12, 400),)
GROCERIES = (quotes.Line("Groceries", 1, 6000),)


class Shop:
    """Nell's Flowers, where Sam and Kim answer and Maria texts."""

    def __init__(self) -> None:
        # A Friday, 10:00 in New York.
        self.now = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
        self._cards = 0

    def later(self, **lapse: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**lapse)
        return self.now

    @contextmanager
    def deciding(self, customer_id: int) -> Iterator[Session]:
        """What every view does: a transaction that holds the customer's lock."""
        with transaction() as session:
            customer_queries.lock(session, customer_id)
            yield session

    def customer(
        self,
        number: str = "+15550100123",
        *,
        name: str | None = "Maria Lopez",
        address: str | None = "14 Elm St",
        card: bool = True,
    ) -> int:
        """Somebody with a thread; onboarded, with a Visa 4242, unless told otherwise."""
        with transaction() as session:
            point = customers.welcome(session, "sms", number, at=self.now)
            write.begin(session, point, at=self.now)
            customer = point.customer
            if address is not None:
                customer.name, customer.address = name, address
                customer.onboarded_at = self.now
        if card:
            self.saves_a_card(point.customer_id)
        return point.customer_id

    def saves_a_card(self, customer_id: int, last4: str = "4242") -> None:
        """They come back from the card page."""
        self._cards += 1
        saved = SavedCard(f"pm_{self._cards}", "visa", last4, 12, 2030)
        with self.deciding(customer_id) as session:
            if session.get(Wallet, customer_id) is None:
                session.add(Wallet(customer_id=customer_id, provider_id=f"cus_{customer_id}"))
                session.flush()
            payments.save_card(session, customer_id, saved, at=self.now)

    def quote(
        self,
        customer_id: int,
        *,
        lines: tuple[quotes.Line, ...] = ROSES,
        by: Actor = SAM,
        replacing: int | None = None,
        delivery_amount: int = 600,
        promised_at: datetime | None = None,
        expires_at: datetime | None = None,
        is_estimate: bool = False,
    ) -> int:
        """A quote that has been sent and whose text has gone out: 12 roses, $54.00."""
        with self.deciding(customer_id) as session:
            customer = customer_queries.get(session, customer_id)
            quote = quotes.draft(
                session,
                customer,
                lines,
                by=by,
                at=self.now,
                delivery_amount=delivery_amount,
                promised_at=promised_at,
                expires_at=expires_at,
                is_estimate=is_estimate,
            )
            if replacing is None:
                quotes.send(session, quote, by=by, at=self.now)
            else:
                old = quote_queries.get(session, replacing)
                quotes.replace(session, old, quote, by=by, at=self.now)
            quotes.presented(session, quote, at=self.now)
            return quote.id

    def estimate(self, customer_id: int) -> int:
        """Groceries, up to $60.00; its text has gone out."""
        return self.quote(customer_id, lines=GROCERIES, delivery_amount=0, is_estimate=True)

    def says_ok(self, quote_id: int) -> int:
        """The customer accepts; the order's id."""
        with self._of_quote(quote_id) as (session, quote):
            by = events.customer(quote.customer_id)
            return quotes.accept(session, quote, by=by, at=self.now).id

    def on_quote(self, quote_id: int, verb: Callable[[Session, Quote], T]) -> T:
        """Decide about a quote, as a view does."""
        with self._of_quote(quote_id) as (session, quote):
            return verb(session, quote)

    def on_order(self, order_id: int, verb: Callable[[Session, Order], T]) -> T:
        """Decide about an order, as a view does."""
        with transaction() as session:
            customer_queries.lock(session, order_queries.owner(session, order_id))
            return verb(session, order_queries.get(session, order_id))

    def bank_says(self, order_id: int, standing: Standing, **facts: object) -> None:
        """The processor's answer about the order's newest payment."""
        self.bank_says_of(self.payment(order_id).id, standing, **facts)

    def bank_says_of(self, payment_id: int, standing: Standing, **facts: object) -> None:
        """The processor's answer about a payment."""
        with transaction() as session:
            payment = payment_queries.get(session, payment_id)
            customer_queries.lock(session, payment.customer_id)
            snapshot = Snapshot(standing, f"pi_{payment_id}", payment_id, **facts)  # type: ignore[arg-type]
            payments.settle(session, payment, snapshot, at=self.now)

    def gives_up(self, order_id: int, why: str = "Stripe can't be reached") -> None:
        """Nobody answered until the deadline."""
        with transaction() as session:
            payment = payment_queries.latest(session, order_id)
            assert payment is not None
            payments.fail(session, payment, why, at=self.now)

    def confirmed(self, customer_id: int) -> int:
        """An order whose money is reserved."""
        order_id = self.says_ok(self.quote(customer_id))
        self.bank_says(order_id, Standing.AUTHORISED)
        return order_id

    def paid(self, customer_id: int) -> int:
        """An order that was delivered and charged."""
        from concierge.orders import lifecycle as orders

        order_id = self.confirmed(customer_id)
        self.on_order(order_id, lambda s, o: orders.fulfil(s, o, by=SAM, at=self.now))
        self.bank_says(order_id, Standing.CAPTURED, amount_captured=self.order(order_id).total)
        return order_id

    def order(self, order_id: int) -> Order:
        """As it is now."""
        with db.reading() as session:
            return order_queries.get(session, order_id)

    def payment(self, order_id: int) -> Payment:
        """The order's newest payment, as it is now."""
        with db.reading() as session:
            return payment_queries.of_orders(session, [order_id])[order_id]

    def read_quote(self, quote_id: int) -> Quote:
        """As it is now."""
        with db.reading() as session:
            return quote_queries.get(session, quote_id)

    def texts(self, customer_id: int) -> list[str]:
        """What we have written to them, oldest first."""
        with db.reading() as session:
            rows = session.scalars(
                select(Message.body)
                .join(Conversation, Message.conversation_id == Conversation.id)
                .where(Conversation.customer_id == customer_id)
                .order_by(Message.id)
            )
            return list(rows)

    def calls(self, kind: str) -> list[str]:
        """What the worker has been asked to do, of one kind ("payment.capture")."""
        with db.reading() as session:
            query = select(Effect.subject).where(Effect.kind == kind).order_by(Effect.id)
            return list(session.scalars(query))

    def happened(self, kind: str) -> int:
        """How often something of this kind has been recorded ("order.trouble")."""
        with db.reading() as session:
            count = select(func.count()).where(events.Event.kind == kind)
            return session.scalar(count) or 0

    def captures(self, order_id: int) -> list[int]:
        """What the worker has been asked to take of the order's newest payment, minor units."""
        subject = f"payment:{self.payment(order_id).id}"
        with db.reading() as session:
            query = select(Effect.params).where(
                Effect.kind == "payment.capture", Effect.subject == subject
            )
            return [params["amount"] for params in session.scalars(query.order_by(Effect.id))]

    @contextmanager
    def _of_quote(self, quote_id: int) -> Iterator[tuple[Session, Quote]]:
        with transaction() as session:
            customer_queries.lock(session, quote_queries.owner(session, quote_id))
            yield session, quote_queries.get(session, quote_id)


def settings(database_url: str, redis_url: str = "redis://127.0.0.1:1/0") -> config.Settings:
    """The shop's own."""
    return config.Settings(
        _env_file=None,
        database_url=database_url,
        redis_url=redis_url,
        public_url="http://shop.test",
        secret_key="s" * 40,
        business_name="Nell's Flowers",
        timezone="America/New_York",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="token",
        twilio_phone_number="+15550100000",
        stripe_secret_key="sk_test_x",
        stripe_webhook_secret="whsec_x",
        undo_send_seconds=0,
    )


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """The shop, its database empty but for the tables; nobody is nudged.

    A world may live in this process too (`tests.world`): it finds everything as it left it.
    """
    before = config._current, db._sessions, nudging._nudger
    config.use(settings(database_url))
    db._sessions = None
    db.connect(database_url)
    nudging.use(None)
    app.listen()
    yield Shop()
    db.disconnect()
    config._current, db._sessions, nudging._nudger = before
