"""An operator says what a text meant: the verb is done, kept, and exported as a labelled line.

The operator's word stands for the customer's words, not for the circumstances: a quote that is
over, or whose text came later, can't be accepted by anybody, and what needs a page still does.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from concierge import config, events
from concierge.conversation import attention, history, stronger, tongue, write
from concierge.conversation.models import Conversation, Correction, Message
from concierge.customers import consent, links
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.intents import Intent
from concierge.orders import estimates
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

# What a text can be said to mean, and how the export calls it.
LABELS = {
    Intent.ACCEPT: "CONFIRM",
    Intent.DECLINE: "DECLINE",
    Intent.UNDO: "CANCEL",
    Intent.STOP: "STOP",
    Intent.START: "OTHER",
    Intent.UNCLEAR: "OTHER",  # nothing that the service could do
}


def correct(
    session: Session,
    message: Message,
    meant: Intent,
    *,
    by: Actor,
    at: datetime,
    quote: Quote | None = None,
) -> Correction:
    """The text meant this; do it. The same twice is once.

    `quote` is needed for a yes or a no where several are open. What the wrong reading had done is
    taken back as far as it can be. Raises `Refused` where it may not be done.
    """
    if not message.inbound:
        raise Refused("not-the-customers", "Only what a customer wrote has a meaning to correct.")
    if meant not in LABELS:
        raise Refused("no-such-meaning", f"A text can't be corrected to “{meant}”.")
    conversation = session.get_one(Conversation, message.conversation_id)
    if meant in {Intent.ACCEPT, Intent.DECLINE}:
        quote = _which(session, conversation, quote, at=at)
    else:
        quote = None
    last = latest(session, message.id)
    if last is not None and (last.meant, last.quote_id) == (meant, quote.id if quote else None):
        return last
    read_as = message.intent
    if read_as == meant and meant is not Intent.UNCLEAR and last is None and _was_done(message):
        raise Refused("read-so-already", "That is how it was read, and what was done.")
    done = [
        *_take_back(session, conversation, message, meant, by=by, at=at),
        _do(session, conversation, message, meant, quote, by=by, at=at),
    ]
    correction = Correction(
        message_id=message.id,
        quote_id=quote.id if quote else None,
        read_as=read_as,
        meant=meant.value,
        by=str(by),
        at=at,
        context=_context(session, message),
        language=tongue.clear(message.body)
        or conversation.customer.language
        or config.current().language,
        outcome=" ".join(done),
    )
    session.add(correction)
    message.intent = meant.value
    message.intent_reason = f"a person says so; it was read as {read_as or 'nothing'}"
    if meant is not Intent.UNCLEAR:
        attention.settle(session, conversation, by=by, at=at)
    attention.touch(session, conversation, at=at)
    session.flush()
    events.record(
        session,
        "message.corrected",
        message,
        by=by,
        at=at,
        customer_id=conversation.customer_id,
        meant=meant.value,
        read_as=read_as,
    )
    return correction


def latest(session: Session, message_id: int) -> Correction | None:
    """The last correction of a text."""
    return session.scalars(
        select(Correction)
        .where(Correction.message_id == message_id)
        .order_by(Correction.id.desc())
        .limit(1)
    ).one_or_none()


def labelled(session: Session) -> Iterator[dict[str, str | None]]:
    """Each corrected text with its last label: {"text", "context", "label", "lang"}."""
    rows = session.execute(
        select(Correction, Message.body)
        .join(Message, Message.id == Correction.message_id)
        .ext(distinct_on(Correction.message_id))
        .order_by(Correction.message_id, Correction.id.desc())
    )
    for correction, body in rows:
        yield {
            "text": body,
            "context": correction.context,
            "label": LABELS[Intent(correction.meant)],
            "lang": correction.language,
        }


def _context(session: Session, message: Message) -> str | None:
    last = history.last_gone_out(session, message.conversation_id, message.id)
    return links.show(last.body, "[link]") if last is not None else None


def _which(
    session: Session, conversation: Conversation, quote: Quote | None, *, at: datetime
) -> Quote:
    live = quote_queries.live(session, conversation.customer_id, at)
    if quote is None:
        if len(live) != 1:
            raise Refused(
                "which-quote",
                "Say which quote is meant." if live else "No quote is open; send a new one.",
            )
        return live[0]
    if quote.customer_id != conversation.customer_id:
        raise NotFound("quote")
    return quote


def _was_done(message: Message) -> bool:
    return message.intent != Intent.ACCEPT or message.order_id is not None


def _take_back(
    session: Session,
    conversation: Conversation,
    message: Message,
    meant: Intent,
    *,
    by: Actor,
    at: datetime,
) -> list[str]:
    """Undo what the wrong reading did; sentences for the operator."""
    said = []
    if message.order_id is not None and meant not in {Intent.ACCEPT, Intent.UNDO}:
        order = order_queries.get(session, message.order_id)
        agreed = _agreed_before(session, message)
        if agreed is not None:
            estimates.disagree(session, order, agreed, by=by, at=at)
            said.append(f"Order {order.number} goes on for at most {order.money}.")
        elif order.status is not OrderStatus.CANCELLED:
            orders.cancel(session, order, because="misread", by=by, at=at)
            said.append(f"Order {order.number} is cancelled.")
    if message.intent == Intent.STOP and meant is not Intent.STOP:
        point = conversation.contact_point
        if not consent.was_by_text(session, point, message.created_at):
            raise Refused(
                "opted-out-at-carrier",
                "The carrier has taken this for STOP; only the customer's START ends that.",
            )
        words = f"“{message.body[:200]}” was no STOP"
        consent.opt_in(session, point, words=words, source="console", by=by, at=at)
        said.append("They are not opted out any more.")
    return said


def _agreed_before(session: Session, message: Message) -> int | None:
    """What held before the yes in this text raised it, in minor units; None: it raised nothing."""
    if message.quote_id is None:
        return None
    return quote_queries.get(session, message.quote_id).agreed_total


def _do(
    session: Session,
    conversation: Conversation,
    message: Message,
    meant: Intent,
    quote: Quote | None,
    *,
    by: Actor,
    at: datetime,
) -> str:
    match meant:
        case Intent.ACCEPT if quote is not None:
            return _accept(session, conversation, message, quote, by=by, at=at)
        case Intent.DECLINE if quote is not None:
            quotes.decline(session, quote, by=by, at=at)
            return f"Quote {quote.number} is declined."
        case Intent.UNDO:
            return _undo(session, message, conversation, by=by, at=at)
        case Intent.STOP:
            return _stop(session, conversation, message, by=by, at=at)
        case Intent.START:
            return _start(session, conversation, message, by=by, at=at)
        case _:
            return "Kept as nothing to act on."


def _accept(
    session: Session,
    conversation: Conversation,
    message: Message,
    quote: Quote,
    *,
    by: Actor,
    at: datetime,
) -> str:
    if not quote.is_live(at):
        raise Refused(
            "quote-not-open", f"Quote {quote.number} is not open any more; send a new one."
        )
    if history.shown(session, quote, message) is None:
        raise Refused(
            "quote-came-later",
            f"Quote {quote.number} had not reached them when they wrote this; ask them.",
        )
    doubted = conversation.contact_point.doubted_at is not None
    why = stronger.why(session, quote, doubted=doubted)
    if why is None:
        order = quotes.accept(session, quote, by=by, at=at)
        message.quote_id, message.order_id = quote.id, order.id
        return f"Quote {quote.number} is ordered."
    write.require_reachable(session, conversation, at=at)
    stronger.send_link(session, conversation.customer, quote, at=at)
    return f"They were texted a link to confirm quote {quote.number}: {why}."


def _undo(
    session: Session, message: Message, conversation: Conversation, *, by: Actor, at: datetime
) -> str:
    order = (
        order_queries.get(session, message.order_id)
        if message.order_id is not None
        else order_queries.undoable(session, conversation.customer_id)
    )
    if order is None:
        raise Refused("no-open-order", "No order is open.")
    if order.placed_at > message.created_at:
        raise Refused("order-came-later", f"Order {order.number} was placed after they wrote this.")
    orders.cancel(session, order, because="undo", by=by, at=at)
    return f"Order {order.number} is cancelled."


def _stop(
    session: Session, conversation: Conversation, message: Message, *, by: Actor, at: datetime
) -> str:
    point = conversation.contact_point
    if consent.opt_out(session, point, words=message.body, source="console", by=by, at=at):
        write.say(session, conversation.customer, write.STOP_CONFIRMATION, at=at)
    return "They are opted out; nothing more is sent."


def _start(
    session: Session, conversation: Conversation, message: Message, *, by: Actor, at: datetime
) -> str:
    point = conversation.contact_point
    if point.opted_out_at is None:
        return "They had not opted out."
    if message.created_at <= point.opted_out_at:
        raise Refused("opted-out-later", "They opted out after they wrote this.")
    consent.opt_in(session, point, words=message.body, source="console", by=by, at=at)
    write.say(session, conversation.customer, "started", at=at)
    return "They get texts again, where the carrier lets them through."
