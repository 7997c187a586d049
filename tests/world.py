"""The whole product in one test: its web over HTTP, its worker in the test's hand, and the sandbox
in place of Twilio and Stripe. Everything between them is real: signatures, sockets, SQL.
"""

import io
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import compose, create_app
from concierge import clock, config, db
from concierge.channels.twilio_addresses import told
from concierge.config import Settings
from concierge.conversation import write
from concierge.conversation.models import Conversation, Message
from concierge.customers import lifecycle as customers
from concierge.customers import links
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint, Customer, Link, LinkPurpose
from concierge.effects import nudging, running
from concierge.effects.models import Effect, EffectStatus
from concierge.events import Actor
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.quotes import lifecycle as quotes
from concierge.quotes.lifecycle import Line
from concierge.quotes.models import Quote
from concierge.sandbox import server
from concierge.sandbox.client import SandboxClient
from concierge.sandbox.config import SandboxSettings
from concierge.web.limits import limiter

MARIA = "+15550100123"
OPERATOR = Actor("operator", 1)
_ACCOUNT_SID = "AC" + "5a" * 16


@dataclass
class World:
    """The product at `url`, with its stand-ins."""

    url: str
    settings: Settings
    sandbox: SandboxClient
    app: Any
    drain: Callable[[], int] = running.drain
    # What a proxy in front of it would send elsewhere: by path, another program.
    paths: dict[str, Any] = field(default_factory=dict)

    # --- time passes -----------------------------------------------------------------------------

    def work(self) -> None:
        """Run the worker until nothing is due and no webhook is on its way."""
        for _ in range(30_000):  # looks, not seconds: a machine may be busy, or stand still
            if self.drain() == 0 and not self._under_way():
                return
        raise AssertionError("the world does not come to rest")

    def _under_way(self) -> bool:
        due = any(each["state"] == "due" for each in self.sandbox.books()["deliveries"])
        if due:
            return True
        with db.reading() as session:
            now = clock.now()
            return bool(
                session.scalar(
                    select(Effect.id)
                    .where(Effect.status == EffectStatus.WAITING, Effect.due_at <= now)
                    .limit(1)
                )
            )

    def expire_links(self) -> None:
        """Every one-time link that was texted so far has had its time."""
        with db.transaction() as session:
            session.execute(update(Link).values(expires_at=clock.now()))

    # --- the customer ----------------------------------------------------------------------------

    def text(self, body: str, sender: str = MARIA, **given: Any) -> None:
        """The customer texts, and everything that follows from it happens."""
        self.sandbox.text(sender, body, **given)
        self.work()

    def texts(self, phone: str = MARIA) -> list[str]:
        """What the customer has been sent, oldest first."""
        return self.sandbox.texts_to(phone)

    def link(self, phone: str = MARIA) -> str:
        """The newest one-time link on the customer's phone."""
        for body in reversed(self.texts(phone)):
            if found := re.search(r"https?://\S+/l/[0-9a-z]+-[\w-]{22}", body):
                return found[0]
        raise AssertionError(f"{phone} has no link: {self.texts(phone)}")

    def save_card(self, phone: str = MARIA, number: str = "4242424242424242") -> None:
        """The customer opens the newest link, fills in what it asks, and saves a card."""
        link = self.link(phone)
        page = requests.get(link, timeout=10)
        assert page.status_code == 200, page.text
        if 'name="address"' in page.text:
            answer = requests.post(
                f"{link}/account",
                data={"name": "Maria Lopez", "address": "14 Elm St\nSpringfield", "agreed": "y"},
                timeout=10,
                allow_redirects=False,
            )
        else:
            answer = requests.post(f"{link}/card", timeout=10, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        self.work()
        self.fill_card_page(number)

    def give_card(self, phone: str = MARIA, number: str = "4242424242424242") -> None:
        """The customer has saved a card, without the pages on the way."""
        customer = self.customer(phone)
        with db.transaction() as session:
            customer_queries.lock(session, customer.id)
            link = links.create(session, customer.id, LinkPurpose.CARD, at=clock.now())
            payments.open_card_session(session, link, at=clock.now())
        self.work()
        self.fill_card_page(number)

    def fill_card_page(self, number: str) -> None:
        """The customer's part of Stripe's page, and of the bank's where it wants to be asked."""
        visit = self.sandbox.books()["checkout_sessions"][-1]
        self.sandbox.fill_checkout(visit["id"], number)
        [visit] = [v for v in self.sandbox.books()["checkout_sessions"] if v["id"] == visit["id"]]
        if visit["status"] == "open":
            self.sandbox.answer_bank(visit["setup_intent"], passed=True)
        self.work()

    # --- the business ----------------------------------------------------------------------------

    def known(self, phone: str = MARIA, name: str = "Maria Lopez") -> Customer:
        """A customer who has an account and has been greeted, without the texts."""
        with db.transaction() as session:
            at = clock.now()
            point = customers.welcome(session, "sms", phone, at=at)
            customer = point.customer
            customers.onboard(
                session,
                customer,
                name=name,
                address="14 Elm St\nSpringfield",
                email=None,
                marketing=False,
                words="agreed",
                at=at,
            )
            write.begin(session, point, at=at)
            return customer

    def customer(self, phone: str = MARIA) -> Customer:
        """Who has this number ("whatsapp:" before it: there)."""
        with db.reading() as session:
            found = customer_queries.by_address(session, *told(phone))
            assert found is not None
            return session.get_one(Customer, found.customer_id)

    def quote(
        self,
        phone: str = MARIA,
        *,
        total: int = 5400,
        what: str = "12 red roses, hand-tied",
        expires_in: timedelta = timedelta(hours=24),
        **given: Any,
    ) -> Quote:
        """An operator sends a quote, and its text goes out."""
        quote = self.send_quote(phone, total=total, what=what, expires_in=expires_in, **given)
        self.work()
        return quote

    def send_quote(
        self,
        phone: str = MARIA,
        *,
        total: int = 5400,
        what: str = "12 red roses, hand-tied",
        expires_in: timedelta = timedelta(hours=24),
        **given: Any,
    ) -> Quote:
        """An operator sends a quote; its text is for a worker to send."""
        customer = self.customer(phone)
        with db.transaction() as session:
            locked = customer_queries.lock(session, customer.id)
            at = clock.now()
            quote = quotes.draft(
                session,
                locked,
                [Line(what, 1, total)],
                by=OPERATOR,
                at=at,
                expires_at=at + expires_in,
                **given,
            )
            quotes.send(session, quote, by=OPERATOR, at=at)
        return quote

    def write(self, body: str, phone: str = MARIA) -> None:
        """An operator writes to the customer."""
        customer = self.customer(phone)
        with db.transaction() as session:
            customer_queries.lock(session, customer.id)
            conversation = write.of_customer(session, customer.id)
            write.write(session, conversation, body, by=OPERATOR, at=clock.now())
        self.work()

    def decide(self, customer_id: int, verb: Callable[[Session], Any]) -> Any:
        """Call a verb as an edge does: customer locked, one transaction."""
        with db.transaction() as session:
            customer_queries.lock(session, customer_id)
            return verb(session)

    @staticmethod
    def sample_picture(color: str = "crimson") -> bytes:
        """A small PNG."""
        out = io.BytesIO()
        Image.new("RGB", (64, 48), color).save(out, "PNG")
        return out.getvalue()

    # --- what became of it -----------------------------------------------------------------------

    def order(self) -> Order:
        """The one order that there is."""
        orders = self.orders()
        assert len(orders) == 1, orders
        return orders[0]

    def orders(self) -> list[Order]:
        """All orders, oldest first."""
        with db.reading() as session:
            return list(session.scalars(select(Order).order_by(Order.id)))

    def conversation(self, phone: str = MARIA) -> Conversation:
        """The customer's thread."""
        with db.reading() as session:
            return session.scalars(
                select(Conversation)
                .join(ContactPoint, ContactPoint.customer_id == Conversation.customer_id)
                .where(
                    ContactPoint.channel == told(phone)[0], ContactPoint.address == told(phone)[1]
                )
            ).one()

    def has_thread(self, phone: str) -> bool:
        """Whether a text from this number has been taken in."""
        with db.reading() as session:
            return customer_queries.by_address(session, "sms", phone) is not None

    def messages(self, phone: str = MARIA) -> list[Message]:
        """The customer's thread, oldest first."""
        conversation = self.conversation(phone)
        with db.reading() as session:
            return list(
                session.scalars(
                    select(Message)
                    .where(Message.conversation_id == conversation.id)
                    .order_by(Message.id)
                )
            )

    def authorisations(self) -> list[dict[str, Any]]:
        """Stripe's own books of payments."""
        return list(self.sandbox.books()["payment_intents"])


def make_settings(database_url: str, redis_url: str, url: str, running: server.Running) -> Settings:
    """Settings of a product at `url` that talks to this sandbox."""
    stand_in = running.settings
    return Settings(
        _env_file=None,
        database_url=database_url,
        redis_url=redis_url,
        public_url=url,
        secret_key="s" * 48,
        business_name="Rose & Thorn",
        timezone="America/New_York",
        twilio_account_sid=stand_in.twilio_account_sid,
        twilio_auth_token=stand_in.twilio_auth_token,
        twilio_phone_number=stand_in.twilio_phone_number,
        twilio_api_base=running.twilio_api_base,
        stripe_secret_key=stand_in.stripe_secret_key,
        stripe_webhook_secret=stand_in.stripe_webhook_secret,
        stripe_api_base=running.stripe_api_base,
        session_hours=12,
        undo_send_seconds=0,  # tests of undoing set it
    )


@pytest.fixture(scope="session")
def _world(worker_database: str, worker_redis: str) -> Iterator[World]:
    holder: dict[str, Any] = {}
    paths: dict[str, Any] = {}

    def product(environ: Any, start_response: Any) -> Any:
        program = paths.get(environ["PATH_INFO"], holder["app"])
        return program(environ, start_response)

    web = make_server("127.0.0.1", 0, product, threaded=True)
    web.daemon_threads = True  # type: ignore[attr-defined]
    web.block_on_close = False  # type: ignore[attr-defined]
    url = f"http://127.0.0.1:{web.server_port}"
    stand_in = SandboxSettings(
        webhook_base=url,
        twilio_account_sid=_ACCOUNT_SID,
        twilio_auth_token="sandbox-auth-token",
        twilio_phone_number="+15550100100",
        business_name="Rose & Thorn",
        pace=0,
        retry_base=0.02,
    )
    with server.run(stand_in) as sandbox:
        settings = make_settings(worker_database, worker_redis, url, sandbox)
        holder["app"] = create_app(settings)
        thread = threading.Thread(target=web.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield World(url, settings, sandbox.client, holder["app"], paths=paths)
        finally:
            web.shutdown()
            thread.join()
            web.server_close()
            db.disconnect()


def _composed(settings: Settings) -> bool:
    try:
        return config.current() is settings and db.engine() is not None
    except RuntimeError:
        return False


def _forget_limits(app: Any) -> None:
    """Nobody has tried anything yet, in Redis or, where it was slow to answer, in memory."""
    app.extensions["meter"].forget()
    limiter._storage_dead = False
    if limiter._fallback_storage is not None:
        limiter._fallback_storage.reset()


def come_to_rest(world: World) -> None:
    """This world is the one that is composed, and nobody has done anything in it yet."""
    # Other tests compose the product for themselves, in this very process.
    if not _composed(world.settings):
        compose(world.settings)
    _forget_limits(world.app)
    world.sandbox.clear_faults()
    world.sandbox.reset()


@pytest.fixture
def world(_world: World, database_url: str, redis_url: str) -> Iterator[World]:
    """The whole product, empty, at rest."""
    come_to_rest(_world)
    yield _world
    nudging.flush()
    _world.sandbox.reset()
