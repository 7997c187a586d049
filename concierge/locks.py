"""One customer, one lock.

Every transaction that decides something about a customer (a reply, a click in the console, the
outcome of a payment) begins by locking the customer's row. So decisions about one customer happen
one after the other, whoever makes them, and no two can wait for each other. Whoever moves the stock
takes one more (`catalogue.stock`), always after the customer's.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from concierge import logs

# NO KEY: rows that merely point at the customer may be inserted meanwhile.
_LOCK = text("SELECT id FROM customers WHERE id = :id FOR NO KEY UPDATE")
_ADDRESS = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def lock_customer(session: Session, customer_id: int) -> None:
    """Wait for, and hold until the transaction ends, the right to decide about a customer."""
    session.execute(_LOCK, {"id": customer_id})
    logs.know(customer=customer_id)


def lock_name(session: Session, name: str) -> None:
    """The same for something that has no row yet, like a number that texts for the first time."""
    session.execute(_ADDRESS, {"name": name})
