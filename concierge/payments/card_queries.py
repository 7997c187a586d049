"""Finding cards, and visits to the processor's pages."""

from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from concierge.errors import NotFound
from concierge.payments.card_models import (
    Card,
    CardSession,
    CardSessionStatus,
    PayVisit,
    Wallet,
)


def wallet(session: Session, customer_id: int) -> Wallet | None:
    """Who the customer is at the processor."""
    return session.get(Wallet, customer_id, options=[joinedload(Wallet.default_card)])


def default_card(session: Session, customer_id: int) -> Card | None:
    """The card that is charged."""
    found = wallet(session, customer_id)
    return found.default_card if found else None


def card_session(session: Session, session_id: int) -> CardSession:
    """One visit to the card page. Raises NotFound."""
    found = session.get(CardSession, session_id)
    if found is None:
        raise NotFound("visit to the card page")
    return found


def latest_card_session(session: Session, link_id: int) -> CardSession | None:
    """The newest visit that a link has led to."""
    return session.scalars(
        select(CardSession)
        .where(CardSession.link_id == link_id)
        .order_by(CardSession.id.desc())
        .limit(1)
    ).one_or_none()


def cards(session: Session, customer_id: int) -> list[Card]:
    """A customer's saved cards, oldest first; those that were removed are not among them."""
    return list(
        session.scalars(
            select(Card)
            .where(Card.customer_id == customer_id, Card.detached_at.is_(None))
            .order_by(Card.id)
        )
    )


def cards_and_chosen(session: Session, customer_id: int) -> tuple[list[Card], Card | None]:
    """The same, and which of them is charged: one statement."""
    rows = session.execute(
        select(Card, Wallet.default_card_id)
        .outerjoin(Wallet, Wallet.customer_id == Card.customer_id)
        .where(Card.customer_id == customer_id, Card.detached_at.is_(None))
        .order_by(Card.id)
    ).all()
    return [row[0] for row in rows], next((row[0] for row in rows if row[0].id == row[1]), None)


def ever(session: Session, customer_id: int) -> list[Card]:
    """Every card of a customer's, removed and used once too, oldest first."""
    return list(
        session.scalars(select(Card).where(Card.customer_id == customer_id).order_by(Card.id))
    )


def card_by_provider(session: Session, provider_id: str) -> Card | None:
    """The card with the processor's id."""
    return session.scalars(select(Card).where(Card.provider_id == provider_id)).one_or_none()


def expiring(session: Session, now: datetime, until: datetime, limit: int = 200) -> list[Card]:
    """Cards that are charged, expire by then, and whose owners have not been asked yet."""
    month = tuple_(Card.exp_year, Card.exp_month)
    return list(
        session.scalars(
            select(Card)
            .join(Wallet, Wallet.customer_id == Card.customer_id)
            .where(
                Wallet.default_card_id == Card.id,
                Card.detached_at.is_(None),
                Card.expiry_asked_at.is_(None),
                month >= (now.year, now.month),
                month <= (until.year, until.month),
            )
            .order_by(Card.exp_year, Card.exp_month, Card.id)
            .limit(limit)
        )
    )


def pay_visit(session: Session, visit_id: int) -> PayVisit:
    """One visit to the page on which an order is paid. Raises NotFound."""
    found = session.get(PayVisit, visit_id)
    if found is None:
        raise NotFound("visit to the page of payment")
    return found


def latest_pay_visit(session: Session, order_id: int) -> PayVisit | None:
    """The newest visit on which an order was to be paid."""
    return session.scalars(
        select(PayVisit).where(PayVisit.order_id == order_id).order_by(PayVisit.id.desc()).limit(1)
    ).one_or_none()


def pay_visits_under_way(session: Session, order_id: int) -> list[PayVisit]:
    """The visits on which an order may still be paid."""
    under_way = (CardSessionStatus.REQUESTED, CardSessionStatus.OPEN)
    return list(
        session.scalars(
            select(PayVisit)
            .where(PayVisit.order_id == order_id, PayVisit.status.in_(under_way))
            .order_by(PayVisit.id)
        )
    )


def overdue_pay_visits(session: Session, before: datetime, limit: int = 100) -> list[PayVisit]:
    """Visits whose time has passed without a word from the processor."""
    return list(
        session.scalars(
            select(PayVisit)
            .where(PayVisit.status == CardSessionStatus.OPEN, PayVisit.expires_at < before)
            .order_by(PayVisit.expires_at)
            .limit(limit)
        )
    )
