"""A number turned out to be somebody else's, and everything that hangs on it.

The old thread is closed, the cards are taken off, what was open is frozen until a person decides;
the new owner begins with an empty thread.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from concierge.conversation import attention, write
from concierge.conversation.models import Conversation, Message
from concierge.customers import mergers
from concierge.customers import parting as partings
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint, Customer, Parting
from concierge.errors import NotFound, Refused
from concierge.events import Actor, customer
from concierge.orders import freezing
from concierge.orders import queries as orders
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.quotes import queries as quotes

# Why, in a few words for operators.
WRONG_NUMBER = "wrong number"
AFRESH = "could not say how the saved card ends, and started afresh"
BY_HAND = "an operator's decision"


def part(
    session: Session, point: ContactPoint, *, because: str, by: Actor, at: datetime
) -> Conversation:
    """The number leaves its customer, who is locked. Returns the new owner's empty thread."""
    old = point.customer
    thread = write.of_customer(session, old.id)
    parting = partings.part(session, point, because=because, by=by, at=at)
    payments.detach_all(session, old.id, by=by, at=at)
    frozen = []
    if old.contact_points:
        thread.contact_point_id = old.contact_points[0].id
        thread.contact_point = old.contact_points[0]
    else:
        for order in orders.open_of(session, old.id):
            freezing.freeze(session, order, at=at)
            frozen.append(f"order {order.number}")
        frozen += [f"quote {quote.number}" for quote in quotes.live(session, old.id, at)]
    told = f"This number is somebody else's now ({because}); cards taken off"
    attention.call_for(
        session, thread, told + (f"; frozen: {', '.join(frozen)}" if frozen else ""), at=at
    )
    customers.lock(session, parting.fresh_id)
    return write.begin(session, point, at=at)


def reunite(session: Session, customer_id: int, *, by: Actor, at: datetime) -> Customer:
    """A mistake: the number is theirs after all. What was frozen goes on; cards stay taken off.

    Raises `Refused` where the new owner has begun something of their own.
    """
    parting = partings.latest(session, customer_id)
    if parting is None:
        raise NotFound("parting")
    # The older customer first, always: no two can wait for each other.
    old = customers.lock(session, parting.customer_id)
    fresh = customers.lock(session, parting.fresh_id)
    session.refresh(parting)
    for whose in (old, fresh):
        require_apart(session, whose)
    _require_empty(session, fresh)
    point = partings.reunite(session, parting, by=by, at=at)
    thread = write.of_customer(session, old.id)
    _bring_home(session, parting, thread)
    thread.contact_point_id, thread.contact_point = point.id, point
    for order in orders.open_of(session, old.id):
        freezing.thaw(session, order, by=by, at=at)
    attention.touch(session, thread, at=at)
    return old


def require_apart(session: Session, customer: Customer) -> None:
    """Raises `Refused` for whoever is one person with another customer."""
    if customer.merged_into_id is not None or mergers.absorbed(session, customer.id):
        raise Refused("customer-is-merged", "They were merged with another customer: undo that.")


def _require_empty(session: Session, fresh: Customer) -> None:
    begun = (
        fresh.onboarded_at is not None
        or payment_queries.cards(session, fresh.id)
        or orders.of_customer(session, fresh.id, limit=1)
        or quotes.of_customer(session, fresh.id, limit=1)
    )
    if begun:
        raise Refused(
            "number-is-in-use",
            "Whoever has this number now has an account, a quote or an order of their own; it "
            "can't be taken from them.",
        )


def _bring_home(session: Session, parting: Parting, thread: Conversation) -> None:
    """What was written meanwhile belongs to the one thread again."""
    meanwhile = write.of_customer(session, parting.fresh_id)
    session.execute(
        update(Message)
        .where(
            Message.conversation_id == meanwhile.id,
            Message.author == str(customer(parting.fresh_id)),
        )
        .values(author=str(customer(parting.customer_id)))
    )
    session.execute(
        update(Message)
        .where(Message.conversation_id == meanwhile.id)
        .values(conversation_id=thread.id)
    )
    thread.last_message_at = max(thread.last_message_at, meanwhile.last_message_at)
    thread.waiting_since = thread.waiting_since or meanwhile.waiting_since
    thread.waiting_for = meanwhile.waiting_for or thread.waiting_for
    session.flush()
    session.delete(meanwhile)
    session.flush()
