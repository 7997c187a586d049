"""When a text is not enough to order, and a one-time link asks for more."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from concierge import config
from concierge.conversation import write
from concierge.customers import links
from concierge.customers.models import Customer, LinkPurpose
from concierge.events import Actor
from concierge.orders import queries as orders
from concierge.quotes.models import Quote


def why(session: Session, quote: Quote, *, doubted: bool) -> str | None:
    """Why a yes by text does not order this quote, in a few words for operators; None: it does.

    `doubted`: whoever writes from that number now may be somebody else.
    """
    above = config.current().confirm_above
    if above and quote.total > above:
        return "above the limit"
    if doubted:
        return "after a long silence on this number"
    if quote.revises_id is None and _is_new_address(session, quote.customer, quote):
        return "to a new address"
    return None


def _is_new_address(session: Session, customer: Customer, quote: Quote) -> bool:
    """Whether it goes where the customer has neither asked for nor received anything yet.

    An address that an operator wrote down is nobody's word but theirs. Whoever has no account yet
    gives their address on its page, before any card.
    """
    to = quote.address or customer.address
    if customer.onboarded_at is None or to is None:
        return False
    own = not Actor.read(customer.address_by or "").is_person
    if own and customer.address and _spelt(to) == _spelt(customer.address):
        return False
    known = orders.delivered_to(session, customer.id)
    return _spelt(to) not in {_spelt(address) for address in known}


def _spelt(address: str) -> str:
    return re.sub(r"[\W_]+", " ", address).strip().casefold()


def send_link(session: Session, customer: Customer, quote: Quote, *, at: datetime) -> None:
    """Text the link on which this quote is confirmed; earlier ones end."""
    links.retire(session, quote.customer_id, LinkPurpose.CONFIRM, at=at)
    link = links.create(
        session,
        quote.customer_id,
        LinkPurpose.CONFIRM,
        at=at,
        lifetime=quote.expires_at - at,
        subject_id=quote.id,
    )
    write.say(
        session,
        customer,
        "confirm_link",
        at=at,
        good_for=quote.expires_at - at,
        link=links.marker(link),
        number=quote.number,
        total=quote.price,
        quote_id=quote.id,
    )
