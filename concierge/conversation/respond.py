"""What a text that came in sets off. Anything that is not plainly understood goes to a person.

`concierge.intents` reads the words; here the rules about time and state are kept: a yes counts
only for a quote that had gone out before, with nobody having written since.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge import config, events, intents
from concierge.conversation import attention, notices, write
from concierge.conversation.models import Conversation, Direction, Message
from concierge.customers import lifecycle as customers
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.errors import Refused
from concierge.intents import Intent, Reading
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote, QuoteStatus

# So many answers of ours in so long a time: whatever is at the other end may be a machine too.
_MOST_ANSWERS = 3
_ANSWERS_WITHIN = timedelta(minutes=10)
ANSWERS = ("ask_confirm", "ask_which", "help", "status", "quote_gone", "card_link", "undo_late")


@dataclass(slots=True)
class Reply:
    """A text that came in, and everything that decides what it sets off."""

    session: Session
    conversation: Conversation
    message: Message
    reading: Reading
    live: list[Quote]
    last: Message | None  # the newest message of ours before it
    handled: str | None  # a word that the carrier has answered already
    previously_heard: datetime | None
    at: datetime

    @property
    def by(self) -> events.Actor:
        """The customer."""
        return events.customer(self.conversation.customer_id)

    def person(self, why: str) -> None:
        """A person has to look."""
        attention.call_for(self.session, self.conversation, why, at=self.at)

    def say(
        self,
        template: str,
        *,
        quote_id: int | None = None,
        order_id: int | None = None,
        good_for: timedelta | None = None,
        **facts: object,
    ) -> None:
        """Answer with one of our texts."""
        write.say(
            self.session,
            self.conversation.customer,
            template,
            at=self.at,
            quote_id=quote_id,
            order_id=order_id,
            good_for=good_for,
            **facts,
        )


def respond(
    session: Session,
    conversation: Conversation,
    message: Message,
    *,
    handled: str | None,
    is_new: bool,
    previously_heard: datetime | None,
    at: datetime,
) -> None:
    """Read a text and do what it asks for."""
    live = quote_queries.live(session, conversation.customer_id, at)
    last = _last_of_ours(session, conversation, message)
    reading = _read(conversation, message, live, last)
    message.intent, message.intent_reason = reading.intent.value, reading.reason
    reply = Reply(
        session, conversation, message, reading, live, last, handled, previously_heard, at
    )
    stopped = conversation.contact_point.opted_out_at is not None
    if handled in _CARRIER and (handled != "START" or stopped):
        # (The carrier's START words include YES, which to somebody who never left is just a yes.)
        _CARRIER[handled](reply)
    elif stopped and reading.intent is not Intent.START:
        reply.person("Wrote although opted out; only START lets us answer")
    elif is_new and reading.intent is not Intent.STOP:
        _greet(reply)
    elif message.media and not message.body.strip():
        reply.person("Sent a picture")
    elif reading.intent in _CONVERSING and _too_chatty(reply):
        reply.person("Too many automatic answers in a row: is it a machine?")
    else:
        _DO.get(reading.intent, _unclear)(reply)


def _read(
    conversation: Conversation, message: Message, live: list[Quote], last: Message | None
) -> Reading:
    return intents.read(
        message.body,
        intents.Context(
            quotes=tuple(
                intents.LiveQuote(
                    number=quote.number,
                    total=quote.total,
                    currency=quote.currency,
                    text=notices.quote_text(quote, at=message.created_at),
                )
                for quote in live
            ),
            last=_last_for_reading(last, live),
            language=conversation.customer.language,
            default_language=config.current().language,
        ),
    )


def _last_for_reading(last: Message | None, live: list[Quote]) -> intents.LastMessage | None:
    if last is None:
        return None
    asked = last.template == "ask_confirm"
    about = next((q.number for q in live if asked and q.id == last.quote_id), None)
    wrote_freely = last.template is None and events.Actor.read(last.author).is_person
    return intents.LastMessage(
        text=last.body, by="operator" if wrote_freely else "service", about=about
    )


def _last_of_ours(session: Session, conversation: Conversation, message: Message) -> Message | None:
    return session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.OUT,
            Message.id < message.id,
        )
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()


def _too_chatty(reply: Reply) -> bool:
    count = reply.session.scalar(
        select(func.count())
        .select_from(Message)
        .where(
            Message.conversation_id == reply.conversation.id,
            Message.created_at > reply.at - _ANSWERS_WITHIN,
            Message.template.in_(ANSWERS),
        )
    )
    return (count or 0) >= _MOST_ANSWERS


# --- who writes for the first time ---------------------------------------------------------------


def _greet(reply: Reply) -> None:
    link = links.create(
        reply.session, reply.conversation.customer_id, LinkPurpose.ACCOUNT, at=reply.at
    )
    reply.say("greeting", link=links.marker(link))
    reply.person("New customer")


# --- yes and no ----------------------------------------------------------------------------------


def _accept(reply: Reply) -> None:
    quote = next((q for q in reply.live if q.number == reply.reading.quote), None)
    if quote is None:
        _yes_to_nothing(reply)
    elif len(reply.live) > 1 and not _names(reply, quote):
        _unclear(reply)
    elif quote.presented_at is None or quote.presented_at > reply.message.created_at:
        reply.person("Said yes before the quote's text had gone out")
    elif _person_wrote_since(reply, quote):
        _ask_back(reply, quote)
    elif (why := _needs_stronger_yes(reply, quote)) is not None:
        _ask_on_a_page(reply, quote, why)
    else:
        quotes.accept(reply.session, quote, by=reply.by, at=reply.at)


def _yes_to_nothing(reply: Reply) -> None:
    """A plain yes with no live quote to say it to."""
    gone = quote_queries.last_closed(reply.session, reply.conversation.customer_id)
    about_it = gone is not None and reply.last is not None and reply.last.quote_id == gone.id
    expired = gone is not None and (
        gone.status is QuoteStatus.EXPIRED
        or (gone.status is QuoteStatus.SENT and not gone.is_live(reply.at))
    )
    told = reply.last is not None and reply.last.template == "quote_gone"
    if gone is not None and about_it and expired and not told:
        reply.say("quote_gone", number=gone.number, quote_id=gone.id)
        reply.person(f"Said yes to quote {gone.number}, which had expired")
    else:
        reply.person("Said yes, but no quote is open")


def _person_wrote_since(reply: Reply, quote: Quote) -> bool:
    """After a person's later message a bare yes is an answer to that message.

    A reply that names the quote ("OK 12") is not bare, and neither is the answer to our own
    question about it.
    """
    presented_by = reply.session.scalar(
        select(func.max(Message.id)).where(Message.quote_id == quote.id)
    )
    later = reply.session.scalar(
        select(Message.id)
        .where(
            Message.conversation_id == reply.conversation.id,
            Message.direction == Direction.OUT,
            Message.id > (presented_by or 0),
            Message.template.is_(None),
        )
        .limit(1)
    )
    return later is not None and not _names(reply, quote)


def _names(reply: Reply, quote: Quote) -> bool:
    """Whether the reply says which quote it means: "OK 12"."""
    return re.search(rf"(?<!\d){quote.number}(?!\d)", reply.message.body) is not None


def _needs_stronger_yes(reply: Reply, quote: Quote) -> str | None:
    settings = config.current()
    if settings.confirm_above and quote.total > settings.confirm_above:
        return "amount"
    silence = timedelta(days=settings.confirm_after_days)
    heard = reply.previously_heard
    if silence and heard is not None and reply.at - heard > silence:
        return "silence"
    customer = reply.conversation.customer
    if quote.address and customer.address and quote.address != customer.address:
        return "address"
    return None


def _ask_on_a_page(reply: Reply, quote: Quote, why: str) -> None:
    links.retire(reply.session, reply.conversation.customer_id, LinkPurpose.CONFIRM, at=reply.at)
    link = links.create(
        reply.session,
        reply.conversation.customer_id,
        LinkPurpose.CONFIRM,
        at=reply.at,
        lifetime=quote.expires_at - reply.at,
        subject_id=quote.id,
    )
    reply.say(
        "confirm_link",
        link=links.marker(link),
        number=quote.number,
        total=quote.money,
        quote_id=quote.id,
    )
    reply.message.intent_reason = f"{reply.reading.reason}; confirmed on a page ({why})"


def _ask_back(reply: Reply, quote: Quote) -> None:
    """Ask once; whoever answers that with another riddle gets a person."""
    asked = reply.last is not None and reply.last.template == "ask_confirm"
    if asked and reply.last is not None and reply.last.quote_id == quote.id:
        reply.person(f"Asked whether quote {quote.number} is meant; no clear answer")
    else:
        reply.say(
            "ask_confirm",
            number=quote.number,
            summary=quote.summary,
            total=quote.money,
            quote_id=quote.id,
        )


def _unclear(reply: Reply) -> None:
    if not reply.live or not (reply.reading.nearly or reply.reading.intent is Intent.ACCEPT):
        reply.person(_why(reply.reading))
    elif not _is_plain(reply):
        reply.person(f"Nearly a yes: {reply.reading.reason}")
    elif len(reply.live) == 1:
        _ask_back(reply, reply.live[0])
    elif reply.last is not None and reply.last.template == "ask_which":
        reply.person("Asked which quote is meant; no clear answer")
    else:
        reply.say("ask_which", quotes=reply.live)


def _is_plain(reply: Reply) -> bool:
    """Whether the words alone are a yes, so that only its object is in doubt."""
    quote = reply.live[0]
    alone = intents.Context(
        quotes=(intents.LiveQuote(number=quote.number),),
        language=reply.conversation.customer.language,
        default_language=config.current().language,
    )
    return intents.read(reply.message.body, alone).intent is Intent.ACCEPT


def _why(reading: Reading) -> str:
    if reading.guesses:
        best = reading.guesses[0][0]
        return f"Perhaps “{best.value}”: {reading.reason}"
    return "Wrote"


def _decline(reply: Reply) -> None:
    named = [quote for quote in reply.live if quote.number == reply.reading.quote]
    chosen = named or reply.live
    if len(chosen) == 1:
        quotes.decline(reply.session, chosen[0], by=reply.by, at=reply.at)
    else:
        reply.person("Said no" if reply.live else "Said no, but no quote is open")


def _react(reply: Reply) -> None:
    """A tapback is never an answer by itself; on a live quote it deserves a question."""
    if len(reply.live) == 1 and reply.reading.quote == reply.live[0].number:
        _ask_back(reply, reply.live[0])


# --- orders --------------------------------------------------------------------------------------


def _undo(reply: Reply) -> None:
    order = order_queries.undoable(reply.session, reply.conversation.customer_id)
    if order is None:
        reply.person("Wrote UNDO, but no order is open")
        return
    try:
        orders.undo(reply.session, order, by=reply.by, at=reply.at)
    except Refused:
        reply.say("undo_late", number=order.number, order_id=order.id)
        reply.person(f"Wants to undo order {order.number}; too late to do it alone")


def _status(reply: Reply) -> None:
    order = order_queries.undoable(reply.session, reply.conversation.customer_id)
    if order is None or order.status is not OrderStatus.CONFIRMED:
        reply.person("Asks how an order stands")
        return
    notices.say_status(reply.session, order, at=reply.at)


def _card(reply: Reply) -> None:
    notices.send_card_link(reply.session, reply.conversation.customer, at=reply.at)


def _receipt(reply: Reply) -> None:
    newest = order_queries.of_customer(reply.session, reply.conversation.customer_id, limit=5)
    paid = next((order for order in newest if order.status is OrderStatus.PAID), None)
    if paid is None:
        reply.person("Asks for a receipt")
    else:
        notices.say_receipt(reply.session, paid, at=reply.at)


# --- consent -------------------------------------------------------------------------------------


def _stop(reply: Reply) -> None:
    source = "carrier" if reply.handled else "text"
    point = reply.conversation.contact_point
    first = customers.opt_out(
        reply.session, point, words=reply.message.body, source=source, by=reply.by, at=reply.at
    )
    if first and not reply.handled:
        reply.say(write.STOP_CONFIRMATION)
    meant_order = reply.message.body.strip().casefold() == "cancel"
    reply.person(
        "Wrote CANCEL, which the carrier takes for STOP; may have meant the order"
        if meant_order
        else "Opted out (STOP)"
    )


def _start(reply: Reply) -> None:
    source = "carrier" if reply.handled else "text"
    point = reply.conversation.contact_point
    again = customers.opt_in(
        reply.session, point, words=reply.message.body, source=source, by=reply.by, at=reply.at
    )
    if again and not reply.handled:
        reply.say("started")


def _help(reply: Reply) -> None:
    if not reply.handled:
        reply.say("help")


def _nothing(_: Reply) -> None:
    """Answering would only make a machine answer back."""


def _for_person(why: str) -> Callable[[Reply], None]:
    return lambda reply: reply.person(why)


_CONVERSING = {Intent.HELP, Intent.STATUS, Intent.CARD, Intent.UNDO, Intent.REACTION}
_CARRIER: dict[str | None, Callable[[Reply], None]] = {
    "STOP": _stop,
    "START": _start,
    "HELP": _help,
}
_DO: dict[Intent, Callable[[Reply], None]] = {
    Intent.ACCEPT: _accept,
    Intent.DECLINE: _decline,
    Intent.UNDO: _undo,
    Intent.STOP: _stop,
    Intent.START: _start,
    Intent.HELP: _help,
    Intent.STATUS: _status,
    Intent.CARD: _card,
    Intent.RECEIPT: _receipt,
    Intent.REACTION: _react,
    Intent.AUTOREPLY: _nothing,
    Intent.MENU: _for_person("Asks for the menu"),
    Intent.USUAL: _for_person("Asks for the usual"),
    Intent.HUMAN: _for_person("Asks for a person"),
}
