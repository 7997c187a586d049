"""Finding customers. `lock` comes first in every transaction that decides about one."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, func, select
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


def by_number(session: Session, number: str) -> list[ContactPoint]:
    """Everybody who has this number, on whatever channel; oldest first."""
    found = select(ContactPoint).where(ContactPoint.address == number).order_by(ContactPoint.id)
    return list(session.scalars(found))


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


def tagged(session: Session, tag: str, *, before: int | None, limit: int) -> list[Customer]:
    """Who has this tag, newest first, by key."""
    query = select(Customer).options(selectinload(Customer.contact_points))
    query = query.where(Customer.tags.contains([tag]))
    if before is not None:
        query = query.where(Customer.id < before)
    return list(session.scalars(query.order_by(Customer.id.desc()).limit(limit)))


def consents(session: Session, customer_id: int) -> list[Consent]:
    """The consent ledger, newest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(Consent.customer_id.in_(family(customer_id)))
            .order_by(Consent.at.desc(), Consent.id.desc())
            .limit(100)
        )
    )


def has_consented(session: Session, customer_id: int, kind: ConsentKind) -> bool:
    """Whether the last word of theirs on it was yes."""
    rows = session.execute(
        select(Consent.customer_id, Consent.given)
        .where(Consent.customer_id.in_(family(customer_id)), Consent.kind == kind)
        .order_by(Consent.at.desc(), Consent.id.desc())
    )
    return agreed([(row.customer_id, row.given) for row in rows], customer_id)


def agreed(said: Sequence[tuple[int, bool]], customer_id: int) -> bool:
    """Whether this customer's last word was yes, given who said what, the newest first.

    A merger widens no consent: what somebody agreed to as another customer is no yes of this one,
    and a later no of either is a no.
    """
    own = next((given for whose, given in said if whose == customer_id), False)
    return own and said[0][1]


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


def family(customer_id: int) -> Select[int]:
    """The ids under which one person is known: their own, and those merged into it."""
    own = (Customer.id == customer_id) | (Customer.merged_into_id == customer_id)
    return select(Customer.id).where(own)


def root(session: Session, customer_id: int) -> int:
    """With whom everything of this customer goes on: themselves, unless they were merged."""
    whose = select(func.coalesce(Customer.merged_into_id, Customer.id))
    return session.scalar(whose.where(Customer.id == customer_id)) or customer_id


def of_ids(session: Session, ids: list[int]) -> list[Customer]:
    """These customers, with their contact points."""
    query = select(Customer).options(selectinload(Customer.contact_points))
    return list(session.scalars(query.where(Customer.id.in_(ids)))) if ids else []
