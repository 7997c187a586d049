"""Finding what is compared, and what differed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import Conversation, Direction, Message
from concierge.customers.models import ContactPoint
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import NotFound
from concierge.ledger.models import EntryKind, JournalEntry, Posting
from concierge.money import Money
from concierge.payments.gateway import RefundStanding
from concierge.payments.models import Dispute, Payment, PayVisit, Refund, RefundStatus, Wallet
from concierge.payments.statement import Moved, TheirPayment
from concierge.reconciliation.models import (
    Difference,
    DifferenceStatus,
    Noun,
    Reconciliation,
    Sighting,
)

_OPEN = (EffectStatus.WAITING, EffectStatus.RUNNING)
# What one run asks after; the rest is for the next.
MOST_LOOKS = 500

# --- runs and differences ------------------------------------------------------------------------


def get(session: Session, number: int) -> Reconciliation:
    """One run. Raises NotFound."""
    found = session.get(Reconciliation, number)
    if found is None:
        raise NotFound("reconciliation")
    return found


def latest(session: Session) -> Reconciliation | None:
    """The newest run."""
    return session.scalars(
        select(Reconciliation).order_by(Reconciliation.id.desc()).limit(1)
    ).one_or_none()


def difference(session: Session, number: int) -> Difference:
    """One difference. Raises NotFound."""
    found = session.get(Difference, number)
    if found is None:
        raise NotFound("difference")
    return found


def newest_about(session: Session, noun: Noun, provider_id: str) -> Difference | None:
    """The newest difference about one thing, however it stands."""
    return session.scalars(
        select(Difference)
        .where(Difference.noun == noun, Difference.provider_id == provider_id)
        .order_by(Difference.id.desc())
        .limit(1)
    ).one_or_none()


def page(
    session: Session, *, is_open: bool, before: int | None = None, limit: int = 50
) -> list[Difference]:
    """Those that are open, or the others; newest first, by key."""
    is_so = Difference.status == DifferenceStatus.OPEN
    query = select(Difference).where(is_so if is_open else ~is_so)
    if before is not None:
        query = query.where(Difference.id < before)
    return list(session.scalars(query.order_by(Difference.id.desc()).limit(limit)))


def open_count(session: Session) -> int:
    """How many are open."""
    count = select(func.count()).where(Difference.status == DifferenceStatus.OPEN)
    return session.scalar(count) or 0


def to_look_at(session: Session, run: Reconciliation, nouns: Sequence[Noun]) -> list[Difference]:
    """Open differences that this run's lists have not shown again."""
    return list(
        session.scalars(
            select(Difference)
            .where(
                Difference.status == DifferenceStatus.OPEN,
                Difference.noun.in_(nouns),
                Difference.asked_in < run.id,
            )
            .order_by(Difference.id)
            .limit(MOST_LOOKS)
        )
    )


# --- ours that they did not list -----------------------------------------------------------------


def unlisted(session: Session, run: Reconciliation, noun: Noun) -> list[str]:
    """Their names of our payments, refunds or texts of these days that were not in their list."""
    match noun:
        case Noun.PAYMENT:
            name, at = Payment.provider_id, Payment.created_at
            query = select(name).order_by(Payment.id)
        case Noun.REFUND:
            name, at = Refund.provider_id, Refund.created_at
            query = select(name).order_by(Refund.id)
        case _:
            name, at = Message.provider_id, Message.created_at
            query = select(name).where(Message.direction == Direction.OUT).order_by(Message.id)
    seen = exists().where(
        Sighting.reconciliation_id == run.id, Sighting.noun == noun, Sighting.provider_id == name
    )
    query = query.where(at >= run.since, at <= run.asked_at, name.is_not(None), ~seen)
    return [str(each) for each in session.scalars(query.limit(MOST_LOOKS))]


# --- payments, refunds, disputes -----------------------------------------------------------------


def payment(session: Session, provider_id: str) -> Payment | None:
    """The payment of that name at the processor."""
    return session.scalars(select(Payment).where(Payment.provider_id == provider_id)).one_or_none()


def payment_meant(session: Session, theirs: TheirPayment | None) -> Payment | None:
    """The payment of ours that this is, although nobody heard so: number, customer and amount."""
    number = theirs.snapshot.payment_id if theirs is not None else None
    if theirs is None or number is None:
        return None
    found = session.get(Payment, number)
    if found is None or found.provider_id is not None:
        return None
    same = found.amount == theirs.amount and found.currency == theirs.currency
    whose = customer_at_processor(session, theirs.customer)
    return found if same and whose == found.customer_id else None


