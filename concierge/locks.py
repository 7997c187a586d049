"""One customer, one lock.

Every transaction that decides something about a customer (a reply, a click in the console, the
outcome of a payment) begins by locking the customer's row. So decisions about one customer happen
one after the other, whoever makes them, and no two can wait for each other. Whoever moves the stock
takes one more (`catalogue.stock`), always after the customer's.

Two customers that turned out to be one person (`customers.models.Merger`) have one lock: that of
the one who was kept. Merging them, and taking them apart, holds both, in the order of their ids.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from concierge import logs

# NO KEY: rows that merely point at the customer may be inserted meanwhile.
_LOCK = text(
    "SELECT id, merged_into_id FROM customers"
    " WHERE id = coalesce((SELECT merged_into_id FROM customers WHERE id = :id), :id)"
    " FOR NO KEY UPDATE"
)
_WHOSE = text("SELECT coalesce(merged_into_id, id) FROM customers WHERE id = :id")
_BOTH = text("SELECT id FROM customers WHERE id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE")
_ADDRESS = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def lock_customer(session: Session, customer_id: int) -> None:
    """Wait for, and hold until the transaction ends, the right to decide about a customer."""
    had = session.execute(_LOCK, {"id": customer_id}).one_or_none()
    if had is not None and (had.id != customer_id or had.merged_into_id is not None):
        # They may have been merged, or taken apart, while this waited.
        while had is not None and had.id != session.scalar(_WHOSE, {"id": customer_id}):
            had = session.execute(_LOCK, {"id": customer_id}).one_or_none()
    logs.know(customer=customer_id)


def lock_customers(session: Session, *customer_ids: int) -> None:
    """The same for several, each by itself, in the order of their ids: for whoever merges them."""
    session.execute(_BOTH, {"ids": list(customer_ids)})


def lock_name(session: Session, name: str) -> None:
    """The same for something that has no row yet, like a number that texts for the first time."""
    session.execute(_ADDRESS, {"name": name})
