"""What a text that came in sets off. Anything that is not plainly understood goes to a person."""

import re
from collections.abc import Callable
from datetime import timedelta

from concierge.conversation import (
    history,
    newcomers,
    notices,
    parting,
    tongue,
    wording,
    write,
    yes_or_no,
)
from concierge.conversation.reply import Reply
from concierge.customers import consent
from concierge.customers import lifecycle as customers
from concierge.db import savepoint
from concierge.errors import Refused
from concierge.intents import Intent, Reading
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus

# A machine answers at once; what sounds like one later may well be a person.
_MACHINES_ANSWER_WITHIN = timedelta(minutes=2)


def respond(reply: Reply) -> None:
    """Do what a text asks for, which has been read and kept."""
    tongue.learn(reply)
    handled = reply.handled
    stopped = reply.sender.opted_out_at is not None
    if handled in _CARRIER and (handled != "START" or stopped):
        # (The carrier's START words include YES, which to somebody who never left is just a yes.)
        _CARRIER[handled](reply)
    elif stopped:
        _although_stopped(reply)
    elif _is_stranger(reply):
        newcomers.greet(reply)
    elif reply.message.has_picture and not reply.message.body.strip():
        reply.person("Sent a picture")
    elif _answers_whether_to_undo(reply):
        _undo(reply)
    else:
        _DO.get(reply.reading.intent, _unclear)(reply)


# --- who writes for the first time ---------------------------------------------------------------


def _is_stranger(reply: Reply) -> bool:
    """Whether nobody has told them yet who we are. (A STOP or a tapback is no beginning.)"""
    return (
        reply.sender.onboarded_at is None
        and reply.reading.intent not in {Intent.STOP, Intent.REACTION, Intent.STRANGER}
        and not reply.past.has_words_of_ours
    )


# --- what is no command --------------------------------------------------------------------------


def _unclear(reply: Reply) -> None:
    reading = reply.reading
    if reading.nearly and reply.offers:
        yes_or_no.nearly(reply)
    elif not reading.nearly and (over := yes_or_no.named_but_over(reply)) is not None:
        yes_or_no.yes_to_what_is_over(reply, over)
    elif yes_or_no.named_no(reply) is not None:
        yes_or_no.decline(reply)
    else:
        reply.person(_why(reading))


def _why(reading: Reading) -> str:
    if reading.nearly:
        return f"Nearly a yes: {reading.reason}"
    if reading.guesses:
        return f"Perhaps “{reading.guesses[0][0].value}”: {reading.reason}"
    return "Wrote"


def _machine(reply: Reply) -> None:
    """Answering would only make a machine answer back. But is it one?"""
    last = reply.last
    at_once = last is not None and reply.at - last.created_at < _MACHINES_ANSWER_WITHIN
    if not at_once:
        reply.person("Sounds automatic, but came too late for a machine")


def _for_person(why: str) -> Callable[[Reply], None]:
    return lambda reply: reply.person(why)


# --- orders --------------------------------------------------------------------------------------


def _answers_whether_to_undo(reply: Reply) -> bool:
    """A yes to our own "Shall I undo it?" is no yes to any quote."""
    return (
        reply.last_written is not None
        and reply.last_written.template == "ask_undo"
        and (reply.reading.nearly or reply.reading.intent is Intent.ACCEPT)
        and reply.is_plain_yes()
    )


def _undo(reply: Reply) -> None:
    order = order_queries.undoable(reply.session, reply.sender.customer_id)
    if order is None:
        reply.person("Wrote UNDO, but no order is open")
        return
    if reply.reading.intent is Intent.UNDO and _says_more(reply.reading):
        # "Can I still undo this?" takes nothing back yet.
        reply.ask(
            "ask_undo",
            f"Asked whether to undo order {order.number}",
            number=order.number,
            summary=order.summary,
            order_id=order.id,
        )
        return
    try:
        with savepoint(reply.session):
            orders.undo(reply.session, order, by=reply.by, at=reply.at)
    except Refused:
        reply.answer("undo_late", number=order.number, order_id=order.id)
        reply.person(f"Wants to undo order {order.number}; too late to do it alone")


def _says_more(reading: Reading) -> bool:
    """Whether the command stands within a longer message, rather than being all of it."""
    return not reading.reason.startswith("the whole message")


def _status(reply: Reply) -> None:
    order = order_queries.undoable(reply.session, reply.sender.customer_id)
    if order is None or order.status is not OrderStatus.CONFIRMED:
        reply.person("Asks how an order stands")
    elif reply.may_answer("status"):
        notices.say_status(reply.session, order, at=reply.at)


