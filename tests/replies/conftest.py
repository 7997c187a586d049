"""Maria's phone: she texts, we answer, and whatever we write arrives at once unless it is told to
wait. The real database and the real rules; no worker, no sockets, and a clock that tests move.
"""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from concierge import db
from concierge.channels.base import DeliveryStatus, Inbound, InboundMedia
from concierge.conversation import deliver, receive, write
from concierge.conversation.models import Conversation, Direction, Message
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import Consent, ContactPoint, Customer
from concierge.events import Actor
from concierge.orders.models import Order
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.lifecycle import Line
from concierge.quotes.models import Quote, QuoteStatus
from tests.shop import SAM, Shop
from tests.shop import shop as shop

MARIA = "+15550100123"
_numbers = itertools.count(1)


class Phone:
    """Somebody's phone, and the shop at the other end."""

    def __init__(self, shop: Shop, number: str) -> None:
        self.shop = shop
        self.number = number

    # --- the customer ----------------------------------------------------------------------------

    def says(self, body: str, *, handled: str | None = None, picture: bool = False) -> Message:
        """Half a minute later they text; our answers arrive. Returns the text as it was read."""
        self.shop.later(seconds=30)
        media = (InboundMedia("https://api.twilio.com/1", "image/jpeg"),) if picture else ()
        with db.transaction() as session:
            inbound = Inbound(
                channel="sms",
                provider_id=f"SM{next(_numbers):032d}",
                sender=self.number,
                recipient="+15550100000",
                body=body,
                media=media,
                handled_keyword=handled,
            )
            text = receive.receive(session, inbound, at=self.shop.now)
            assert text is not None
        with db.reading() as session:
            message = session.get_one(Message, text.id)
        self.gets_texts()
        return message

    def gets_texts(self, *, reported: bool = True) -> None:
        """What waits to be sent goes out, and the provider reports that it arrived."""
        with db.transaction() as session:
            for message in session.scalars(
                select(Message).where(Message.status == DeliveryStatus.QUEUED).order_by(Message.id)
            ):
                sid = f"SM{next(_numbers):032d}"
                deliver.sent(session, message, sid, parts=1, at=self.shop.now)
                if reported:
                    message.status = DeliveryStatus.DELIVERED

    # --- the shop --------------------------------------------------------------------------------

    def is_quoted(
        self,
        what: str = "12 red roses",
        total: int = 5400,
        *,
        expires_in: timedelta = timedelta(hours=24),
        replacing: Quote | None = None,
        arrives: bool = True,
        reported: bool = True,
        **given: Any,
    ) -> Quote:
        """An operator sends a quote; its text arrives."""
        at = self.shop.later(seconds=30)
        with self.shop.deciding(self.customer.id) as session:
            quote = quotes.draft(
                session,
                customer_queries.get(session, self.customer.id),
                [Line(what, 1, total)],
                by=SAM,
                at=at,
                expires_at=at + expires_in,
                **given,
            )
            if replacing is None:
                quotes.send(session, quote, by=SAM, at=at)
            else:
                old = quote_queries.get(session, replacing.id)
                quotes.replace(session, old, quote, by=SAM, at=at)
        if arrives:
            self.gets_texts(reported=reported)
        return quote

    def is_told(self, words: str) -> None:
        """An operator writes to them."""
        at = self.shop.later(seconds=30)
        with self.shop.deciding(self.customer.id) as session:
            write.write(session, write.of_customer(session, self.customer.id), words, by=SAM, at=at)
        self.gets_texts()

    def withdraws(self, quote: Quote) -> None:
        """The shop takes a quote back."""
        at = self.shop.later(seconds=30)
        self.shop.on_quote(quote.id, lambda s, q: quotes.withdraw(s, q, by=SAM, at=at))

    def edit(self, by: Actor = SAM, **changed: str) -> None:
        """An operator changes what is known of them."""
        with self.shop.deciding(self.customer.id) as session:
            customer = customer_queries.get(session, self.customer.id)
            customers.edit(session, customer, by=by, at=self.shop.now, **changed)

    # --- what became of it -----------------------------------------------------------------------

    @property
    def customer(self) -> Customer:
        """Who has this phone."""
        return self.point.customer

    @property
    def point(self) -> ContactPoint:
        """Its number, as we know it."""
        with db.reading() as session:
            point = customer_queries.by_address(session, "sms", self.number)
            assert point is not None
            assert point.customer is not None
            return point

    @property
    def texts(self) -> list[str]:
        """What was sent to it, oldest first."""
        return [m.body for m in self.thread if m.status not in {None, DeliveryStatus.BLOCKED}]

    @property
    def thread(self) -> list[Message]:
        """Everything that was said, oldest first."""
        with db.reading() as session:
            return list(
                session.scalars(
                    select(Message)
                    .where(Message.conversation_id == self.conversation.id)
                    .order_by(Message.id)
                )
            )

    @property
    def conversation(self) -> Conversation:
        """The thread itself."""
        with db.reading() as session:
            return session.scalars(
                select(Conversation).where(Conversation.customer_id == self.customer.id)
            ).one()

    @property
    def waits_for(self) -> str:
        """Why a person has to look; empty when nobody has to."""
        return self.conversation.waiting_for or ""

    @property
    def orders(self) -> list[Order]:
        """Everything that was ordered, oldest first."""
        with db.reading() as session:
            return list(session.scalars(select(Order).order_by(Order.id)))

    @property
    def ledger(self) -> list[Consent]:
        """The consent ledger, oldest first."""
        with db.reading() as session:
            return list(session.scalars(select(Consent).order_by(Consent.id)))

    def status(self, quote: Quote) -> QuoteStatus:
        """What has become of a quote."""
        return self.shop.read_quote(quote.id).status

    def asked_anything_twice(self) -> bool:
        """Whether two of our texts in a row say the same."""
        ours = [m.body for m in self.thread if m.direction is Direction.OUT]
        return any(a == b for a, b in itertools.pairwise(ours))


@pytest.fixture
def stranger(shop: Shop) -> Phone:
    """A phone that has never texted."""
    return Phone(shop, MARIA)


@pytest.fixture
def maria(shop: Shop) -> Phone:
    """Maria, who has an account and a card."""
    shop.customer(MARIA)
    phone = Phone(shop, MARIA)
    phone.gets_texts()
    return phone
