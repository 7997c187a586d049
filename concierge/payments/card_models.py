"""Cards, and visits to the processor's pages on which they are saved or used.

Card numbers are never here: Stripe has them, we keep its ids and what people recognise a card by.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.db import Base, Choice

# What somebody needs on the processor's page.
_TO_FILL_IN = timedelta(minutes=5)


class Wallet(Base):
    """A customer at Stripe, and which card is charged."""

    __tablename__ = "wallets"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    provider_id: Mapped[str] = mapped_column(unique=True)  # cus_...
    default_card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    # How often somebody at a doubtful number could not say how a saved card ends.
    proof_failures: Mapped[int] = mapped_column(default=0, server_default="0")

    default_card: Mapped["Card | None"] = relationship()


class Card(Base):
    """A saved card, as its owner would recognise it."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(None, "customer_id", "id"),
        Index(
            "ix_cards_expiry",
            "exp_year",
            "exp_month",
            "id",
            postgresql_where=text("detached_at is null and expiry_asked_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    provider_id: Mapped[str] = mapped_column(unique=True)  # pm_...
    brand: Mapped[str]
    last4: Mapped[str]
    exp_month: Mapped[int]
    exp_year: Mapped[int]
    created_at: Mapped[datetime]
    # Not to be charged any more: removed, or used once for one order and never saved.
    detached_at: Mapped[datetime | None]
    expiry_asked_at: Mapped[datetime | None]  # its owner was asked for the next one

    @property
    def expiry(self) -> str:
        """ "12/30", as it is printed on the card."""
        return f"{self.exp_month:02d}/{self.exp_year % 100:02d}"

    @property
    def expires_at(self) -> datetime:
        """When its last month is over everywhere on earth; it is good until then."""
        year, month = divmod(self.exp_year * 12 + self.exp_month, 12)
        return datetime(year, month + 1, 1, 12, tzinfo=UTC)

    def is_expired(self, at: datetime) -> bool:
        """Whether its last month is over."""
        return at >= self.expires_at

    @property
    def is_forgotten(self) -> bool:
        """Whether its owner was erased, and the processor has forgotten it since."""
        return self.provider_id == self._forgotten

    def forget(self) -> None:
        """Nothing leads from here to the card at the processor any more."""
        self.provider_id = self._forgotten

    @property
    def _forgotten(self) -> str:
        return f"erased:{self.id}"

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
        return under_way and at < self.expires_at - _TO_FILL_IN


class PayVisit(Base):
    """One visit to the page on which an order is paid with any card, which is not saved.

    A payment comes of it only once the money is reserved; until then none of ours is in its way.
    """

    __tablename__ = "pay_visits"
    __table_args__ = (
        Index(None, "order_id", "id"),
        Index(None, "customer_id"),
        Index("ix_pay_visits_open", "expires_at", postgresql_where=text("status = 'open'")),
        CheckConstraint("amount > 0", "amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    status: Mapped[CardSessionStatus] = mapped_column(Choice(CardSessionStatus))
    amount: Mapped[int]
    currency: Mapped[str]
    # The order is off, or paid for in another way: what comes of it yet is let go of.
    unwanted: Mapped[bool] = mapped_column(default=False)
    provider_id: Mapped[str | None] = mapped_column(unique=True)  # cs_...
    url: Mapped[str | None]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    @property
    def is_under_way(self) -> bool:
        """Whether somebody may still pay there."""
        return self.status in {CardSessionStatus.REQUESTED, CardSessionStatus.OPEN}

    def is_usable(self, at: datetime) -> bool:
        """Whether somebody who goes there now has the time to fill it in."""
        return self.is_under_way and not self.unwanted and at < self.expires_at - _TO_FILL_IN