def visit_meant(session: Session, theirs: TheirPayment | None) -> PayVisit | None:
    """The visit to a page of payment that this came of: number, order and amount."""
    if theirs is None or theirs.visit is None:
        return None
    found = session.get(PayVisit, theirs.visit)
    if found is None or found.payment_id is not None or found.provider_id is None:
        return None
    ours = (found.order_id, found.amount, found.currency)
    if ours != (theirs.order, theirs.amount, theirs.currency):
        return None
    whose = customer_at_processor(session, theirs.customer)
    return found if theirs.customer is None or whose == found.customer_id else None


def customer_at_processor(session: Session, provider_id: str | None) -> int | None:
    """Whose customer of the processor it is."""
    return session.scalar(select(Wallet.customer_id).where(Wallet.provider_id == provider_id))


def refund(session: Session, provider_id: str) -> Refund | None:
    """The refund of that name at the processor."""
    return session.scalars(
        select(Refund).options(joinedload(Refund.payment)).where(Refund.provider_id == provider_id)
    ).one_or_none()


def refund_meant(session: Session, theirs: RefundStanding | None) -> Refund | None:
    """The refund of ours that this is, although nobody heard so: number, payment and amount."""
    number = theirs.refund_id if theirs is not None else None
    if theirs is None or number is None:
        return None
    found = session.get(Refund, number, options=[joinedload(Refund.payment)])
    if found is None or found.provider_id is not None:
        return None
    same = found.amount == theirs.amount and found.payment.provider_id == theirs.payment
    return found if same else None


def dispute(session: Session, provider_id: str) -> Dispute | None:
    """The dispute of that name at the processor."""
    return session.scalars(
        select(Dispute)
        .options(joinedload(Dispute.payment))
        .where(Dispute.provider_id == provider_id)
    ).one_or_none()


def is_asked_for(session: Session, key: str) -> bool:
    """Whether this very call has been asked for before."""
    return bool(session.scalar(select(exists().where(Effect.key == key))))


def is_under_way(session: Session, subject: str) -> bool:
    """Whether a call about it is still to be made, or its answer to be heard."""
    return bool(
        session.scalar(select(exists().where(Effect.subject == subject, Effect.status.in_(_OPEN))))
    )


# --- the balance ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """What of ours moved their balance."""

    noun: str
    number: int
    customer_id: int
    order_id: int


def moved(session: Session, how: Moved, source: str) -> Row | None:
    """What of ours a movement is about."""
    if how is Moved.CHARGE:
        paid = payment(session, source)
        return Row("payment", paid.id, paid.customer_id, paid.order_id) if paid else None
    if how in {Moved.REFUND, Moved.REFUND_FAILED}:
        back = refund(session, source)
        if back is None:
            return None
        return Row("refund", back.id, back.payment.customer_id, back.payment.order_id)
    found = dispute(session, source)
    if found is None:
        return None
    return Row("dispute", found.id, found.customer_id, found.payment.order_id)


def is_refunded(session: Session, refund_id: int) -> bool:
    """Whether a refund has arrived."""
    status = session.scalar(select(Refund.status).where(Refund.id == refund_id))
    return status is RefundStatus.SUCCEEDED


def booked(session: Session, kind: EntryKind, noun: str, number: int) -> Money | None:
    """What the ledger has of it."""
    row = session.execute(
        select(Posting.amount, Posting.currency)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(
            JournalEntry.kind == kind,
            JournalEntry.subject_kind == noun,
            JournalEntry.subject_id == number,
            Posting.amount > 0,
        )
    ).one_or_none()
    return Money(row[0], row[1]) if row else None


# --- texts ---------------------------------------------------------------------------------------


def message(session: Session, channels: tuple[str, ...], provider_id: str) -> Message | None:
    """The text of that name at the provider."""
    return session.scalars(
        select(Message).where(Message.channel.in_(channels), Message.provider_id == provider_id)
    ).one_or_none()


def customer_of(session: Session, message: Message) -> int | None:
    """Whose thread it is in."""
    return session.scalar(
        select(Conversation.customer_id).where(Conversation.id == message.conversation_id)
    )


def contact_point(session: Session, channel: str, address: str) -> ContactPoint | None:
    """Who has this number."""
    return session.scalars(
        select(ContactPoint).where(ContactPoint.channel == channel, ContactPoint.address == address)
    ).one_or_none()


def is_texting(session: Session, customer_id: int) -> bool:
    """Whether a text to them is being sent."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Effect.customer_id == customer_id,
                    Effect.kind == "message.send",
                    Effect.status.in_(_OPEN),
                )
            )
        )
    )


def given_up(session: Session, contact_point_id: int, *, before: datetime) -> list[Message]:
    """Our newest texts to a number that were given up without a name, begun before then."""
    return list(
        session.scalars(
            select(Message)
            .where(
                Message.contact_point_id == contact_point_id,
                Message.status == DeliveryStatus.FAILED,
                Message.provider_id.is_(None),
                Message.created_at <= before,
            )
            .order_by(Message.id.desc())
            .limit(20)
        )
    )
