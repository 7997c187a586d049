"""Asking for more than was agreed: a second estimate for the same order.

A live one makes the order wait. Whatever becomes of it reaches the order through `closed`.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.events import SERVICE, Actor, Happening
from concierge.orders import estimates
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.quotes import lifecycle, queries
from concierge.quotes.models import Quote, QuoteStatus


def revise(
    session: Session,
    order: Order,
    total: int,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
) -> Quote:
    """Ask the customer whether it may cost `total` (minor units), and why in `note`.

    Raises `Refused` where they can't be asked. Nothing more is reserved before their OK.
    """
    estimates.check_more(session, order, total)
    to_come = order.promised_at if order.promised_at and order.promised_at > at else None
    quote = lifecycle.draft(
        session,
        order.customer,
        [lifecycle.Line(order.summary[:200], 1, total)],
        by=by,
        at=at,
        currency=order.currency,
        address=order.address,
        note=note,
        promised_at=to_come,
        is_estimate=True,
        revises=order,
    )
    estimates.ask_more(session, order, total, by=by, at=at)
    lifecycle.send(session, quote, by=by, at=at)
    return quote


def keep(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The shop keeps to what was agreed; a question that is still open is taken back."""
    estimates.keep(session, order, by=by, at=at)
    _take_back(session, order, by=by, at=at)


def order_cancelled(session: Session, happening: Happening) -> None:
    """An OK to more must not find a live quote; wired up by app.py."""
    _take_back(session, happening.subject, by=SERVICE, at=happening.at)


def closed(session: Session, happening: Happening) -> None:
    """A quote ended without an OK: where it asked for more, its order hears; wired up by app.py."""
    quote: Quote = happening.subject
    if quote.revises_id is None:
        return
    order = order_queries.of_quote(session, quote.revises_id)
    if order is None or order.asked_total != quote.total:
        return
    if quote.status is QuoteStatus.WITHDRAWN:
        estimates.keep(session, order, by=happening.by, at=happening.at)
    else:
        answered = quote.status is QuoteStatus.DECLINED
        orders.not_agreed(
            session, order, quote.total, by=happening.by, at=happening.at, answered=answered
        )


def _take_back(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    for quote in queries.revisions(session, order.customer_id, order.quote_id):
        if quote.status is QuoteStatus.SENT:
            lifecycle.withdraw(session, quote, by=by, at=at)
