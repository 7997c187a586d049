"""What customers are told of their quotes."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge.conversation import assigning, attention, promising, wording, write
from concierge.conversation.models import Message
from concierge.conversation.notices.showing import changed
from concierge.customers import consent, hours
from concierge.customers.models import ContactPoint
from concierge.errors import Refused
from concierge.events import Happening, Listener
from concierge.money import Money
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

_HELD_BACK = timedelta(minutes=1)


def quote_text(quote: Quote, *, at: datetime, several: bool = False) -> str:
    """The exact text that presents a quote. `several`: name its number, others are open too."""
    customer = quote.customer
    language, zone = wording.language_of(customer), wording.zone_of(customer)
    address = quote.address or customer.address
    name = customer.first_name
    if customer.is_doubted:
        name = address = None  # whoever reads it may be a stranger
    return wording.render(
        "quote",
        language,
        name=name,
        quote=quote,
        lines=quote.lines,
        several=several or quote.revises_id is not None,
        agreed=quote.agreed,
        money=lambda amount: Money(amount, quote.currency).format(language),
        address=", ".join(address.split("\n")) if address else None,
        promised=wording.moment(quote.promised_at, at, zone, language)
        if quote.promised_at
        else None,
        expires=wording.moment(quote.expires_at, at, zone, language),
    )


def _quote_sent(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    conversation = write.of_customer(session, quote.customer_id)
    write.require_reachable(session, conversation, at=happening.at)
    attention.settle(session, conversation, by=happening.by, at=happening.at, answered=True)
    assigning.answered(session, conversation, by=happening.by, at=happening.at)
    promising.keep(session, conversation, by=happening.by, at=happening.at)
    several = len(quote_queries.live(session, quote.customer_id, happening.at)) > 1
    text = quote_text(quote, at=happening.at, several=several)
    if len(text) > write.LONGEST:
        raise Refused(
            "quote-too-long",
            f"This quote makes a text of {len(text)} characters; {write.LONGEST} is the most. "
            "Use fewer or shorter lines.",
        )
    write.put(
        session,
        conversation,
        text,
        by=happening.by,
        at=happening.at,
        template="quote",
        quote_id=quote.id,
        expires_at=quote.expires_at,
    )


def _message_sent(session: Session, happening: Happening) -> None:
    message: Message = happening.subject
    if message.template == "quote" and message.quote_id is not None:
        quotes.presented(session, quote_queries.get(session, message.quote_id), at=happening.at)
    elif message.template == "ordered" and message.order_id is not None:
        # As a rule at once; but an outage may have held it back, or the carrier lost the first.
        if message.again_of is not None or happening.at - message.created_at >= _HELD_BACK:
            order = order_queries.get(session, message.order_id)
            orders.told(order, at=happening.at)
    elif message.template in {"stopped", "started"}:
        point = session.get_one(ContactPoint, message.contact_point_id)
        consent.confirmed(session, point, message.body)


def _quote_declined(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    write.say(
        session,
        quote.customer,
        "declined",
        at=happening.at,
        number=quote.number,
        agreed=quote.agreed,
        quote_id=quote.id,
    )


def _quote_nudged(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    language, zone = wording.language_of(quote.customer), wording.zone_of(quote.customer)
    write.say(
        session,
        quote.customer,
        "nudge",
        at=happening.at,
        good_for=_while_awake(session, quote, at=happening.at),
        summary=quote.summary,
        total=quote.price,
        number=quote.number,
        expires=wording.moment(quote.expires_at, happening.at, zone, language),
        several=len(quote_queries.live(session, quote.customer_id, happening.at)) > 1,
        quote_id=quote.id,
    )


def _while_awake(session: Session, quote: Quote, *, at: datetime) -> timedelta:
    """How long it may be sent: a worker that comes too late must not wake anybody."""
    point = write.of_customer(session, quote.customer_id).contact_point
    night = hours.asleep_from(hours.zones(quote.customer, point.address), at)
    return min(quote.expires_at, night) - at


LISTENERS: dict[str, Listener] = {
    "quote.sent": _quote_sent,
    "quote.declined": _quote_declined,
    "quote.nudged": _quote_nudged,
    "quote.expired": changed,
    "quote.withdrawn": changed,
    "quote.drafted": changed,
    "message.sent": _message_sent,
}
