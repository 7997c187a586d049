"""What a customer was offered, ordered and charged within a span of time: one statement.

For the thread, which shows each where it happened.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, undefer

from concierge.customers.queries import family
from concierge.orders.models import Order
from concierge.payments.models import Payment, PaymentStatus, Refund
from concierge.quotes.models import Quote

# Of all together: no page of a thread has so many.
_MOST = 200
_REFUSED = (PaymentStatus.DECLINED, PaymentStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that was taken or, of `refund`, given back; or that the bank refused to reserve."""

    at: datetime
    order: Order
    payment: Payment
    refund: Refund | None = None

    @property
    def key(self) -> str:
        """Names it in a page."""
        return f"r{self.refund.id}" if self.refund else f"p{self.payment.id}"

    @property
    def is_refused(self) -> bool:
        """Whether no money moved."""
        return self.payment.status in _REFUSED


@dataclass(frozen=True, slots=True)
class Deals:
    """Quotes with when each came into the thread; orders; the payment that counts, by order."""

    quotes: list[tuple[Quote, datetime]]
    orders: list[Order]
    payments: dict[int, Payment]
    movements: list[Movement]


def between(
    session: Session,
    customer_id: int,
    since: datetime | None,
    until: ScalarSelect[datetime] | None,
) -> Deals:
    """A person's that came up from `since` until before `until`, oldest first."""
    appeared = func.coalesce(Quote.sent_at, Quote.created_at)
    offered, placed, taken, tried, returned = (
        _within(at, since, until)
        for at in (
            appeared,
            Order.placed_at,
            Payment.captured_at,
            Payment.created_at,
            Refund.created_at,
        )
    )
    refused = and_(Payment.status.in_(_REFUSED), tried)
    beside = func.coalesce(Payment.aside, true())  # no payment counts as little
    rows = session.execute(
        select(Quote, Order, Payment, Refund, appeared)
        .add_columns(offered, placed, beside, or_(taken, refused), returned)
        .outerjoin(Order, Order.quote_id == Quote.id)
        .outerjoin(Payment, Payment.order_id == Order.id)
        .outerjoin(Refund, Refund.payment_id == Payment.id)
        .where(
            Quote.customer_id.in_(family(customer_id)),
            or_(offered, placed, taken, refused, returned),
        )
        .options(
            joinedload(Quote.lines),
            joinedload(Order.partner),
            joinedload(Payment.card),
            joinedload(Payment.refunds),
            undefer(Payment.is_disputed),
        )
        .order_by(Quote.id.desc(), Payment.id.desc(), Refund.id.desc())
        .limit(_MOST)
    ).unique()
    quotes: dict[int, tuple[Quote, datetime]] = {}
    orders: dict[int, Order] = {}
    payments: dict[int, Payment] = {}
    movements: dict[str, Movement] = {}
    for quote, order, payment, refund, at, *how in rows:
        is_offered, is_placed, is_beside, has_moved, is_returned = how
        if is_offered:
            quotes.setdefault(quote.id, (quote, at))
        if is_placed:
            orders.setdefault(order.id, order)
            if not is_beside:
                payments.setdefault(order.id, payment)  # the newest first
        if has_moved:
            moved = Movement(payment.captured_at or payment.created_at, order, payment)
            movements.setdefault(moved.key, moved)
        if is_returned:
            moved = Movement(refund.created_at, order, payment, refund)
            movements[moved.key] = moved
    return Deals(
        list(quotes.values())[::-1],
        list(orders.values())[::-1],
        payments,
        sorted(movements.values(), key=lambda moved: (moved.at, moved.refund is not None)),
    )


def _within(
    at: Any, since: datetime | None, until: ScalarSelect[datetime] | None
) -> ColumnElement[bool]:
    bounds = [at.is_not(None)]
    if since is not None:
        bounds.append(at >= since)
    if until is not None:
        bounds.append(at < until)
    return and_(*bounds)
