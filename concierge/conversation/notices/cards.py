"""Cards, and links that are asked for anew."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge.conversation import history, write
from concierge.conversation.notices.linking import fresh_link
from concierge.conversation.notices.orders import say_receipt
from concierge.customers import lifecycle, links
from concierge.customers import queries as customers
from concierge.customers.models import Customer, Link, LinkPurpose
from concierge.events import Happening, Listener
from concierge.orders import queries as order_queries
from concierge.payments.models import Card
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

_MOST_LINKS, _RENEWALS_WITHIN = 5, timedelta(hours=1)


def _card_saved(session: Session, happening: Happening) -> None:
    card: Card = happening.subject
    customer = customers.get(session, card.customer_id)
    lifecycle.vouch(session, customer)
    if order_queries.held(session, customer.id):
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


LISTENERS: dict[str, Listener] = {
    "card.saved": _card_saved,
}
