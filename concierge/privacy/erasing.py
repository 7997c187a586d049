"""Forgetting a person. The books keep amounts, dates and numbers; nothing personal stays."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.channels.base import called
from concierge.conversation import attention
from concierge.conversation.models import Conversation
from concierge.customers import mergers, numbers, silenced
from concierge.customers import queries as customers
from concierge.customers.known import require_whole
from concierge.customers.models import ContactPoint, Customer
from concierge.errors import Refused
from concierge.events import Actor
from concierge.payments import lifecycle as payments
from concierge.payments.models import Wallet
from concierge.privacy import obstacles, places
from concierge.privacy.models import Erasure
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import Quote, QuoteStatus

ASKED, INACTIVE = "asked", "inactive"
# Nobody waits for it, and it must not be given up because of an outage.
_DEADLINE = timedelta(days=14)


def erase(
    session: Session, customer: Customer, *, by: Actor, at: datetime, because: str = ASKED
) -> None:
    """Forget a customer, who is locked. Raises `Refused` with every reason why not now.

    Whoever had opted out stays so: see customers.silenced.
    """
    if customer.erased_at is not None:
        raise Refused("customer-is-erased", "This customer has been erased already.")
    require_whole(customer)
    # Whoever is one person goes as one.
    merged = mergers.absorbed(session, customer.id)
    people = [customer, *(merger.absorbed for merger in merged)]
    reasons = [why for one in people for why in obstacles.of(session, one.id)]
    if reasons:
        raise Refused("customer-has-open-business", " ".join(dict.fromkeys(reasons)))
    _remember_who_opted_out(session, customer, at=at)
    for merger in merged:
        mergers.give_back(session, merger)  # where their own thread points
    for one in people:
        _forget(session, one, by=by, at=at, because=because)


def _forget(session: Session, customer: Customer, *, by: Actor, at: datetime, because: str) -> None:
    _take_quotes_back(session, customer.id, by=by, at=at)
    whom = places.person(session, customer.id)
    session.flush()
    places.forget(session, whom, at=at)
    session.expire_all()
    customer.erased_at, customer.merged_into_id = at, None
    session.add(
        Erasure(
            customer_id=customer.id,
            at=at,
            by=str(by),
            because=because,
            provider_ids=whom.ids or None,
        )
    )
    events.record(session, "customer.erased", customer, by=by, at=at, customer_id=customer.id)
    _ask_processor(session, customer.id, at=at)
    for thread in session.scalars(
        select(Conversation).where(Conversation.customer_id == customer.id)
    ):
        attention.touch(session, thread, at=at)


def _take_quotes_back(session: Session, customer_id: int, *, by: Actor, at: datetime) -> None:
    still = select(Quote).where(
        Quote.customer_id == customer_id, Quote.status.in_((QuoteStatus.DRAFT, QuoteStatus.SENT))
    )
    for quote in session.scalars(still).all():
        quotes.withdraw(session, quote, by=by, at=at)


def _remember_who_opted_out(session: Session, customer: Customer, *, at: datetime) -> None:
    for point in customer.contact_points:
        if point.opted_out_at is not None:
            silenced.keep(session, point.channel, point.address, at=at)
        else:
            silenced.lift(session, point.channel, point.address)


def _ask_processor(session: Session, customer_id: int, *, at: datetime) -> None:
    """Cards first, then the customer: one after the other, by the wallet's lane."""
    lane, deadline = f"wallet:{customer_id}", at + _DEADLINE
    payments.forget_all(session, customer_id, at=at, deadline=deadline)
    if session.get(Wallet, customer_id) is not None:
        effects.request(
            session,
            "customer.forget",
            f"customer:{customer_id}",
            at=at,
            customer_id=customer_id,
            lane=lane,
            deadline=deadline,
        )


def record_of(session: Session, customer_id: int) -> Erasure | None:
    """Who had a customer erased, and when; None for whom nobody has."""
    return session.scalars(select(Erasure).where(Erasure.customer_id == customer_id)).one_or_none()


def find(session: Session, wanted: str) -> Customer:
    """A customer by number, as people write it, or by id. Raises `Refused`."""
    points: list[ContactPoint] = []
    try:
        points = customers.by_number(session, numbers.normalise(wanted))
    except Refused:
        if not wanted.isdigit():
            raise
    by_id = session.get(Customer, int(wanted)) if wanted.isdigit() else None
    whose = {point.customer_id for point in points}
    if points and by_id is not None and whose != {by_id.id}:
        raise Refused("ambiguous", f"{wanted} is both a number and an id: write the number as +...")
    if len(whose) > 1:
        several = ", ".join(f"{point.customer_id} ({called(point.channel)})" for point in points)
        raise Refused(
            "ambiguous", f"Several customers have {wanted}: give the id of one, {several}."
        )
    if points:
        return customers.get(session, points[0].customer_id)
    if by_id is None:
        raise Refused("not-found", f"Nobody is known by {wanted}.")
    return by_id


def is_theirs(customer: Customer, typed: str) -> bool:
    """Whether this is a number or an address that the customer writes from, however spelt."""
    own = {point.address for point in customer.contact_points}
    if typed.strip() in own:
        return True
    try:
        return numbers.normalise(typed) in own
    except Refused:
        return False
