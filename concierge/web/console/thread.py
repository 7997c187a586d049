"""A page of the thread as it is shown: messages; quotes, orders and what was paid at their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels.base import DeliveryStatus
from concierge.conversation import marks, notes, queries
from concierge.conversation.marks import Unread
from concierge.conversation.models import Conversation, Message, Note
from concierge.events import Actor
from concierge.operators import accounts
from concierge.payments.models import Payment
from concierge.quotes import deals
from concierge.quotes.models import Quote

PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the thread. `key` names it in the page, so that an update finds it."""

    key: str
    kind: str  # "day", "new", "message", "note", "quote", "order", "money"
    at: datetime
    thing: Any
    author: str = ""
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of a thread: the newest, the one before a message, or the one from one on."""

    before: int | None = None
    since: int | None = None

    @property
    def is_past(self) -> bool:
        """Whether it was asked for by a message."""
        return self.before is not None or self.since is not None


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of it, oldest first. `earlier`: the message before which there is more."""

    entries: list[Entry]
    earlier: int | None
    later: int | None  # the message from which on there is more; None on the newest page
    open_quotes: list[Quote]  # that a text in it may have been an answer to
    newest: int  # the newest message there is, on this page or not; 0 in an empty thread
    unread: Unread | None  # what is new to whoever looks
    mark: int | None  # up to where they had read, where something is new

    def has(self, message_id: int) -> bool:
        """Whether a message is on this page."""
        return any(entry.key == f"m{message_id}" for entry in self.entries)


NEWEST = Place()


def read(
    session: Session,
    conversation: Conversation,
    zone: tzinfo,
    *,
    place: Place = NEWEST,
    mark: int | None = None,
    by: Actor,
) -> Thread:
    """A page, with what is new since the message `mark`: a few statements, however much there is.

    tests/console/test_statements.py counts them.
    """
    found = queries.thread(
        session, conversation.id, before=place.before, since=place.since, limit=PAGE + 1
    )
    shown, more = found[-PAGE:], len(found) > PAGE
    earlier, later = shown[0].id if more else None, place.before
    if place.since is not None:
        shown, later = found[:PAGE], found[-1].id if more else None
        earlier = shown[0].id if shown else None  # what it begins with is seldom the first of all
    newest = shown[-1].id if later is None and shown else queries.newest(session, conversation.id)
    since = shown[0].created_at if earlier is not None else None
    until = queries.written_at(later) if later is not None else None
    dealt = deals.between(session, conversation.customer_id, since, until)
    noted = notes.between(session, conversation.customer_id, since, until)
    authors = _authors(session, [*shown, *noted])
    entries = chain(
        _messages(shown, authors),
        (Entry(f"n{n.id}", "note", n.created_at, n, authors[n.author]) for n in noted),
        (Entry(f"q{quote.id}", "quote", at, quote) for quote, at in dealt.quotes),
        (
            Entry(f"o{o.id}", "order", o.placed_at, o, payment=dealt.payments.get(o.id))
            for o in dealt.orders
        ),
        (Entry(moved.key, "money", moved.at, moved) for moved in dealt.movements),
    )
    # Stable: at the same moment a message comes first, then the card that it brought about.
    entries_in_order = sorted(entries, key=attrgetter("at"))
    unread = None
    if mark is not None and mark < newest:  # whoever opens a thread first has nothing unread
        whole = later is None and (earlier is None or earlier <= mark)
        unread = (
            marks.among(shown, mark, str(by))
            if whole
            else marks.unread(session, conversation.id, mark, str(by))
        )
    if unread is not None:
        entries_in_order = _with_news(entries_in_order, unread)
    now = clock.now()
    return Thread(
        _with_days(entries_in_order, zone),
        earlier,
        later,
        [quote for quote, _ in dealt.quotes if quote.is_live(now)],
        newest,
        unread,
        mark if unread is not None else None,
    )


def _with_news(entries: list[Entry], unread: Unread) -> list[Entry]:
    """A line before the first message that is new; on top, where that is further back."""
    at = next((n for n, entry in enumerate(entries) if entry.key == f"m{unread.first}"), 0)
    when = entries[at].at if entries else clock.now()
    return [*entries[:at], Entry("new", "new", when, unread), *entries[at:]]


def _authors(session: Session, written: Sequence[Message | Note]) -> dict[str, str]:
    """What to call who wrote these, by the actor's text."""
    actors = {each.author: Actor.read(each.author) for each in written}
    names = accounts.names(session, actors.values())
    return {text: names.get(text) or _KINDS.get(who.kind, "") for text, who in actors.items()}


def _messages(shown: list[Message], authors: dict[str, str]) -> list[Entry]:
    latest, entries = None, []
    for message in shown:
        # Their ids are their order; two hosts' clocks may differ by a little.
        latest = max(latest, message.created_at) if latest else message.created_at
        author = authors[message.author]
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
