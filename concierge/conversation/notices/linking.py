"""The links that stand in our texts."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config
from concierge.customers import links
from concierge.customers.models import Customer, Link, LinkPurpose
from concierge.orders.models import Order


def fresh_link(
    session: Session,
    customer: Customer,
    purpose: LinkPurpose,
    *,
    at: datetime,
    subject_id: int | None = None,
) -> Link:
    """A link that takes the place of the earlier ones of its kind."""
    # Whoever is filling the account page in must be able to send it off; saving a card ends both.
    if purpose is not LinkPurpose.ACCOUNT:
        links.retire(session, customer.id, purpose, at=at)
    return links.create(session, customer.id, purpose, at=at, subject_id=subject_id)


def receipt_link(session: Session, order: Order, *, at: datetime) -> Link:
    """Where the order's receipt is seen."""
    return links.create(
        session,
        order.customer_id,
        LinkPurpose.RECEIPT,
        at=at,
        lifetime=timedelta(days=config.current().receipt_days),
        subject_id=order.id,
    )
