"""What was reserved and taken on cards, and what was given back. The cards are in `card_models`."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from concierge.db import Base, Choice
from concierge.money import Money
from concierge.payments.card_models import Card as Card
from concierge.payments.card_models import CardSession as CardSession
from concierge.payments.card_models import CardSessionStatus as CardSessionStatus
from concierge.payments.card_models import PayVisit as PayVisit
from concierge.payments.card_models import Wallet as Wallet
from concierge.provider_events import ProviderEvent as ProviderEvent


class PaymentStatus(StrEnum):
    """Moved by payments.lifecycle alone."""

    REQUESTED = "requested"
    AUTHORISED = "authorised"
    ACTION_REQUIRED = "action_required"
    DECLINED = "declined"
    CAPTURING = "capturing"
    CAPTURED = "captured"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Payment(Base):
    """One PaymentIntent: an amount reserved on a card, and what of it was taken."""

    __tablename__ = "payments"
    __table_args__ = (
        Index(
            "uq_payments_live",
            "order_id",
            unique=True,
            postgresql_where=text(
                "status in ('requested', 'authorised', 'action_required', 'capturing', 'captured')"
                " and not aside"
            ),
        ),
        Index(
            "uq_payments_renewing",
            "replaces_id",
            unique=True,
            postgresql_where=text("status in ('requested', 'action_required') and aside"),
        ),
        Index(None, "replaces_id", postgresql_where=text("replaces_id is not null")),
        Index(
            "ix_payments_lapsing",
            "capture_before",
            postgresql_where=text("status = 'authorised' and not aside"),
        ),
        Index(None, "customer_id", "id"),
        Index(None, "order_id", "id"),
        Index(None, "status", "id"),
        Index(None, "captured_at"),
        CheckConstraint("amount > 0", "amount"),
        CheckConstraint("amount_captured between 0 and amount", "captured"),
        CheckConstraint("amount_refunded between 0 and amount_captured", "refunded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"))
    status: Mapped[PaymentStatus] = mapped_column(Choice(PaymentStatus))
    amount: Mapped[int]
    currency: Mapped[str]
    amount_captured: Mapped[int] = mapped_column(default=0)
    amount_refunded: Mapped[int] = mapped_column(default=0)  # asked for and not failed
    provider_id: Mapped[str | None] = mapped_column(unique=True)  # pi_...
    release_wanted: Mapped[bool] = mapped_column(default=False)  # cancelled before it was known
    # Stands beside the one that counts: a reservation that is to take its place, or did not;
    # money that was taken by hand although another counts.
    aside: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    fee: Mapped[int | None]  # the processor's, minor units of `fee_currency`; None: not known yet
    fee_currency: Mapped[str | None]
    redirect_url: Mapped[str | None]  # the bank's page, once asked for
    capture_before: Mapped[datetime | None]
    problem: Mapped[str | None]  # decline or error code
    created_at: Mapped[datetime]
    authorised_at: Mapped[datetime | None]
    captured_at: Mapped[datetime | None]

    card: Mapped[Card] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(order_by="Refund.id", back_populates="payment")
    if TYPE_CHECKING:
        is_disputed: Mapped[bool]  # below, for it asks another table

    @property
    def money(self) -> Money:
        """What was reserved."""
        return Money(self.amount, self.currency)

    @property
    def captured(self) -> Money:
        """What was taken."""
        return Money(self.amount_captured, self.currency)

    @property
    def let_go(self) -> Money:
        """What was reserved and not taken, once it was captured."""
        taken = self.status is PaymentStatus.CAPTURED
        return Money(self.amount - self.amount_captured if taken else 0, self.currency)

    @property
    def is_moving(self) -> bool:
        """Asked of the processor, and not answered yet."""
        return self.status in {
            PaymentStatus.REQUESTED,
            PaymentStatus.CAPTURING,
            PaymentStatus.CANCELLING,
        }

    @property
    def is_reserved(self) -> bool:
        """The money is the customer's, and kept for us."""
        return self.status is PaymentStatus.AUTHORISED

    @property
    def may_be_taken(self) -> bool:
        """Asked for, and given up before an answer came: to be cleared up before another."""
        return self.status is PaymentStatus.FAILED and self.authorised_at is not None

    @property
    def is_lost(self) -> bool:
        """It holds nothing, took nothing, and (captured only when we say so) never will."""
        if self.status is PaymentStatus.FAILED:
            return self.authorised_at is None
        return self.status in {PaymentStatus.CANCELLED, PaymentStatus.DECLINED}

    @property
    def refundable(self) -> Money:
        """What could still be given back."""
        return Money(self.amount_captured - self.amount_refunded, self.currency)


