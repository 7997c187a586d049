"""A yes, a no, a tapback: to which quote, if any, and what follows.

`concierge.intents` has read the words. Here are the rules about time and state: a yes counts only
for a quote whose text had gone out before, with nobody having written since; everything else is
asked back, once, or goes to a person.
"""

import re
from contextlib import nullcontext
from datetime import timedelta

from concierge import intents
from concierge.channels.base import DeliveryStatus
from concierge.conversation import arrival, lapsing, stronger
from concierge.conversation.past import Line
from concierge.conversation.reply import Reply
from concierge.db import savepoint
from concierge.errors import Refused
from concierge.intents import Intent
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote, QuoteStatus

# A yes that came so soon after a quote was taken back may have been typed to that one.
_CROSSING = timedelta(minutes=1)


def accept(reply: Reply) -> None:
    """The words say yes. Order, where it is certain to what; otherwise ask, or call a person."""
    quote = next((q for q in reply.live if q.number == reply.reading.quote), None)
    if quote is None:
        _yes_to_nothing(reply)
    elif reply.message.has_picture:
        reply.person(f"Said yes to quote {quote.number} with a picture: look at it first")
    elif reply.reading.option is not None:
        reply.person(f"Chose “{reply.reading.option}” of quote {quote.number}")
    elif (shown := reply.past.shown(quote.id, reply.sender.point_id)) is None:
        _not_shown_here(reply, quote)
    elif not (named := reply.names(quote)) and _is_not_alone(reply, quote, shown):
        nearly(reply)
    elif named and _may_be_a_number(reply, quote, shown.id):
        ask_back(reply, quote)
    elif (why := _needs_more(reply, quote)) is not None:
        _ask_on_a_page(reply, quote, why)
    else:
        _order(reply, quote)


def _not_shown_here(reply: Reply, quote: Quote) -> None:
    if reply.past.shown(quote.id) is None:
        reply.person(f"Said yes before the text of quote {quote.number} had gone out")
    else:
        # It went to another number of theirs: at this one nobody has read it yet.
        ask_back(reply, quote)


def _needs_more(reply: Reply, quote: Quote) -> str | None:
    doubted = reply.sender.doubted_at is not None
    return stronger.why(reply.session, quote, doubted=doubted)


def _order(reply: Reply, quote: Quote) -> None:
    # What a quote alone refuses it refuses before anything is begun; stock and an order that is
    # there already may refuse it halfway.
    halfway = quote.goods or quote.revises_id is not None
    try:
        with savepoint(reply.session) if halfway else nullcontext():
            order = quotes.accept(reply.session, quote, by=reply.by, at=reply.at)
    except Refused as refusal:
        if not halfway and quote.status is QuoteStatus.ACCEPTED:
            raise  # nothing of what was begun may stay
        reply.person(f"Said yes to quote {quote.number}, but: {refusal.message}")
    else:
        arrival.ordered(reply.session, reply.message, quote.id, order.id)


def _is_not_alone(reply: Reply, quote: Quote, text: Line) -> bool:
    """Whether something else than the quote in `text` may be what a bare yes is said to."""
    if len(reply.offers) > 1 or _words_since(reply, text.id) or _wish_waits(reply, text.id):
        return True
    if text.sent_at is None or reply.past.asked(lapsing.TEMPLATE, text.id, None):
        return True
    session, at = reply.session, reply.at
    if quote_queries.ended_since(session, quote, text.sent_at, at, taken_back=False):
        return True
    arrived = text.status in {DeliveryStatus.DELIVERED, DeliveryStatus.READ}
    return (text.template == "quote" and not arrived) and quote_queries.ended_since(
        session, quote, at - _CROSSING, at, taken_back=True
    )


def _wish_waits(reply: Reply, shown: int) -> bool:
    """Whether they wanted something else since ("ok but make it white") that nobody answered yet:
    a bare OK after that may count on it.
    """
    return reply.sender.waiting_since is not None and reply.past.was_unclear(after=shown)


def _words_since(reply: Reply, shown: int) -> list[str]:
    """What people wrote since the quote was shown."""
    return reply.past.persons_words(after=shown)


def _may_be_a_number(reply: Reply, quote: Quote, shown: int) -> bool:
    """ "How many?" "OK 2": a person has asked since what a number answers too."""
    for words in _words_since(reply, shown):
        if re.search(rf"\bok {quote.number}\b", words, re.IGNORECASE):
            continue
        if re.search(rf"(?<!\d){quote.number}(?!\d)", words) or _asks_something_else(reply, words):
            return True
    return False


def _asks_something_else(reply: Reply, words: str) -> bool:
    """Whether a mere "yes" to these words would be no yes to the quote."""
    if "?" not in words:
        return False
    quote = reply.quotes[0]
    as_ours = intents.LastMessage(words, "service", quote.number)
    return reply.read((quote,), as_ours, "yes").intent is not Intent.ACCEPT


def _ask_on_a_page(reply: Reply, quote: Quote, why: str) -> None:
    asked = reply.was_asked("confirm_link", quote.id)
    reply.note(f"to be confirmed on a page: {why}")
    if asked:
        reply.person(f"Said yes to quote {quote.number} again; has a link to confirm it")
    elif reply.may_answer("confirm_link"):
        stronger.send_link(reply.session, reply.conversation.customer, quote, at=reply.at)


# --- nearly --------------------------------------------------------------------------------------


