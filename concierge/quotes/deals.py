"""What a customer was offered and ordered within a span of time, for the thread: one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from concierge.customers.queries import family
from concierge.orders.models import Order
from concierge.payments.models import Payment
from concierge.quotes.models import Quote

# Of either: no page of a thread has so many.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Deals:
    """Quotes with when each came into the thread; orders; the payment that counts, by order."""

    quotes: list[tuple[Quote, datetime]]
    orders: list[Order]
    payments: dict[int, Payment]


def between(
    session: Session,
    customer_id: int,
    since: datetime | None,
    until: ScalarSelect[datetime] | None,
) -> Deals:
    """A person's that came up from `since` until before `until`, oldest first."""
    appeared = func.coalesce(Quote.sent_at, Quote.created_at)
    offered, placed = (_within(at, since, until) for at in (appeared, Order.placed_at))
    rows = session.execute(
        select(Quote, Order, Payment, appeared, offered, placed)
        .outerjoin(Order, Order.quote_id == Quote.id)
        .outerjoin(Payment, and_(Payment.order_id == Order.id, ~Payment.aside))
        .where(Quote.customer_id.in_(family(customer_id)), or_(offered, placed))
        .options(
            joinedload(Quote.lines),
            joinedload(Order.partner),
            joinedload(Payment.card),
            joinedload(Payment.refunds),
            undefer(Payment.is_disputed),
        )
        .order_by(Quote.id.desc(), Payment.id.desc())
        .limit(_MOST)
    ).unique()
    quotes: dict[int, tuple[Quote, datetime]] = {}
    orders: dict[int, Order] = {}
    payments: dict[int, Payment] = {}
    for quote, order, payment, at, is_offered, is_placed in rows:
        if is_offered:
            quotes.setdefault(quote.id, (quote, at))
        if is_placed:
            orders.setdefault(order.id, order)
            if payment is not None:
                payments.setdefault(order.id, payment)  # the newest first
    return Deals(list(quotes.values())[::-1], list(orders.values())[::-1], payments)


def _within(
    at: Any, since: datetime | None, until: ScalarSelect[datetime] | None
) -> ColumnElement[bool]:
    bounds = [at.is_not(None)]
    if since is not None:
        bounds.append(at >= since)
    if until is not None:
        bounds.append(at < until)
    return and_(*bounds)
