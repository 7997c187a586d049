"""Finding payments and refunds. Cards and visits to pages are in `card_queries`, and here too."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, undefer

from concierge.errors import NotFound
from concierge.payments.card_queries import card_by_provider as card_by_provider
from concierge.payments.card_queries import card_session as card_session
from concierge.payments.card_queries import cards as cards
from concierge.payments.card_queries import cards_and_chosen as cards_and_chosen
from concierge.payments.card_queries import default_card as default_card
from concierge.payments.card_queries import ever as ever
from concierge.payments.card_queries import expiring as expiring
from concierge.payments.card_queries import latest_card_session as latest_card_session
from concierge.payments.card_queries import latest_pay_visit as latest_pay_visit
from concierge.payments.card_queries import overdue_pay_visits as overdue_pay_visits
from concierge.payments.card_queries import pay_visit as pay_visit
from concierge.payments.card_queries import pay_visits_under_way as pay_visits_under_way
from concierge.payments.card_queries import wallet as wallet
from concierge.payments.models import (
    Card,
    Payment,
    PaymentStatus,
    Refund,
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
