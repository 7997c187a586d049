"""Cards, what was reserved and taken on them, and what was given back.

Card numbers are never here: Stripe has them, we keep its ids and what people recognise a card by.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.db import Base, Choice
from concierge.money import Money
from concierge.provider_events import ProviderEvent as ProviderEvent


class Wallet(Base):
    """A customer at Stripe, and which card is charged."""

    __tablename__ = "wallets"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    provider_id: Mapped[str] = mapped_column(unique=True)  # cus_...
    default_card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))

    default_card: Mapped["Card | None"] = relationship()


class Card(Base):
    """A saved card, as its owner would recognise it."""

    __tablename__ = "cards"
    __table_args__ = (Index(None, "customer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    provider_id: Mapped[str] = mapped_column(unique=True)  # pm_...
    brand: Mapped[str]
    last4: Mapped[str]
    exp_month: Mapped[int]
    exp_year: Mapped[int]
    created_at: Mapped[datetime]
    detached_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """ "Visa 4242"."""
        brand = {"amex": "American Express"}.get(self.brand, self.brand.replace("_", " ").title())
        return f"{brand} {self.last4}"


class CardSessionStatus(StrEnum):
    """A visit to Stripe's page on which a card is saved."""

    REQUESTED = "requested"
    OPEN = "open"
    COMPLETE = "complete"
    FAILED = "failed"


class CardSession(Base):
    """One visit to the card page. `url` is known once the worker has asked Stripe for it."""

    __tablename__ = "card_sessions"
    __table_args__ = (Index(None, "link_id", "id"), Index(None, "customer_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"))
    status: Mapped[CardSessionStatus] = mapped_column(Choice(CardSessionStatus))
    provider_id: Mapped[str | None] = mapped_column(unique=True)  # cs_...
    url: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    def is_usable(self, at: datetime) -> bool:
        """Whether somebody who goes there now has the time to fill it in."""
        under_way = self.status in {CardSessionStatus.REQUESTED, CardSessionStatus.OPEN}
        return under_way and at < self.expires_at - timedelta(minutes=5)


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
            ),
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
    redirect_url: Mapped[str | None]  # the bank's page, once asked for
    capture_before: Mapped[datetime | None]
    problem: Mapped[str | None]  # decline or error code
    created_at: Mapped[datetime]
    authorised_at: Mapped[datetime | None]
    captured_at: Mapped[datetime | None]

    card: Mapped[Card] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(order_by="Refund.id", back_populates="payment")

    @property
    def money(self) -> Money:
        """What was reserved."""
        return Money(self.amount, self.currency)

    @property
    def captured(self) -> Money:
        """What was taken."""
        return Money(self.amount_captured, self.currency)

    @property
    def is_moving(self) -> bool:
        """Asked of the processor, and not answered yet."""
        return self.status in {
            PaymentStatus.REQUESTED,
            PaymentStatus.CAPTURING,
            PaymentStatus.CANCELLING,
        }

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
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Refund(Base):
    """Money given back."""

    __tablename__ = "refunds"
    __table_args__ = (
        Index(None, "payment_id"),
        Index(None, "created_at"),
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
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    payment: Mapped[Payment] = relationship(back_populates="refunds")

    @property
    def money(self) -> Money:
        """What is given back."""
        return Money(self.amount, self.currency)