def nearly(reply: Reply) -> None:
    """It sounds like a yes. Only where the words are plain is it worth asking to what."""
    about = reply.reading.quote
    quote = next((q for q in reply.live if q.number == about), None)
    if quote is None and len(reply.live) == 1:
        quote = reply.live[0]
    if reply.message.has_picture or not reply.is_plain_yes():
        reply.person(f"Nearly a yes: {reply.reading.reason}")
    elif len(reply.live) > 1 and not (quote and reply.names(quote)):
        reply.ask("ask_which", "Asked which quote is meant", quotes=reply.live)
    elif quote is None or reply.past.shown(quote.id) is None:
        reply.person("Said yes before the quote's text had gone out")
    else:
        ask_back(reply, quote)


def ask_back(reply: Reply, quote: Quote) -> None:
    """ "Shall I place order 12, roses, $54.00?" """
    shown = reply.past.shown(quote.id)
    if shown is None or _words_since(reply, shown.id):
        # It answers that person too, whatever it says to the quote.
        reply.person(f"Answered a person; asked whether quote {quote.number} is meant")
    reply.ask(
        "ask_confirm",
        f"Asked whether quote {quote.number} is meant",
        quote_id=quote.id,
        number=quote.number,
        summary=quote.summary,
        total=quote.price,
        agreed=quote.agreed,
    )


# --- to a quote that is over ---------------------------------------------------------------------


def named_but_over(reply: Reply) -> Quote | None:
    """The quote that an "OK 12" names when 12 can't be accepted any more."""
    if not re.search(r"\d", reply.message.body):
        return None
    for quote in quote_queries.closed(reply.session, reply.sender.customer_id, reply.at):
        if str(quote.number) in reply.message.body and reply.names(quote, [quote]):
            return quote
    return None


def _yes_to_nothing(reply: Reply) -> None:
    """A plain yes with no live quote to say it to."""
    over = quote_queries.closed(reply.session, reply.sender.customer_id, reply.at, limit=1)
    last = reply.last
    if last is None or last.template is None:
        reply.person("Said yes")
    elif over and (over[0].status is QuoteStatus.ACCEPTED or last.quote_id == over[0].id):
        yes_to_what_is_over(reply, over[0])
    elif over and over[0].status is QuoteStatus.DECLINED:
        reply.person(f"Said yes after declining quote {over[0].number}")
    else:
        reply.note("no quote is open: taken as “noted”")


def yes_to_what_is_over(reply: Reply, quote: Quote) -> None:
    """Say why it can't be accepted, and what can instead."""
    newer = next((q for q in reply.live if q.id == quote.replaced_by_id), None)
    if quote.status is QuoteStatus.ACCEPTED:
        order = order_queries.of_quote(reply.session, quote.origin_id)
        if order is None or order.status is OrderStatus.CANCELLED:
            reply.person(f"Said yes again to quote {quote.number}, whose order is cancelled")
        else:
            reply.note(f"quote {quote.number} is ordered already")
    elif newer is not None:
        reply.ask(
            "quote_replaced",
            f"Said yes to quote {quote.number}, which {newer.number} has replaced",
            quote_id=newer.id,
            old=quote.number,
            number=newer.number,
            summary=newer.summary,
            total=newer.price,
        )
    elif quote.status is QuoteStatus.DECLINED:
        reply.person(f"Said yes to quote {quote.number}, which they had declined")
    else:
        expired = quote.status in {QuoteStatus.EXPIRED, QuoteStatus.SENT}
        if not reply.was_asked("quote_gone", quote.id):
            reply.answer("quote_gone", number=quote.number, expired=expired, quote_id=quote.id)
        state = "expired" if expired else "been withdrawn"
        reply.person(f"Said yes to quote {quote.number}, which had {state}")


# --- no ------------------------------------------------------------------------------------------


def decline(reply: Reply) -> None:
    """The words say no; a no is final, so it needs its quote as surely as a yes does."""
    numbers = {int(number) for number in re.findall(r"\d{1,9}", reply.message.body)}
    chosen = [quote for quote in reply.live if quote.number in numbers]
    if not numbers:
        chosen = [q for q in reply.live if q.number == reply.reading.quote] or reply.live
    if len(chosen) != 1:
        reply.person("Said no" if reply.live else "Said no, but no quote is open")
        return
    [quote] = chosen
    shown = reply.past.shown(quote.id)
    if shown is None:
        reply.person(f"Said no before the text of quote {quote.number} had gone out")
    elif reply.message.has_picture:
        reply.person("Said no")
    elif _words_since(reply, shown.id):
        reply.person("Said no after a person's message")
    else:
        quotes.decline(reply.session, quote, by=reply.by, at=reply.at)


def named_no(reply: Reply) -> Quote | None:
    """The live quote that a "NO 12" names."""
    found = re.fullmatch(r"\s*([^\d]+?)\W*(\d{1,9})\W*", reply.message.body)
    if found is None:
        return None
    quote = next((q for q in reply.live if q.number == int(found[2])), None)
    if quote is None:
        return None
    rest = reply.read(reply.as_live([quote]), None, found[1])
    return quote if rest.intent is Intent.DECLINE else None


def react(reply: Reply) -> None:
    """A tapback is never an answer by itself; on a live quote it deserves a question."""
    quote = next((q for q in reply.live if q.number == reply.reading.quote), None)
    if quote is None:
        return
    if reply.reading.nearly and reply.past.shown(quote.id) is not None:
        ask_back(reply, quote)
    else:
        reply.person(f"Reacted to quote {quote.number}")
