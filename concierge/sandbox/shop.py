"""`python -m concierge.sandbox.shop`: fills the demo's console with a small believable florist.

It lives the shop's last weeks through the product's own verbs and workers, against the sandbox, so
that everything shown is real: a past order can be refunded, a conversation answered. Running it
again changes nothing. The last line it prints is `LOGIN <e-mail> <password>`.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import compose
from concierge import clock, config, db, events
from concierge.catalogue import lifecycle as catalogue
from concierge.channels.base import DeliveryStatus, Inbound, Receipt
from concierge.conversation import attention, deliver, receive, write
from concierge.conversation.models import Direction, Message
from concierge.customers import lifecycle as customers
from concierge.customers import links, queries
from concierge.customers.models import LinkPurpose
from concierge.effects import nudging, running
from concierge.money import Money
from concierge.operators import accounts
from concierge.operators.models import Operator
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.quotes import lifecycle as quotes
from concierge.quotes.lifecycle import Line
from concierge.sandbox.client import SandboxClient

EMAIL = "rosa@roseandthorn.example"
PASSWORD = "twelve-red-roses"  # noqa: S105 (a demo's, on this machine, printed on the terminal)

CATALOGUE = (
    ("Red roses, hand-tied, 12", 5400, "Ecuador, 60 cm, eucalyptus. Ready in 30 minutes."),
    ("Red roses, hand-tied, 24", 9800, "As above; needs a box for the courier."),
    ("Seasonal bouquet, small", 3200, "Whatever is best today."),
    ("Seasonal bouquet, large", 5800, "Whatever is best today, and more of it."),
    ("Tulips, 20 stems", 2400, "November to April."),
    ("White lilies, 6 stems", 3600, "Mind the pollen: tell the customer."),
    ("Table arrangement", 4500, "Low, for a dinner table; 35 cm."),
    ("Funeral wreath", 12000, "Two days' notice. Ribbon text included."),
    ("Potted orchid", 3900, "White or purple."),
    ("Glass vase", 1500, ""),
    ("Box of truffles", 1800, "From the chocolatier next door."),
    ("Greeting card", 400, "Ask for the words."),
    ("Delivery in town", 600, ""),
)


@dataclass(frozen=True)
class Past:
    """A purchase that went well: `days` ago, `lines` of (description, quantity, unit amount)."""

    days: float
    wish: str
    lines: tuple[tuple[str, int, int], ...]
    note: str = ""
    delivery: int = 600


@dataclass(frozen=True)
class Regular:
    """Somebody whom the shop knows."""

    phone: str
    name: str
    address: str
    email: str | None = None
    language: str | None = None
    notes: str = ""
    card: str = "4242424242424242"
    past: tuple[Past, ...] = field(default_factory=tuple)


REGULARS = (
    Regular(
        "+15550102210",
        "Helen Park",
        "88 Hudson St, Apt 4B\nHoboken",
        "helen.park@example.com",
        notes="Bouquet for the reception desk, every other Monday. No lilies: the cat.",
        card="5555555555554444",
        past=(
            Past(26, "Hi! Something seasonal for our front desk on Monday?",
                 (("Seasonal bouquet, large", 1, 5800),), "Left at reception."),
            Past(12, "Same for the desk this Monday please, maybe some white in it",
                 (("Seasonal bouquet, large", 1, 5800), ("Glass vase", 1, 1500)),
                 "Signed for by Priya."),
        ),
    ),
    Regular(
        "+15550102233",
        "Sam Okafor",
        "412 Garden St\nHoboken",
        notes="Anniversary on 2 December.",
        past=(
            Past(9, "Could you send tulips to my wife at 412 Garden? 20 or so",
                 (("Tulips, 20 stems", 1, 2400), ("Greeting card", 1, 400)),
                 "She opened the door herself."),
        ),
    ),
    Regular(
        "+15550102257",
        "June Abbott",
        "9 Willow Terrace\nHoboken",
        "june@example.com",
        past=(
            Past(5, "A wreath for Thursday morning, ribbon: With love from all of us",
                 (("Funeral wreath", 1, 12000),), "At the chapel by 8:30.", 0),
        ),
    ),
)  # fmt: skip


class Shop:
    """Lives the past; `moment` is when it is just now."""

    def __init__(self, sandbox: SandboxClient) -> None:
        self.sandbox = sandbox
        self.number = config.current().twilio_phone_number
        self.now = clock.now()
        self.rosa = events.Actor("operator", 1)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[datetime]:
        """Let it be `moment` for everything that asks the clock, in this process only."""
        real = clock.now
        clock.now = lambda: moment
        try:
            yield moment
        finally:
            clock.now = real

    def open(self) -> None:
        """The operator and the catalogue."""
        with db.transaction() as session:
            rosa = accounts.create(session, EMAIL, "Rosa Thorne", PASSWORD)
            accounts.create(session, "theo@roseandthorn.example", "Theo", PASSWORD)
            self.rosa = events.operator(rosa.id)
            for name, amount, details in CATALOGUE:
                price = Money(amount, config.current().currency)
                catalogue.add(session, name, price, by=self.rosa, at=self.now, details=details)

    def know(self, regular: Regular) -> None:
        """Somebody becomes a customer, saves a card, and buys now and then."""
        self.sandbox.name_phone(regular.phone, regular.name.split()[0])
        since = self.now - timedelta(days=max(past.days for past in regular.past), hours=2)
        with self.at(since) as at, db.transaction() as session:
            point = customers.welcome(session, "sms", regular.phone, at=at)
            customer = point.customer
            customers.onboard(
                session,
                customer,
                name=regular.name,
                address=regular.address,
                email=regular.email,
                marketing=regular.email is not None,
                words="Text me about my orders, and keep my card for what I say OK to.",
                at=at,
            )
            customer.notes, customer.language = regular.notes, regular.language
            write.begin(session, point, at=at)
            link = links.create(session, customer.id, LinkPurpose.CARD, at=at)
            visit = payments.open_card_session(session, link, at=self.now)
            customer_id, visit_id = customer.id, visit.id
        running.drain()
        with db.reading() as session:
            opened = payment_queries.card_session(session, visit_id).provider_id
        self.sandbox.fill_checkout(opened or "", regular.card)
        with self.at(since) as at, db.transaction() as session:
            visit = payment_queries.card_session(session, visit_id)
            payments.check_visit(session, visit, at=at)
        self._work(since)
        for past in regular.past:
            self.sell(customer_id, regular.phone, past)

    def sell(self, customer_id: int, phone: str, past: Past) -> None:
        """A wish, a quote, an OK, a delivery, a receipt."""
        day = (self.now - timedelta(days=past.days)).astimezone(config.current().zone)
        began = day.replace(hour=15, minute=7)
        self.hear(phone, past.wish, began)
        quoted = began + timedelta(minutes=6)
        lines = [Line(*line) for line in past.lines]
        promised = quoted + timedelta(hours=20)
        self._quote(customer_id, lines, quoted, promised=promised, delivery=past.delivery)
        self.hear(phone, "OK", quoted + timedelta(minutes=3))
        done = began + timedelta(hours=19, minutes=33)
        with self.at(done) as at, db.transaction() as session:
            queries.lock(session, customer_id)
            order = order_queries.of_customer(session, customer_id, limit=1)[0]
            orders.fulfil(session, order, by=self.rosa, at=at, note=past.note or None)
        self._work(done)
        with self.at(done), db.transaction() as session:
            queries.lock(session, customer_id)
            thread = write.of_customer(session, customer_id)
            attention.settle(session, thread, by=self.rosa, at=done)

    def hear(self, phone: str, body: str, moment: datetime) -> None:
        """A text of theirs, long ago: on their phone and in our thread."""
        sid = "SM" + uuid4().hex
        self.sandbox.text(phone, body, sid=sid)
        with self.at(moment) as at, db.transaction() as session:
            receive.receive(session, Inbound("sms", sid, phone, self.number, body), at=at)
        self._work(moment)

    def _work(self, moment: datetime) -> None:
        with self.at(moment):
            running.drain()
            with db.transaction() as session:
                self._deliver(session, moment)

    def _deliver(self, session: Session, moment: datetime) -> None:
        under_way = session.scalars(
            select(Message).where(
                Message.direction == Direction.OUT, Message.status == DeliveryStatus.SENT
            )
        )
        for message in list(under_way):
            receipt = Receipt(
                "sms", message.provider_id or "", DeliveryStatus.DELIVERED, None, message.id
            )
            deliver.receive_receipt(session, receipt, explain=None, at=moment)

    def today(self) -> None:
        """What waits for an answer when the newcomer logs in."""
        minutes = timedelta(minutes=1)
        helen, sam = REGULARS[0].phone, REGULARS[1].phone
        self.hear(
            helen, "Morning! Same as last time for Monday? Same price?", self.now - 24 * minutes
        )
        self.hear(
            sam, "Two dozen roses to 412 Garden St, Saturday before noon?", self.now - 95 * minutes
        )
        quoted = self.now - 88 * minutes
        self._quote(
            self._of(sam),
            [Line("Red roses, hand-tied, 24", 1, 9800)],
            quoted,
            promised=quoted + timedelta(hours=40),
            expires=self.now + timedelta(hours=20),
        )
        self.hear(
            "+15550102271",
            "Hello, do you do weddings? 12 tables, end of May, nothing too fussy",
            self.now - 47 * minutes,
        )
        self._unpaid()
        june = REGULARS[2].phone
        self.hear(
            june,
            "The wreath was beautiful, thank you. Could I get a small orchid for my sister?",
            self.now - 200 * minutes,
        )
        self._quote(
            self._of(june),
            [Line("Potted orchid", 1, 3900)],
            self.now - 190 * minutes,
            promised=self.now + timedelta(hours=3),
            expires=self.now + timedelta(hours=2),
        )
        self.hear(june, "Perfect, thank you!", self.now - 180 * minutes)

    def _unpaid(self) -> None:
        """Somebody who said OK and has not saved a card yet."""
        phone, minutes = "+15550102288", timedelta(minutes=1)
        self.sandbox.name_phone(phone, "Priya")
        self.hear(
            phone, "Hi, a table arrangement for tomorrow evening? Priya", self.now - 130 * minutes
        )
        customer_id, quoted = self._of(phone), self.now - 121 * minutes
        with self.at(quoted) as at, db.transaction() as session:
            customer = queries.lock(session, customer_id)
            customers.edit(session, customer, by=self.rosa, at=at, name="Priya Nair")
        self._quote(
            customer_id,
            [Line("Table arrangement", 1, 4500)],
            quoted,
            promised=self.now + timedelta(hours=22),
            expires=self.now + timedelta(hours=20),
            delivery=0,
        )
        self.hear(phone, "ok!", self.now - 118 * minutes)

    def _quote(
        self,
        customer_id: int,
        lines: list[Line],
        moment: datetime,
        *,
        promised: datetime,
        expires: datetime | None = None,
        delivery: int = 600,
    ) -> None:
        """Rosa sends a quote, and its text arrives."""
        with self.at(moment) as at, db.transaction() as session:
            quote = quotes.draft(
                session,
                queries.lock(session, customer_id),
                lines,
                by=self.rosa,
                at=at,
                delivery_amount=delivery,
                promised_at=promised,
                expires_at=expires,
            )
            quotes.send(session, quote, by=self.rosa, at=at)
        self._work(moment)

    @staticmethod
    def _of(phone: str) -> int:
        with db.reading() as session:
            point = queries.by_address(session, "sms", phone)
        if point is None:
            raise LookupError(phone)
        return point.customer_id


def fill() -> bool:
    """Fill an empty shop. False when it has been filled before."""
    with db.reading() as session:
        if session.scalar(select(Operator.id).limit(1)) is not None:
            return False
    base = os.environ["TWILIO_API_BASE"].removesuffix("/twilio")
    sandbox = SandboxClient(base)
    # The product's web is not up yet, and the past needs no webhooks: it is told directly.
    sandbox.webhooks("drop")
    try:
        shop = Shop(sandbox)
        shop.open()
        for regular in REGULARS:
            shop.know(regular)
        shop.today()
    finally:
        sandbox.webhooks("live")
    return True


def main() -> None:
    """Fill the shop of the settings in the environment."""
    settings = config.load()
    if settings.twilio_api_base.startswith("https://api.twilio.com"):
        sys.exit("The demo's shop is only for the sandbox; TWILIO_API_BASE names the real Twilio.")
    compose(settings)
    nudging.use(None)
    fill()
    print(f"LOGIN {EMAIL} {PASSWORD}")


if __name__ == "__main__":
    main()
