"""How the card that a customer chose stands, and what speaks against charging it: one statement."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from concierge.customers.models import ContactPoint
from concierge.payments import dispute_queries
from concierge.payments.models import Card, Wallet


@dataclass(frozen=True, slots=True)
class Standing:
    """The card, and whether somebody else may have the number, or a charge on it is in question."""

    card: Card
    is_doubted: bool
    is_contested: bool


def of_chosen(session: Session, customer_id: int) -> Standing | None:
    """The card that is charged, unless there is none."""
    row = session.execute(_of_chosen(), {"customer": customer_id}).one_or_none()
    return Standing(row[0], row[1], row[2]) if row is not None else None


@cache
def _of_chosen() -> Select[Card, bool, bool]:
    # Put together once: every OK asks it, and that costs more than what it asks.
    doubted = exists().where(
        ContactPoint.customer_id == bindparam("customer"), ContactPoint.doubted_at.is_not(None)
    )
    return (
        select(Card, doubted, dispute_queries.contesting(Card))
        .join(Wallet, Wallet.default_card_id == Card.id)
        .where(Wallet.customer_id == bindparam("customer"), Card.detached_at.is_(None))
    )
