"""Cards, and links that are asked for anew."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation import attention, history, write
from concierge.conversation.notices.linking import fresh_link
from concierge.conversation.notices.orders import say_receipt
from concierge.conversation.notices.showing import changed
from concierge.customers import hours, lifecycle, links
from concierge.customers import queries as customers
from concierge.customers.models import Customer, Link, LinkPurpose
from concierge.events import Actor, Happening, Listener
from concierge.orders import queries as order_queries
from concierge.payments.models import Card
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

_MOST_LINKS, _RENEWALS_WITHIN = 5, timedelta(hours=1)


def _card_saved(session: Session, happening: Happening) -> None:
    card: Card = happening.subject
    customer = customers.get(session, card.customer_id)
    waits = bool(order_queries.held(session, customer.id))
    lifecycle.vouch(session, customer, by=events.customer(customer.id), at=happening.at)
    if waits:
        return  # the order goes on now, and its own text names the card
    quote = _to_ask_about(session, customer, at=happening.at)
    write.say(
        session,
        customer,
        "card_saved",
        at=happening.at,
        card=card.label,
        quote=quote,
        quote_id=quote.id if quote else None,
    )


def _to_ask_about(session: Session, customer: Customer, *, at: datetime) -> Quote | None:
    """The one quote that waits for an OK: a text of ours in between must not hide it."""
    live = quote_queries.live(session, customer.id, at)
    waits = len(live) == 1 and history.unanswered(session, at, only=live[0].id)
    return live[0] if waits else None


def send_card_link(session: Session, customer: Customer, *, at: datetime) -> None:
    """A link on which the card can be changed (or the account opened)."""
    purpose = LinkPurpose.CARD if customer.onboarded_at else LinkPurpose.ACCOUNT
    link = fresh_link(session, customer, purpose, at=at)
    write.say(session, customer, "card_link", at=at, link=links.marker(link))


def text_card_link(session: Session, customer: Customer, *, by: Actor, at: datetime) -> None:
    """An operator texts it. Raises `Refused` where nothing reaches the customer."""
    write.require_reachable(session, write.of_customer(session, customer.id), at=at)
    send_card_link(session, customer, at=at)
    events.record(
        session, "customer.sent_card_link", customer, by=by, at=at, customer_id=customer.id
    )


def renew(session: Session, old: Link, *, at: datetime) -> bool:
    """ "Text me a new one": the same kind of link, by text, to the customer's own number.

    False, and nothing is sent, once they were given several within the hour: whoever holds an old
    link must not be able to fill its owner's phone.
    """
    customer = old.customer
    if links.made_since(session, customer.id, at - _RENEWALS_WITHIN) >= _MOST_LINKS:
        return False
    if old.purpose is LinkPurpose.RECEIPT and old.subject_id is not None:
        say_receipt(session, order_queries.get(session, old.subject_id), at=at)
        return True
    purpose = old.purpose
    if purpose is LinkPurpose.ACCOUNT and customer.onboarded_at is not None:
        purpose = LinkPurpose.CARD
    link = fresh_link(session, customer, purpose, at=at, subject_id=old.subject_id)
    write.say(session, customer, "new_link", at=at, link=links.marker(link))
    return True


def _card_expiring(session: Session, happening: Happening) -> None:
    """It is good for a while yet, and they are likely to need it afterwards."""
    card: Card = happening.subject
    customer = customers.get(session, card.customer_id)
    point = write.of_customer(session, customer.id).contact_point
    night = hours.asleep_from(hours.zones(customer, point.address), happening.at)
    link = fresh_link(session, customer, LinkPurpose.CARD, at=happening.at)
    write.say(
        session,
        customer,
        "card_expiring",
        at=happening.at,
        good_for=night - happening.at,  # a worker that comes too late must not wake anybody
        card=card.label,
        expiry=card.expiry,
        link=links.marker(link),
    )


def _unproven(session: Session, happening: Happening) -> None:
    attention.call_for_customer(
        session,
        happening.subject.id,
        "Could not say how the saved card ends: is this still the same person?",
        at=happening.at,
    )


LISTENERS: dict[str, Listener] = {
    "card.saved": _card_saved,
    "card.chosen": changed,
    "card.removed": changed,
    "card.renewed": changed,
    "card.expiring": _card_expiring,
    "customer.unproven": _unproven,
}
