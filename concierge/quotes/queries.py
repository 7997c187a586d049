"""Finding quotes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from concierge.customers.queries import family
from concierge.db import ask
from concierge.errors import NotFound
from concierge.orders.models import Order, OrderStatus
from concierge.quotes.models import Quote, QuoteStatus


def get(session: Session, quote_id: int) -> Quote:
    """One quote, with its lines and customer. Raises NotFound."""
    quote = session.get(Quote, quote_id, options=[joinedload(Quote.customer)])
    if quote is None:
        raise NotFound("quote")
    return quote


def by_id(session: Session, ids: Collection[int]) -> dict[int, Quote]:
    """These quotes, with their lines."""
    query = select(Quote).options(selectinload(Quote.lines)).where(Quote.id.in_(ids))
    return {quote.id: quote for quote in session.scalars(query)}


def owner(session: Session, quote_id: int) -> int:
    """Whose it is: the customer to lock before reading it. Raises NotFound."""
    customer_id = session.scalar(select(Quote.customer_id).where(Quote.id == quote_id))
    if customer_id is None:
        raise NotFound("quote")
    return customer_id


def next_number(session: Session, customer_id: int) -> int:
    """The number of the customer's next quote."""
    last = session.scalar(select(func.max(Quote.number)).where(Quote.customer_id == customer_id))
    return (last or 0) + 1


def by_number(session: Session, customer_id: int, number: int) -> Quote | None:
    """A customer's quote by the number they know it by."""
    return session.scalars(
        select(Quote).where(Quote.customer_id == customer_id, Quote.number == number)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote that can be accepted, in a few words; `total` in minor units."""

    id: int
    number: int
    total: int
    currency: str


_OFFERS = """
SELECT id, number, total, currency FROM quotes
WHERE customer_id = %(customer)s AND status = 'sent' AND expires_at > %(at)s ORDER BY id
"""


def offers(session: Session, customer_id: int, at: datetime) -> list[Offer]:
    """The same as `live`, at a tenth of the cost: asked on every text."""
    return [Offer(*row) for row in ask(session, _OFFERS, customer=customer_id, at=at)]


def revisions(session: Session, customer_id: int, quote_id: int) -> list[Quote]:
    """The quotes that asked for more than this one had agreed, oldest first."""
    return list(
        session.scalars(
            select(Quote)
            .where(Quote.customer_id == customer_id, Quote.revises_id == quote_id)
            .order_by(Quote.id)
        )
    )


def live(session: Session, customer_id: int, at: datetime) -> list[Quote]:
    """A customer's quotes that can be accepted, oldest first."""
    return list(session.scalars(_live(), {"customer": customer_id, "at": at}).unique())


@cache
def _live() -> Select[Quote]:
    # Put together once: every OK asks it, and that costs more than what it asks.
    return (
        select(Quote)
        .where(
            Quote.customer_id == bindparam("customer"),
            Quote.status == QuoteStatus.SENT,
            Quote.expires_at > bindparam("at"),
        )
        .options(joinedload(Quote.lines), joinedload(Quote.customer, innerjoin=True))
        .order_by(Quote.id)
    )


def closed(session: Session, customer_id: int, at: datetime, limit: int = 20) -> list[Quote]:
    """Those that were sent and can't be accepted any more, newest first."""
    return list(
        session.scalars(
            select(Quote)
            .where(
                Quote.customer_id == customer_id,
                Quote.sent_at.is_not(None),
                or_(Quote.status != QuoteStatus.SENT, Quote.expires_at <= at),
            )
            .order_by(Quote.id.desc())
            .limit(limit)
        )
    )


def ended_since(
    session: Session, quote: Quote, since: datetime, at: datetime, *, taken_back: bool
) -> bool:
    """Whether another quote of the customer's, which they had read, has ended since then.

    `taken_back`: by the business, or by time; otherwise in any way.
    """
    given = {"customer": quote.customer_id, "quote": quote.id, "since": since, "at": at}
    return bool(ask(session, _ENDED_SINCE, **given, taken_back=taken_back))


_ENDED_SINCE = """
SELECT id FROM quotes
WHERE customer_id = %(customer)s AND id <> %(quote)s AND presented_at IS NOT NULL AND (
    closed_at > %(since)s AND (NOT %(taken_back)s OR status IN ('withdrawn', 'expired'))
    OR status = 'sent' AND expires_at > %(since)s AND expires_at <= %(at)s
) LIMIT 1
"""


def lapsed(session: Session, at: datetime, limit: int = 100) -> list[tuple[int, int]]:
    """(id, customer id) of quotes whose time has passed, for the clock."""
    rows = session.execute(
        select(Quote.id, Quote.customer_id)
        .where(Quote.status == QuoteStatus.SENT, Quote.expires_at <= at)
        .order_by(Quote.expires_at)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]


def of_customer(
    session: Session, customer_id: int, *, before: int | None = None, limit: int = 50
) -> list[Quote]:
    """A customer's quotes, newest first."""
    query = select(Quote).where(Quote.customer_id == customer_id)
    if before is not None:
        query = query.where(Quote.id < before)
    return list(session.scalars(query.order_by(Quote.id.desc()).limit(limit)))


def ordered(session: Session, customer_id: int, *, limit: int = 20) -> list[Quote]:
    """The quotes of a customer's last orders that were not cancelled, newest first."""
    return list(
        session.scalars(
            select(Quote)
            .join(Order, Order.quote_id == Quote.id)
            .where(
                Quote.customer_id.in_(family(customer_id)), Order.status != OrderStatus.CANCELLED
            )
            .order_by(Quote.id.desc())
            .limit(limit)
        )
    )


def page(
    session: Session,
    *,
    before: int | None,
    limit: int,
    status: QuoteStatus | None = None,
    customer_id: int | None = None,
) -> list[Quote]:
    """All quotes, or those of a status or a customer, newest first, by key."""
    query = select(Quote).options(joinedload(Quote.customer))
    if before is not None:
        query = query.where(Quote.id < before)
    if status is not None:
        query = query.where(Quote.status == status)
    if customer_id is not None:
        query = query.where(Quote.customer_id == customer_id)
    return list(session.scalars(query.order_by(Quote.id.desc()).limit(limit)))
