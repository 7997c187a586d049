"""Customers that turned out to be one person: who was merged into whom."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from concierge.customers.models import ContactPoint, Customer, Merger
from concierge.errors import NotFound


def get(session: Session, merger_id: int) -> Merger:
    """One merger, with both. Raises NotFound."""
    found = session.get(
        Merger, merger_id, options=[joinedload(Merger.kept), joinedload(Merger.absorbed)]
    )
    if found is None:
        raise NotFound("merger")
    return found


def absorbed(session: Session, customer_id: int) -> list[Merger]:
    """The mergers that made this customer more than one, oldest first, unless undone."""
    return list(
        session.scalars(
            select(Merger)
            .options(joinedload(Merger.absorbed))
            .where(Merger.kept_id == customer_id, Merger.undone_at.is_(None))
            .order_by(Merger.id)
        )
    )


def take_over(session: Session, merger: Merger) -> None:
    """The absorbed one's numbers are the kept one's from now on."""
    _move(session, merger, merger.absorbed, merger.kept)


def give_back(session: Session, merger: Merger) -> None:
    """And back, but for one that has become somebody else's since."""
    _move(session, merger, merger.kept, merger.absorbed)


def _move(session: Session, merger: Merger, off: Customer, to: Customer) -> None:
    moved = select(ContactPoint).where(
        ContactPoint.id.in_(merger.point_ids), ContactPoint.customer_id == off.id
    )
    for point in session.scalars(moved):
        point.customer_id, point.customer = to.id, to
    session.flush()
    for whose in (off, to):
        session.expire(whose, ["contact_points"])