class RefundStatus(StrEnum):
    """Moved by payments.lifecycle alone. A refund can fail after it had succeeded."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"  # given up unanswered: it counts until the processor says it was not made
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refund(Base):
    """Money given back."""

    __tablename__ = "refunds"
    __table_args__ = (
        Index(None, "payment_id"),
        Index(None, "created_at"),
        Index(None, "amount", "id"),
        CheckConstraint("amount > 0", "amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    amount: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str | None]
    status: Mapped[RefundStatus] = mapped_column(Choice(RefundStatus))
    provider_id: Mapped[str | None] = mapped_column(unique=True)  # re_...
    problem: Mapped[str | None]
    fee: Mapped[int | None]  # the processor's, minor units of `fee_currency`
    fee_currency: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    payment: Mapped[Payment] = relationship(back_populates="refunds")

    @property
    def money(self) -> Money:
        """What is given back."""
        return Money(self.amount, self.currency)


class DisputeStatus(StrEnum):
    """Moved by payments.lifecycle alone, as the processor says."""

    INQUIRY = "inquiry"  # the bank asks; no money has moved
    OPEN = "open"  # the money was taken back; an answer is awaited
    REVIEWED = "reviewed"  # answered; the bank decides
    WON = "won"
    LOST = "lost"
    CLOSED = "closed"  # an inquiry that came to nothing


class Dispute(Base):
    """A cardholder tells their bank that a charge was not theirs, or not as agreed."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index(None, "payment_id", "id"),
        Index(None, "customer_id", "id"),
        Index(
            "ix_disputes_open",
            "id",
            postgresql_where=text("status in ('inquiry', 'open', 'reviewed')"),
        ),
        CheckConstraint("amount > 0", "amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    provider_id: Mapped[str] = mapped_column(unique=True)  # du_...
    status: Mapped[DisputeStatus] = mapped_column(Choice(DisputeStatus))
    amount: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str]  # "fraudulent", "product_not_received", ...
    due_at: Mapped[datetime | None]  # until when the bank takes an answer
    fee: Mapped[int | None]  # the processor's, minor units of `fee_currency`
    fee_currency: Mapped[str | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    payment: Mapped[Payment] = relationship()

    @property
    def money(self) -> Money:
        """What is disputed."""
        return Money(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether the bank has not decided."""
        return self.closed_at is None


# Whether the bank has not decided about it yet; `undefer` asks for it beside the payment itself.
Payment.is_disputed = column_property(
    select(Dispute.id)
    .where(
        Dispute.payment_id == Payment.id,
        Dispute.status.in_((DisputeStatus.INQUIRY, DisputeStatus.OPEN, DisputeStatus.REVIEWED)),
    )
    .correlate_except(Dispute)
    .exists(),
    deferred=True,
)


class WarningStatus(StrEnum):
    """Moved by payments.lifecycle alone."""

    RAISED = "raised"  # a person has to decide
    REFUNDED = "refunded"
    KEPT = "kept"  # a person trusts the customer
    OVER = "over"  # overtaken: refunded, disputed, or not to be acted upon any more


class FraudWarning(Base):
    """The card's issuer suspects fraud. No money has moved yet; a dispute often follows."""

    __tablename__ = "fraud_warnings"
    __table_args__ = (
        Index(None, "payment_id", "id"),
        Index(None, "customer_id", "id"),
        Index("ix_fraud_warnings_open", "id", postgresql_where=text("status = 'raised'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    provider_id: Mapped[str] = mapped_column(unique=True)  # issfr_...
    status: Mapped[WarningStatus] = mapped_column(Choice(WarningStatus))
    fraud_type: Mapped[str]
    raised_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]

    payment: Mapped[Payment] = relationship()
