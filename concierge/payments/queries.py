"""Finding payments, cards and refunds."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, undefer

from concierge.errors import NotFound
from concierge.payments.models import (
    Card,
    CardSession,
    CardSessionStatus,
    Payment,
    PaymentStatus,
    PayVisit,
    Refund,
    Wallet,
)

LIVE = (
    PaymentStatus.REQUESTED,
    PaymentStatus.AUTHORISED,
    PaymentStatus.ACTION_REQUIRED,
    PaymentStatus.CAPTURING,
    PaymentStatus.CAPTURED,
)


def get(session: Session, payment_id: int) -> Payment:
    """One payment with its card and refunds. Raises NotFound."""
    payment = session.get(
        Payment, payment_id, options=[joinedload(Payment.card), selectinload(Payment.refunds)]
    )
    if payment is None:
        raise NotFound("payment")
    return payment


def by_provider(session: Session, provider_id: str) -> Payment | None:
    """The payment with the processor's id."""
    return session.scalars(select(Payment).where(Payment.provider_id == provider_id)).one_or_none()


def live(session: Session, order_id: int) -> Payment | None:
    """The one payment of an order that counts; there is never a second."""
    return session.scalars(
        select(Payment)
        .options(joinedload(Payment.card))
        .where(Payment.order_id == order_id, Payment.status.in_(LIVE), ~Payment.aside)
    ).one_or_none()


def rival(session: Session, payment: Payment) -> Payment | None:
    """Another payment of the order that counts, or of which nobody knows whether it was taken."""
    unknown = (
        (Payment.status == PaymentStatus.FAILED)
        & Payment.authorised_at.is_not(None)
        & ~Payment.release_wanted
    )
    return session.scalars(
        select(Payment)
        .where(
            Payment.order_id == payment.order_id,
            Payment.id != payment.id,
            ~Payment.aside,
            Payment.status.in_(LIVE) | unknown,
        )
        .order_by(Payment.id.desc())
        .limit(1)
    ).one_or_none()


def taken_aside(session: Session, order_id: int) -> Payment | None:
    """Money that was taken by hand while another payment of the order counted."""
    return session.scalars(
        select(Payment)
        .where(
            Payment.order_id == order_id, Payment.aside, Payment.status == PaymentStatus.CAPTURED
        )
        .order_by(Payment.id)
        .limit(1)
    ).one_or_none()


def renewals(session: Session, payment_id: int) -> list[Payment]:
    """What was, or is, to take this reservation's place, oldest first."""
    return list(
        session.scalars(
            select(Payment)
            .options(joinedload(Payment.card))
            .where(Payment.replaces_id == payment_id)
            .order_by(Payment.id)
        )
    )


def renewal(session: Session, order_id: int) -> Payment | None:
    """The newest try to renew the reservation that counts, while it has not taken its place."""
    counts = aliased(Payment)
    return session.scalars(
        select(Payment)
        .options(joinedload(Payment.card))
        .join(counts, Payment.replaces_id == counts.id)
        .where(
            Payment.order_id == order_id,
            Payment.aside,
            ~Payment.release_wanted,
            counts.status.in_((PaymentStatus.AUTHORISED, PaymentStatus.CANCELLED)),
            ~counts.aside,
            ~counts.release_wanted,
        )
        .order_by(Payment.id.desc())
        .limit(1)
    ).one_or_none()


def latest(session: Session, order_id: int) -> Payment | None:
    """An order's newest payment, whatever became of it; not what stands aside."""
    return session.scalars(
        select(Payment)
        .options(joinedload(Payment.card))
        .where(Payment.order_id == order_id, ~Payment.aside)
        .order_by(Payment.id.desc())
        .limit(1)
    ).one_or_none()


def outstanding(session: Session, order_id: int) -> list[Payment]:
    """An order's payments that hold money, or may turn out to, and have not been let go of."""
    holding = (*LIVE, PaymentStatus.FAILED)
    taken = (Payment.status == PaymentStatus.CAPTURED) & Payment.aside
    return list(
        session.scalars(
            select(Payment)
            .where(
                Payment.order_id == order_id,
                Payment.status.in_(holding),
                Payment.release_wanted.is_(False),
                ~taken,
            )
            .order_by(Payment.id)
        )
    )


def of_order(session: Session, order_id: int) -> list[Payment]:
    """All payments of an order with their cards and refunds, oldest first."""
    return list(
        session.scalars(
            select(Payment)
            .options(
                joinedload(Payment.card),
                selectinload(Payment.refunds),
                undefer(Payment.is_disputed),
            )
            .where(Payment.order_id == order_id)
            .order_by(Payment.id)
        )
    )


def of_orders(session: Session, order_ids: list[int]) -> dict[int, Payment]:
    """The latest payment of each of these orders that does not stand aside, with its refunds."""
    payments = session.scalars(
        select(Payment)
        .options(
            joinedload(Payment.card),
            selectinload(Payment.refunds),
            undefer(Payment.is_disputed),
        )
        .where(Payment.order_id.in_(order_ids), ~Payment.aside)
        .order_by(Payment.id)
    )
    return {payment.order_id: payment for payment in payments}


def newest(session: Session, order_ids: Collection[int]) -> dict[int, Payment]:
    """The same without cards and refunds, for a list."""
    rows = session.scalars(
        select(Payment).where(Payment.order_id.in_(order_ids), ~Payment.aside).order_by(Payment.id)
    )
    return {payment.order_id: payment for payment in rows}


def page(
    session: Session,
    *,
    before: int | None,
    limit: int,
    status: PaymentStatus | None = None,
    customer_id: int | None = None,
) -> list[Payment]:
    """All payments, or those of a status or a customer, newest first, by key."""
    query = select(Payment).options(joinedload(Payment.card), selectinload(Payment.refunds))
    if before is not None:
        query = query.where(Payment.id < before)
    if status is not None:
        query = query.where(Payment.status == status)
    if customer_id is not None:
        query = query.where(Payment.customer_id == customer_id)
    return list(session.scalars(query.order_by(Payment.id.desc()).limit(limit)))


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


def refund(session: Session, refund_id: int) -> Refund:
    """One refund with its payment. Raises NotFound."""
    found = session.get(Refund, refund_id, options=[joinedload(Refund.payment)])
    if found is None:
        raise NotFound("refund")
    return found


def refund_by_provider(session: Session, provider_id: str) -> Refund | None:
    """The refund with the processor's id."""
    return session.scalars(select(Refund).where(Refund.provider_id == provider_id)).one_or_none()


def counts(session: Session) -> dict[PaymentStatus, int]:
    """How many payments stand how; read off the index over their status."""
    rows = session.execute(select(Payment.status, func.count()).group_by(Payment.status))
    return {row[0]: row[1] for row in rows}


# --- cards, and orders paid on a page ------------------------------------------------------------


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


def holding(session: Session, card_id: int) -> list[Payment]:
    """The payments that hold money on a card, or are about to."""
    customer_id = select(Card.customer_id).where(Card.id == card_id).scalar_subquery()
    still = [status for status in LIVE if status is not PaymentStatus.CAPTURED]
    return list(
        session.scalars(
            select(Payment)
            .where(
                Payment.customer_id == customer_id,
                Payment.card_id == card_id,
                Payment.status.in_(still),
            )
            .order_by(Payment.id)
        )
    )


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
