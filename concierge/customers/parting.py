"""A number turned out to be somebody else's: it leaves the customer it was known by.

Whoever has it now is a customer of their own, of whom nothing is known and who has agreed to
nothing. What they must not see stays with the old one, who can be reached no more.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge import events
from concierge.customers.models import ContactPoint, Customer, Link, Parting
from concierge.errors import Refused
from concierge.events import Actor


def part(
    session: Session, point: ContactPoint, *, because: str, by: Actor, at: datetime
) -> Parting:
    """Give the contact point to a fresh customer. The caller holds the old one's lock.

    A STOP stays with the number: the carrier knows no owners.
    """
    old = point.customer
    fresh = Customer(created_at=at)
    session.add(fresh)
    session.flush()
    point.customer_id, point.customer = fresh.id, fresh
    point.doubted_at = None
    session.flush()
    session.expire(old, ["contact_points"])
    end_links(session, old.id, at=at)
    if not old.contact_points:
        old.parted_at = at
    parting = Parting(
        contact_point_id=point.id,
        customer_id=old.id,
        fresh_id=fresh.id,
        because=because,
        by=str(by),
        at=at,
    )
    session.add(parting)
    session.flush()
    for whose in (old, fresh):
        events.record(
            session, "customer.parted", whose, by=by, at=at, customer_id=whose.id, because=because
        )
    return parting


def reunite(session: Session, parting: Parting, *, by: Actor, at: datetime) -> ContactPoint:
    """It was theirs after all. The caller holds both locks, the old customer's first.

    Raises `Refused` where the number has moved on since.
    """
    point = session.get_one(ContactPoint, parting.contact_point_id)
    if parting.undone_at is not None or point.customer_id != parting.fresh_id:
        raise Refused("parting-moved-on", "The number has moved on since; this can't be undone.")
    old = session.get_one(Customer, parting.customer_id)
    fresh = session.get_one(Customer, parting.fresh_id)
    point.customer_id, point.customer = old.id, old
    session.flush()
    for whose in (old, fresh):
        session.expire(whose, ["contact_points"])
    end_links(session, fresh.id, at=at)
    old.parted_at, fresh.parted_at = None, at
    parting.undone_at, parting.undone_by = at, str(by)
    events.record(session, "customer.reunited", old, by=by, at=at, customer_id=old.id)
    return point


def latest(session: Session, customer_id: int) -> Parting | None:
    """The newest time that a number left this customer, unless it was undone."""
    return session.scalars(
        select(Parting)
        .where(Parting.customer_id == customer_id, Parting.undone_at.is_(None))
        .order_by(Parting.id.desc())
        .limit(1)
    ).one_or_none()


def end_links(session: Session, customer_id: int, *, at: datetime) -> None:
    """No link that they were sent opens anything any more, receipts included."""
    session.execute(
        update(Link)
        .where(Link.customer_id == customer_id, Link.expires_at > at)
        .values(used_at=at, expires_at=at)
    )
