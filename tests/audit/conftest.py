"""Sam at the console, with something for each button to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text, update

from concierge import clock, db, money
from concierge.catalogue import lifecycle as catalogue
from concierge.channels.base import Inbound
from concierge.conversation import receive, write
from concierge.customers import queries as customers
from concierge.effects.models import Effect
from concierge.events import ON_TRAIL, Event
from concierge.quotes import lifecycle as quotes
from tests.console_orders.conftest import operators as operators
from tests.console_orders.conftest import sam as sam
from tests.console_orders.conftest import shop as shop
from tests.console_orders.conftest import thread_of
from tests.console_orders.test_quotes import ROSES, builder
from tests.shop import ROSES as LINES
from tests.shop import SAM, Shop

# The quote builder asks for what it shows in a preview, which decides nothing.
DECIDES_NOTHING = {"console.quotes.preview"}
# For each button of the console: where it is pressed, and what is typed.
Scene = Callable[[Shop], tuple[str, dict[str, Any]]]


def on_trail() -> list[Event]:
    """The whole trail, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Event).where(text(ON_TRAIL)).order_by(Event.id)))


def _heard(shop: Shop) -> int:
    """A text of Maria's that was left to a person."""
    shop.quote(shop.customer())
    with db.transaction() as session:
        inbound = Inbound("sms", "SM9", "+15550100123", "+15550100100", "perhaps, who knows")
        message = receive.receive(session, inbound, at=clock.now())
        assert message is not None
        return message.id


def _draft(shop: Shop) -> int:
    maria = shop.customer()
    with shop.deciding(maria) as session:
        customer = customers.get(session, maria)
        return quotes.draft(session, customer, LINES, by=SAM, at=shop.now).id


def _held(shop: Shop) -> int:
    """An order that has waited for a card for a while."""
    order = shop.says_ok(shop.quote(shop.customer(card=False)))
    with db.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger
        session.execute(update(Event).values(at=text("at - interval '1 hour'")))
    return order


def _item() -> int:
    with db.transaction() as session:
        price = money.Money(5400, "USD")
        return catalogue.add(session, "Roses", price, by=SAM, at=clock.now()).id


def _late(shop: Shop) -> int:
    """A text that is tried again only in an hour."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        thread = write.of_customer(session, maria)
        write.write(session, thread, "Hello", by=SAM, at=shop.now)
    with db.transaction() as session:
        effect = session.scalars(select(Effect).order_by(Effect.id.desc()).limit(1)).one()
        effect.due_at = clock.now() + timedelta(hours=1)
        return effect.id


SCENES: dict[str, Scene] = {
    "console.session.delete": lambda _: ("logout", {}),
    "console.conversations.create": lambda _: (
        "conversations",
        {"number": "+15550100177", "body": "Hello"},
    ),
    "console.conversations.create_message": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/messages",
        {"body": "We have peonies."},
    ),
    "console.conversations.create_settlement": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/settlement",
        {},
    ),
    "console.conversations.create_greeting": lambda shop: (
        f"conversations/{thread_of(shop.customer(address=None, card=False))}/greeting",
        {},
    ),
    "console.corrections.create": lambda shop: (
        f"messages/{_heard(shop)}/correction",
        {"meaning": "decline:1"},
    ),
    "console.customers.update": lambda shop: (f"customers/{shop.customer()}", {"name": "Ana"}),
    "console.quotes.create": lambda shop: (
        builder(shop.customer()).removeprefix("/console/"),
        ROSES,
    ),
    "console.quotes.create_sending": lambda shop: (f"quotes/{_draft(shop)}/sending", {}),
    "console.quotes.create_withdrawal": lambda shop: (
        f"quotes/{shop.quote(shop.customer())}/withdrawal",
        {},
    ),
    "console.orders.create_start": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/start",
        {},
    ),
    "console.orders.create_fulfilment": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/fulfilment",
        {},
    ),
    "console.orders.create_cancellation": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/cancellation",
        {"reason": "No roses to be had"},
    ),
    "console.orders.create_resumption": lambda shop: (
        f"orders/{_held(shop)}/resumption",
        {"by": "link"},
    ),
    "console.orders.create_refund": lambda shop: (
        f"orders/{shop.paid(shop.customer())}/refunds",
        {"amount": "14"},
    ),
    "console.catalogue.create": lambda _: ("catalogue", {"name": "Tulips", "price": "20"}),
    "console.catalogue.update": lambda _: (
        f"catalogue/{_item()}",
        {"name": "Red roses", "price": "48"},
    ),
    "console.catalogue.create_retirement": lambda _: (f"catalogue/{_item()}/retirement", {}),
    "console.effects.create_retry": lambda shop: (f"effects/{_late(shop)}/retry", {}),
    "console.effects.create_abandonment": lambda shop: (
        f"effects/{_late(shop)}/abandonment",
        {"why": "Told by phone"},
    ),
    "console.audit.create_export": lambda _: ("audit/exports", {"kind": "order"}),
}
