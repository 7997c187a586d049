"""Finding, and doing something to, one customer's rows in any table of the map."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from concierge.customers.models import ContactPoint
from concierge.db import Base
from concierge.payments.models import Card, CardSession, Payment, Refund, Wallet
from concierge.privacy.map import PLACES, Fate


@dataclass(frozen=True, slots=True)
class Person:
    """What a customer's rows are found by."""

    customer: int
    addresses: list[str]
    ids: list[str]

    def bound(self) -> dict[str, Any]:
        """For the map's SQL."""
        return {"customer": self.customer, "addresses": self.addresses, "ids": self.ids}


def person(session: Session, customer_id: int) -> Person:
    """What this customer's rows are found by, as long as it is there."""
    addresses = session.scalars(
        select(ContactPoint.address).where(ContactPoint.customer_id == customer_id)
    ).all()
    ids = [
        *_ids(session, Wallet, customer_id),
        *_ids(session, Card, customer_id),
        *_ids(session, CardSession, customer_id),
        *_ids(session, Payment, customer_id),
        *session.scalars(
            select(Refund.provider_id)
            .join(Refund.payment)
            .where(Payment.customer_id == customer_id, Refund.provider_id.is_not(None))
        ),
    ]
    return Person(customer_id, list(addresses), [str(known) for known in ids])


def _ids(session: Session, model: Any, customer_id: int) -> list[str]:
    query = select(model.provider_id).where(
        model.customer_id == customer_id, model.provider_id.is_not(None)
    )
    return list(session.scalars(query))


def rows(session: Session, table: str, whom: Person) -> Iterator[dict[str, Any]]:
    """A customer's rows of a table, by key, without the columns that are hidden."""
    described, place = Base.metadata.tables[table], PLACES[table]
    shown = [column for column in described.columns if column.name not in place.hidden]
    query = select(*shown).where(text(place.of)).order_by(*described.primary_key.columns)
    for row in session.execute(query.execution_options(yield_per=500), whom.bound()):
        yield dict(row._mapping)


def forget(session: Session, whom: Person, *, at: datetime) -> None:
    """Remove or blank every row of theirs, as the map says."""
    for table, place in PLACES.items():
        if place.fate is Fate.REMOVED:
            session.execute(text(f"delete from {table} where {place.of}"), whom.bound())  # noqa: S608
        elif place.blank:
            changes = ", ".join(f"{column} = {to}" for column, to in place.blank.items())
            update = f"update {table} set {changes} where {place.of}"  # noqa: S608
            session.execute(text(update), whom.bound() | {"at": at})


def remove(session: Session, whom: Person) -> None:
    """Remove every row that is theirs, the books' too, once these may be closed."""
    # What happened is never deleted but for this: the trigger on `events` asks for it.
    session.execute(text("SET LOCAL concierge.books_are_closed = 'on'"))
    for table, place in PLACES.items():
        if place.fate is not Fate.NOBODY:
            session.execute(text(f"delete from {table} where {place.of}"), whom.bound())  # noqa: S608
