"""Greeting whoever writes for the first time, and not greeting a machine's thousand numbers.

Each greeting costs money, and there are people who earn by being texted: they send from many
numbers, of countries where texts are dear. So greetings have a limit in all and one a country.
Beyond it requests reach the inbox like any other, and a person decides whom to greet.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.conversation import attention, history, tongue, wording, write
from concierge.conversation.models import Conversation, Message
from concierge.conversation.reply import Reply
from concierge.customers import entry, links, numbers
from concierge.customers import queries as customers
from concierge.customers.models import Customer, LinkPurpose
from concierge.errors import Refused
from concierge.events import SERVICE, Actor, Event, Nobody
from concierge.locks import lock_name

log = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_HELD = "greetings.held"


def arrive(reply: Reply) -> None:
    """Keep where a newcomer's first text says that they come from; the rest of it is read."""
    newcomer = reply.sender.onboarded_at is None and not reply.past.lines
    if newcomer and "(" in reply.message.body:
        customer = customers.get(reply.session, reply.sender.customer_id)
        reply.words = entry.arrive(reply.session, customer, reply.message.body, at=reply.at)


def greet(reply: Reply) -> None:
    """Say who we are, with a one-time link; or leave that to a person."""
    why = _reason_to_wait(reply)
    if why is None:
        language = reply.sender.language or tongue.clear(reply.message.body)
        _say(reply.session, reply.conversation, language, by=SERVICE, at=reply.at)
        source = reply.conversation.customer.source
        reply.person(f"New customer{f', by {source.name}' if source else ''}", language=language)
    elif not reply.silent:
        attention.hold(reply.session, reply.conversation, f"New customer; {why}", at=reply.at)


def may_confirm_stop(reply: Reply) -> bool:
    """Whether a STOP is confirmed by text: not to a stranger whom we would not greet either."""
    address = reply.message.inbound.sender
    return reply.past.has_words_of_ours or (
        _not_served(address) is None and _over_limit(reply.session, address, reply.at) is None
    )


def greet_by_hand(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """A person decides to. Raises `Refused` for whom there is no account to make."""
    if conversation.customer.onboarded_at is not None:
        raise Refused("has-an-account", "They have an account; there is nothing to fill in.")
    write.require_reachable(session, conversation, at=at)
    _say(session, conversation, conversation.customer.language, by=by, at=at)
    conversation.held_since = None
    customer_id = conversation.customer_id
    events.record(
        session, "conversation.greeted", conversation, by=by, at=at, customer_id=customer_id
    )


def alarm(session: Session, *, at: datetime) -> Event | None:
    """What was told last of greetings that were held back, if that was within a day."""
    last = events.latest(session, "greetings", Nobody().id)
    return last if last is not None and at - last.at < timedelta(days=1) else None


def _say(
    session: Session, conversation: Conversation, language: str | None, *, by: Actor, at: datetime
) -> Message:
    customer: Customer = conversation.customer
    link = links.create(session, customer.id, LinkPurpose.ACCOUNT, at=at)
    body = wording.render(
        "greeting",
        language or wording.language_of(customer),
        name=customer.first_name,
        link=links.marker(link),
    )
    return write.put(session, conversation, body, by=by, at=at, template="greeting")


def _reason_to_wait(reply: Reply) -> str | None:
    if reply.sender.held_since is not None:
        return "not greeted yet"
    if reply.is_busy:
        return "not greeted, for too many texts come in at once"
    address = reply.message.inbound.sender
    if (country := _not_served(address)) is not None:
        return f"not greeted: {country} is not in SERVED_COUNTRIES"
    why = _over_limit(reply.session, address, reply.at)
    if why is not None and _is_first(reply.session, reply.at):
        # Said once an hour; every other request only says that it was not greeted.
        _tell(reply.session, why, at=reply.at)
        return f"not greeted: {why}. Others are held back, too, until somebody greets them"
    return f"not greeted: {why}" if why else None


def _not_served(address: str) -> str | None:
    """The country of this number, where strangers from there are not greeted."""
    served = config.current().served
    country = numbers.country(address)
    return country if served and country and country not in served else None


def _over_limit(session: Session, address: str, at: datetime) -> str | None:
    """Why the service does not write to this number by itself; None where it may."""
    settings = config.current()
    country = numbers.country(address)
    prefix = numbers.prefix(address)
    in_all, alike = history.greetings(session, at - _HOUR, prefix)
    if settings.greetings_per_hour and in_all >= settings.greetings_per_hour:
        return f"{in_all} new numbers in an hour"
    foreign = country is not None and country != settings.default_region
    most = settings.greetings_per_country
    if foreign and most and alike >= most:
        return f"{alike} new numbers from {country} ({prefix}) in an hour"
    return None


def _is_first(session: Session, at: datetime) -> bool:
    lock_name(session, _HELD)
    last = events.latest(session, "greetings", Nobody().id)
    return last is None or at - last.at > _HOUR


def _tell(session: Session, why: str, *, at: datetime) -> None:
    log.warning("greetings are held back: %s", why)
    events.record(session, _HELD, Nobody(), by=SERVICE, at=at, customer_id=None, why=why)