def _card(reply: Reply) -> None:
    if reply.may_answer("card_link"):
        notices.send_card_link(reply.session, reply.conversation.customer, at=reply.at)


def _receipt(reply: Reply) -> None:
    newest = order_queries.of_customer(reply.session, reply.sender.customer_id, limit=5)
    paid = next((order for order in newest if order.status is OrderStatus.PAID), None)
    if paid is None:
        reply.person("Asks for a receipt")
    elif reply.may_answer("receipt"):
        notices.say_receipt(reply.session, paid, at=reply.at)


# --- consent -------------------------------------------------------------------------------------


def _stop(reply: Reply) -> None:
    first = consent.opt_out(
        reply.session,
        reply.conversation.contact_point,
        words=reply.message.body,
        source="carrier" if reply.handled else "text",
        by=reply.by,
        at=reply.at,
        confirmation=consent.BY_CARRIER if reply.handled else None,
    )
    if not first:
        return
    # One a day: STOP, START, STOP is a machine's talk.
    once = not reply.handled and not reply.answers_given((write.STOP_CONFIRMATION,))
    if once and newcomers.may_confirm_stop(reply):
        reply.say(write.STOP_CONFIRMATION)
    told = "Opted out (STOP)"
    if re.fullmatch(r"\W*cancel\W*", reply.message.body, re.IGNORECASE):
        told = "Wrote CANCEL, which the carrier takes for STOP; may have meant the order"
    if reply.offers:
        numbers = ", ".join(str(quote.number) for quote in reply.offers)
        told += f"; frozen until START: quote {numbers}"
    reply.person(told)


def _start(reply: Reply) -> None:
    again = consent.opt_in(
        reply.session,
        reply.conversation.contact_point,
        words=reply.message.body,
        source="carrier" if reply.handled else "text",
        by=reply.by,
        at=reply.at,
        confirmation=consent.BY_CARRIER if reply.handled else None,
    )
    if not again:
        reply.person("Wrote START, without having opted out")
    elif not reply.handled:
        reply.answer("started")


def _although_stopped(reply: Reply) -> None:
    """Nothing may be said. What costs the customer nothing is done all the same."""
    match reply.reading.intent:
        case Intent.START:
            _start(reply)
        case Intent.STOP:
            pass  # once is enough
        case Intent.UNDO | Intent.DECLINE as intent:
            _DO[intent](reply)
            reply.person(f"Wrote “{reply.message.body[:40]}” although opted out")
        case _:
            reply.person("Wrote although opted out; only START lets us answer")


def _help(reply: Reply) -> None:
    if not reply.handled:
        reply.answer("help")


def _stranger(reply: Reply) -> None:
    """ "Wrong number", "I'm not Maria": believed at once where that may well be so.

    Who has written from there lately may have meant another number than this; then nothing is
    charged until they have shown on a link that it is them, or a person has decided.
    """
    session, sender = reply.session, reply.sender
    if sender.onboarded_at is None and not reply.past.has_words_of_ours:
        reply.person("Says it is somebody else, but nobody has written to them")
        return
    point = reply.conversation.contact_point
    known = history.wrote_before(session, sender.conversation_id, point.id, reply.message.id)
    if known and sender.doubted_at is None:
        customers.doubt(session, point, because=parting.WRONG_NUMBER, by=reply.by, at=reply.at)
        reply.person("Says it is somebody else: is it? Nothing is charged until that is known")
        return
    own = wording.language_of(reply.conversation.customer)
    fresh = parting.part(session, point, because=parting.WRONG_NUMBER, by=reply.by, at=reply.at)
    language = tongue.clear(reply.message.body) or own
    write.say(session, fresh.customer, "wrong_number", at=reply.at, language=language)


_CARRIER: dict[str | None, Callable[[Reply], None]] = {
    "STOP": _stop,
    "START": _start,
    "HELP": _help,
}
_DO: dict[Intent, Callable[[Reply], None]] = {
    Intent.ACCEPT: yes_or_no.accept,
    Intent.DECLINE: yes_or_no.decline,
    Intent.REACTION: yes_or_no.react,
    Intent.UNDO: _undo,
    Intent.STOP: _stop,
    Intent.START: _start,
    Intent.HELP: _help,
    Intent.STATUS: _status,
    Intent.CARD: _card,
    Intent.RECEIPT: _receipt,
    Intent.AUTOREPLY: _machine,
    Intent.MENU: _for_person("Asks for the menu"),
    Intent.USUAL: _for_person("Asks for the usual"),
    Intent.HUMAN: _for_person("Asks for a person"),
    Intent.STRANGER: _stranger,
}
