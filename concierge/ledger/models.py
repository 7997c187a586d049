"""Journal entries with their postings, and what is owed to partners.

The database itself refuses an entry that does not balance, and any change of one that was booked
(triggers in the migration that makes these tables).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.db import Base, Choice
from concierge.money import Money


class Account(StrEnum):
    """Where money is, where it came from, where it went."""

    PROCESSOR = "processor_balance"  # with the card processor, until it pays out
    BANK = "bank"  # paid by the business itself
    DISPUTED = "disputed_funds"  # withdrawn by a bank that has not decided yet
    PAYABLES = "partner_payables"  # owed to partners
    SALES = "sales"
    REFUNDS = "refunds"
    FEES = "processor_fees"
    DISPUTE_LOSSES = "dispute_losses"
    PARTNER_COSTS = "partner_costs"


class EntryKind(StrEnum):
    """What is booked. With its subject it is booked once."""

    CAPTURED = "payment.captured"
    PAYMENT_FEE = "payment.fee"
    REFUNDED = "refund.succeeded"
    REFUND_FEE = "refund.fee"
    REFUND_REVERSED = "refund.failed"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_FEE = "dispute.fee"
    DISPUTE_FEE_BACK = "dispute.fee_back"
    DISPUTE_WON = "dispute.won"
    DISPUTE_LOST = "dispute.lost"
    PARTNER_OWED = "payable.owed"
    PARTNER_PAID = "payable.paid"
    PARTNER_WITHDRAWN = "payable.withdrawn"


class JournalEntry(Base):
    """One thing that happened to money. `lines` is how many postings it has, for good."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        UniqueConstraint("kind", "subject_kind", "subject_id"),
        Index(None, "at", "id"),
        Index(None, "order_id", "id"),
        Index(None, "customer_id", "id"),
        CheckConstraint("lines >= 2", "lines"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(Choice(EntryKind))
    subject_kind: Mapped[str]  # "payment", "refund", ...
    subject_id: Mapped[int]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    at: Mapped[datetime]  # when it happened
    booked_at: Mapped[datetime]
    lines: Mapped[int]

    postings: Mapped[list["Posting"]] = relationship(order_by="Posting.id", lazy="raise")


class Posting(Base):
    """One line of an entry: minor units into an account (debit) or, negative, out of it."""

    __tablename__ = "postings"
    __table_args__ = (Index(None, "entry_id"), CheckConstraint("amount <> 0", "amount"))

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entries.id"))
    account: Mapped[Account] = mapped_column(Choice(Account))
    currency: Mapped[str]
    amount: Mapped[int]

    @property
    def money(self) -> Money:
        """How much, without its side."""
        return Money(abs(self.amount), self.currency)


class PayableStatus(StrEnum):
    """Moved by ledger.lifecycle alone."""

    OWED = "owed"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class Payable(Base):
    """What the business owes a partner for an order: a supplier, a courier."""

    __tablename__ = "payables"
    __table_args__ = (
        Index(None, "order_id", "id"),
        Index("ix_payables_owed", "id", postgresql_where=text("status = 'owed'")),
        CheckConstraint("amount > 0", "amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    partner: Mapped[str]
    amount: Mapped[int]
    currency: Mapped[str]
    note: Mapped[str | None]
    status: Mapped[PayableStatus] = mapped_column(Choice(PayableStatus))
    created_at: Mapped[datetime]
    created_by: Mapped[str]  # an Actor
    ended_at: Mapped[datetime | None]  # paid, or withdrawn
    ended_by: Mapped[str | None]

    @property
    def money(self) -> Money:
        """How much."""
        return Money(self.amount, self.currency)
