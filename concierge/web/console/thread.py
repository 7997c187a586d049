"""A page of the thread as it is shown: messages, with quotes and orders as cards at their time."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels.base import DeliveryStatus
from concierge.conversation import queries
from concierge.conversation.models import Conversation, Message
from concierge.events import Actor
from concierge.operators import accounts
from concierge.orders import queries as orders
from concierge.payments import queries as payments
from concierge.payments.models import Payment
from concierge.quotes import queries as quotes
from concierge.quotes.models import Quote

PAGE = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the thread. `key` names it in the page, so that an update finds it."""

    key: str
    kind: str  # "day", "message", "quote", "order"
    at: datetime
    thing: Any
    author: str = ""
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of it, oldest first. `earlier`: the message before which there is more."""

    entries: list[Entry]
    earlier: int | None
    open_quotes: list[Quote]  # that a text in it may have been an answer to
    newest: int  # the newest message there is, on this page or not; 0 in an empty thread


def read(
    session: Session, conversation: Conversation, zone: tzinfo, *, before: int | None = None
) -> Thread:
    """The newest page, or the one before a message: six statements, however much there is."""
    found = queries.thread(session, conversation.id, before=before, limit=PAGE + 1)
    shown = found[-PAGE:]
    earlier = shown[0].id if len(found) > PAGE else None
    until, newest = None, shown[-1].id if shown else 0
    if before is not None:
        until, newest = queries.written_at(session, conversation.id, before)
    since = shown[0].created_at if earlier is not None else None
    customer_id = conversation.customer_id
    placed = orders.between(session, customer_id, since, until)
    paid = payments.of_orders(session, [order.id for order in placed])
    offered = quotes.between(session, customer_id, since, until)
    entries = chain(
        _messages(session, conversation, shown),
        (Entry(f"q{quote.id}", "quote", at, quote) for quote, at in offered),
        (
            Entry(f"o{order.id}", "order", order.placed_at, order, payment=paid.get(order.id))
            for order in placed
        ),
    )
    # Stable: at the same moment a message comes first, then the card that it brought about.
    shown_entries = _with_days(sorted(entries, key=attrgetter("at")), zone)
    now = clock.now()
    live = [quote for quote, _ in offered if quote.is_live(now)]
    return Thread(shown_entries, earlier, live, newest)


def _messages(session: Session, conversation: Conversation, shown: list[Message]) -> list[Entry]:
    actors = {message.author: Actor.read(message.author) for message in shown}
    names = accounts.names(session, actors.values())
    latest, entries = None, []
    for message in shown:
        # Their ids are their order; two hosts' clocks may differ by a little.
        latest = max(latest, message.created_at) if latest else message.created_at
        author = names.get(message.author) or _KINDS.get(actors[message.author].kind, "")
        entries.append(Entry(f"m{message.id}", "message", latest, message, author))
    return entries


_KINDS = {"service": "Automatic", "operator": "A colleague", "script": "A program"}


def _with_days(entries: list[Entry], zone: tzinfo) -> list[Entry]:
    shown: list[Entry] = []
    day = None
    for entry in entries:
        local = entry.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            shown.append(Entry(f"d{day:%Y%m%d}", "day", entry.at, None))
        shown.append(entry)
    return shown


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a text of ours has come: an icon's name, and the words for it."""

    icon: str
    words: str
    bad: bool = False


def delivery(message: Message) -> Delivery:
    """For a message of ours."""
    why = message.error or "nobody says why"
    match message.status:
        case DeliveryStatus.SENT:
            return Delivery("sent", "Sent")
        case DeliveryStatus.DELIVERED:
            return Delivery("delivered", "Delivered")
        case DeliveryStatus.READ:
            return Delivery("delivered", "Read")
        case DeliveryStatus.FAILED:
            code = f" ({message.error_code})" if message.error_code else ""
            return Delivery("warning", f"Not delivered: {why}{code}", bad=True)
        case DeliveryStatus.BLOCKED:
            return Delivery("stopped", f"Not sent: {why}", bad=True)
        case DeliveryStatus.EXPIRED:
            return Delivery("stopped", f"Not sent: {why}", bad=True)
        case _:
            return Delivery("clock", "On its way")


_UNDERSTOOD = {
    "accept": "Read as a yes",
    "decline": "Read as a no",
    "undo": "Read as UNDO",
    "stop": "Read as STOP",
    "start": "Read as START",
    "help": "Read as HELP",
    "menu": "Asks for the menu",
    "status": "Asks how the order stands",
    "usual": "Wants the usual",
    "card": "Wants to change the card",
    "receipt": "Asks for the receipt",
    "human": "Asks for a person",
    "stranger": "Says it is somebody else",
    "reaction": "A reaction, no answer",
    "autoreply": "An automatic reply",
    "unclear": "For a person",
}


def understood(message: Message) -> str | None:
    """What the service took a customer's message for, in words."""
    return _UNDERSTOOD.get(message.intent, message.intent) if message.intent else None
