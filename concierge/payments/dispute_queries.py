"""Finding disputes and fraud warnings."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, joinedload

from concierge.errors import NotFound
from concierge.payments.models import (
    Card,
    Dispute,
    DisputeStatus,
    FraudWarning,
    Payment,
    WarningStatus,
)

_UNDECIDED = (DisputeStatus.INQUIRY, DisputeStatus.OPEN, DisputeStatus.REVIEWED)


def by_provider(session: Session, provider_id: str) -> Dispute | None:
    """The dispute with the processor's id."""
    return session.scalars(select(Dispute).where(Dispute.provider_id == provider_id)).one_or_none()


def warning_by_provider(session: Session, provider_id: str) -> FraudWarning | None:
    """The warning with the processor's id."""
    query = select(FraudWarning).where(FraudWarning.provider_id == provider_id)
    return session.scalars(query).one_or_none()


def warning(session: Session, warning_id: int) -> FraudWarning:
    """One fraud warning with its payment. Raises NotFound."""
    found = session.get(FraudWarning, warning_id, options=[joinedload(FraudWarning.payment)])
    if found is None:
        raise NotFound("fraud warning")
    return found


def open_about(session: Session, payment_id: int) -> Dispute | None:
    """The dispute about a payment that the bank has not decided."""
    return session.scalars(
        select(Dispute)
        .where(Dispute.payment_id == payment_id, Dispute.status.in_(_UNDECIDED))
        .order_by(Dispute.id)
        .limit(1)
    ).one_or_none()


def raised_warnings(session: Session, payment_id: int) -> list[FraudWarning]:
    """Warnings about a payment of which nobody has decided."""
    return list(
        session.scalars(
            select(FraudWarning).where(
                FraudWarning.payment_id == payment_id, FraudWarning.status == WarningStatus.RAISED
            )
        )
    )


def is_contested(session: Session, card: Card) -> bool:
    """Whether a charge of this customer on this card (however often saved) is in question."""
    return bool(session.scalar(select(contesting(card))))


def contesting(card: Card | type[Card]) -> ColumnElement[bool]:
    """The same as a condition, about one card or within a query of cards."""
    alike = aliased(Card)
    same = (
        select(alike.id)
        .where(
            alike.customer_id == card.customer_id,
            alike.brand == card.brand,
            alike.last4 == card.last4,
        )
        .correlate(Card)
    )
    disputed = (
        select(Dispute.id)
        .join(Payment)
        .where(
            Dispute.customer_id == card.customer_id,
            Dispute.status.in_(_UNDECIDED),
            Payment.card_id.in_(same),
        )
    )
    warned = (
        select(FraudWarning.id)
        .join(Payment)
        .where(
            FraudWarning.customer_id == card.customer_id,
            FraudWarning.status == WarningStatus.RAISED,
            Payment.card_id.in_(same),
        )
    )
    return disputed.exists() | warned.exists()


def page(
    session: Session, *, is_open: bool, before: int | None = None, limit: int
) -> list[Dispute]:
    """Disputes with their payments: open ones oldest first, so due first; closed newest first."""
    query = select(Dispute).options(joinedload(Dispute.payment).joinedload(Payment.card))
    if is_open:
        query = query.where(Dispute.status.in_(_UNDECIDED)).order_by(Dispute.id)
        if before is not None:
            query = query.where(Dispute.id > before)
    else:
        query = query.where(Dispute.status.not_in(_UNDECIDED)).order_by(Dispute.id.desc())
        if before is not None:
            query = query.where(Dispute.id < before)
    return list(session.scalars(query.limit(limit)))


def warnings_page(session: Session, *, after: int | None = None, limit: int) -> list[FraudWarning]:
    """Fraud warnings that a person has to decide about, oldest first."""
    query = (
        select(FraudWarning)
        .options(joinedload(FraudWarning.payment).joinedload(Payment.card))
        .where(FraudWarning.status == WarningStatus.RAISED)
    )
    if after is not None:
        query = query.where(FraudWarning.id > after)
    return list(session.scalars(query.order_by(FraudWarning.id).limit(limit)))


def of(
    session: Session, *, customer_id: int | None = None, payment_ids: Sequence[int] = ()
) -> list[Dispute]:
    """A customer's disputes, or those about some payments, newest first; at most fifty."""
    query = select(Dispute).options(joinedload(Dispute.payment).joinedload(Payment.card))
    if customer_id is not None:
        query = query.where(Dispute.customer_id == customer_id)
    else:
        query = query.where(Dispute.payment_id.in_(payment_ids))
    return list(session.scalars(query.order_by(Dispute.id.desc()).limit(50)))


def warnings_of(
    session: Session, *, customer_id: int | None = None, payment_ids: Sequence[int] = ()
) -> list[FraudWarning]:
    """A customer's fraud warnings, or those about some payments, newest first; at most fifty."""
    query = select(FraudWarning).options(joinedload(FraudWarning.payment).joinedload(Payment.card))
    if customer_id is not None:
        query = query.where(FraudWarning.customer_id == customer_id)
    else:
        query = query.where(FraudWarning.payment_id.in_(payment_ids))
    return list(session.scalars(query.order_by(FraudWarning.id.desc()).limit(50)))
