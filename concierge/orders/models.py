"""What was agreed: a quote that somebody said OK to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.customers.models import Customer
from concierge.db import Base, Choice
from concierge.money import Money


class OrderStatus(StrEnum):
    """Moved by orders.lifecycle alone."""

    PLACED = "placed"  # the card is being authorised
    HELD = "held"  # waits for the customer: see `held_for`
    CONFIRMED = "confirmed"  # the money is reserved; to be fulfilled
    FULFILLED = "fulfilled"  # done; the money is being captured
    PAID = "paid"
    CANCELLED = "cancelled"


class HeldFor(StrEnum):
    """What a held order waits for."""

    CARD = "card"  # there is none yet
    DECLINED = "declined"  # the card was declined or has expired: another one
    BANK = "bank"  # the bank wants the customer present


class Order(Base):
    """One order, from exactly one quote."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("quote_id"),
        Index(None, "customer_id", "id"),
        Index(None, "status", "id"),
        Index(None, "fulfilled_at"),
        Index("ix_orders_board", "status", "promised_at", "id"),
        Index("ix_orders_trouble", "id", postgresql_where=text("trouble is not null")),
        Index("ix_orders_held", "held_at", postgresql_where=text("status = 'held'")),
        CheckConstraint("total > 0", "total"),
        CheckConstraint("(status = 'held') = (held_for is not null)", "held_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[int]  # the quote's
    status: Mapped[OrderStatus] = mapped_column(Choice(OrderStatus))
    held_for: Mapped[HeldFor | None] = mapped_column(Choice(HeldFor))
    held_at: Mapped[datetime | None]
    trouble: Mapped[str | None]  # what an operator must look at, in a sentence
    currency: Mapped[str]
    total: Mapped[int]
    summary: Mapped[str]
    address: Mapped[str | None]
    promised_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    undo_until: Mapped[datetime]
    started_at: Mapped[datetime | None]  # somebody is on it: no UNDO any more
    fulfilled_at: Mapped[datetime | None]
    fulfilment_note: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None]

    customer: Mapped[Customer] = relationship()

    @property
    def money(self) -> Money:
        """The total."""
        return Money(self.total, self.currency)
