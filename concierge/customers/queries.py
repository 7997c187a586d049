"""Finding customers. `lock` comes first in every transaction that decides about one."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from concierge.customers.models import Consent, ConsentKind, ContactPoint, Customer
from concierge.db import ask
from concierge.errors import NotFound
from concierge.locks import lock_customer


def lock(session: Session, customer_id: int) -> Customer:
    """The customer, locked until the transaction ends, as they are now."""
    lock_customer(session, customer_id)
    customer = session.get(Customer, customer_id, populate_existing=True)
    if customer is None:
        raise NotFound("customer")
    return customer


def get(session: Session, customer_id: int) -> Customer:
    """One customer. Raises NotFound."""
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("customer")
    return customer


def by_address(session: Session, channel: str, address: str) -> ContactPoint | None:
    """Who writes from there."""
    return session.scalars(
        select(ContactPoint).where(ContactPoint.channel == channel, ContactPoint.address == address)
    ).one_or_none()


def page(
    session: Session,
    *,
    before: int | None,
    limit: int,
    contact: tuple[str, str] | None = None,
) -> list[Customer]:
    """Newest first, by key: those with an id below `before`, or who has this channel, address."""
    query = select(Customer).options(selectinload(Customer.contact_points))
    if before is not None:
        query = query.where(Customer.id < before)
    if contact is not None:
        known = by_address(session, *contact)
        query = query.where(Customer.id == (known.customer_id if known else None))
    return list(session.scalars(query.order_by(Customer.id.desc()).limit(limit)))


def consents(session: Session, customer_id: int) -> list[Consent]:
    """The consent ledger, newest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(Consent.customer_id == customer_id)
            .order_by(Consent.id.desc())
            .limit(100)
        )
    )


def has_consented(session: Session, customer_id: int, kind: ConsentKind) -> bool:
    """Whether the last word of theirs on it was yes."""
    return bool(
        session.scalar(
            select(Consent.given)
            .where(Consent.customer_id == customer_id, Consent.kind == kind)
            .order_by(Consent.id.desc())
            .limit(1)
        )
    )


def is_silenced(session: Session, customer_id: int) -> bool:
    """Whether they have opted out everywhere, so that nothing could be told them."""
    [row] = ask(session, _SILENCED, customer=customer_id)
    return bool(row[0])


_SILENCED = """
SELECT coalesce(bool_and(opted_out_at IS NOT NULL), false) FROM contact_points
WHERE customer_id = %(customer)s
"""


def is_doubted(session: Session, customer_id: int) -> bool:
    """Whether an address of theirs may be somebody else's by now."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    ContactPoint.customer_id == customer_id, ContactPoint.doubted_at.is_not(None)
                )
            )
        )
    )


def of_ids(session: Session, ids: list[int]) -> list[Customer]:
    """These customers, with their contact points."""
    query = select(Customer).options(selectinload(Customer.contact_points))
    return list(session.scalars(query.where(Customer.id.in_(ids)))) if ids else []
