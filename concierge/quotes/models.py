"""An offer that an OK turns into an order."""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.customers.models import Customer
from concierge.db import Base, Choice
from concierge.money import Ceiling, Money, Price


class QuoteStatus(StrEnum):
    """Moved by quotes.lifecycle alone."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Quote(Base):
    """Lines, delivery and fee, a total, and until when it holds.

    `number` counts within one customer, so that "OK 12" stays short.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("customer_id", "number"),
        Index(None, "customer_id", "id"),
        Index(None, "status", "id"),
        Index(None, "sent_at"),
        Index(None, "number", "id"),
        Index(None, "total", "id"),
        Index("ix_quotes_live", "customer_id", postgresql_where=text("status = 'sent'")),
        Index("ix_quotes_expiry", "expires_at", postgresql_where=text("status = 'sent'")),
        CheckConstraint("total >= 0", "total"),
        CheckConstraint("(revises_id is null) = (agreed_total is null)", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[int]
    status: Mapped[QuoteStatus] = mapped_column(Choice(QuoteStatus))
    currency: Mapped[str]
    delivery_amount: Mapped[int] = mapped_column(default=0)
    fee_amount: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    is_estimate: Mapped[bool] = mapped_column(default=False)  # `total` is the most it may cost
    # A person agreed to promise more of something than the catalogue counts.
    beyond_stock: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Asks for more than was agreed: the quote that the order came from, and what had been agreed.
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))
    agreed_total: Mapped[int | None]
    address: Mapped[str | None]  # where to; the customer's own unless written here
    note: Mapped[str | None]  # a sentence of the operator's, sent with the quote
    promised_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    sent_at: Mapped[datetime | None]  # when it was decided to send it
    presented_at: Mapped[datetime | None]  # when its text had gone out; an earlier OK isn't to it
    closed_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]  # brought back once before it expires
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))

    lines: Mapped[list["QuoteLine"]] = relationship(
        order_by="QuoteLine.position", cascade="all, delete-orphan", lazy="selectin"
    )
    customer: Mapped[Customer] = relationship()

    @property
    def money(self) -> Money:
        """The total."""
        return Money(self.total, self.currency)

    @property
    def price(self) -> Price:
        """What is said for what it costs: the total or, of an estimate, the most it may be."""
        return Ceiling(self.money) if self.is_estimate else self.money

    @property
    def agreed(self) -> Money | None:
        """What had been agreed, where this asks for more."""
        return Money(self.agreed_total, self.currency) if self.agreed_total is not None else None

    @property
    def origin_id(self) -> int:
        """The quote that its order came from, or would: its own, unless it asks for more."""
        return self.revises_id or self.id

    @property
    def summary(self) -> str:
        """What it is about, in a few words: "12 red roses", "Tulips and 2 more"."""
        first = self.lines[0].label
        return first if len(self.lines) == 1 else f"{first} +{len(self.lines) - 1}"

    @property
    def goods(self) -> dict[int, int]:
        """How many of which item of the catalogue."""
        found: Counter[int] = Counter()
        for line in self.lines:
            if line.item_id is not None:
                found[line.item_id] += line.quantity
        return dict(found)

    def is_live(self, at: datetime) -> bool:
        """Sent and not past its time, whether or not the clock has swept it."""
        return self.status is QuoteStatus.SENT and at < self.expires_at


class QuoteLine(Base):
    """One thing at a price."""

    __tablename__ = "quote_lines"
    __table_args__ = (
        UniqueConstraint("quote_id", "position"),
        CheckConstraint("quantity > 0", "quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id", ondelete="CASCADE"))
    position: Mapped[int]
    description: Mapped[str]
    quantity: Mapped[int]
    unit_amount: Mapped[int]  # minor units; may be negative, for a discount
    # Where it came from the catalogue: which item, and what was chosen of it (option to choice).
    item_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_items.id"))
    choices: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, server_default="{}")

    @property
    def amount(self) -> int:
        """Minor units."""
        return self.quantity * self.unit_amount

    @property
    def label(self) -> str:
        """ "12 x red rose" or, for one, "Bouquet"."""
        return self.description if self.quantity == 1 else f"{self.quantity} x {self.description}"
