"""One run of comparing, and what differed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base, Choice
from concierge.events import Actor


class Noun(StrEnum):
    """What is compared."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    MOVEMENT = "movement"
    TEXT = "text"


class Stage(StrEnum):
    """How far a run has come, in this order. Moved by reconciliation.lifecycle alone."""

    PAYMENTS = "payments"
    REFUNDS = "refunds"
    DISPUTES = "disputes"
    TEXTS = "texts"
    LOOKING = "looking"  # asking after what they did not list, and we have or had found
    MOVEMENTS = "movements"  # once everything else has been put right
    DONE = "done"


class Reconciliation(Base):
    """One run: what the providers have since `since`, compared with what we have."""

    __tablename__ = "reconciliations"

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]  # an Actor
    status: Mapped[Stage] = mapped_column(Choice(Stage))
    looks_left: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)  # things of theirs
    repaired: Mapped[int] = mapped_column(default=0)
    unasked: Mapped[dict[str, Any]]  # what could not be listed, and why
    ended_at: Mapped[datetime | None]


class Sighting(Base):
    """Something of ours that the provider listed too; kept while the run lasts."""

    __tablename__ = "sightings"

    reconciliation_id: Mapped[int] = mapped_column(
        ForeignKey("reconciliations.id"), primary_key=True
    )
    noun: Mapped[Noun] = mapped_column(Choice(Noun), primary_key=True)
    provider_id: Mapped[str] = mapped_column(primary_key=True)


class DifferenceStatus(StrEnum):
    """Moved by reconciliation.lifecycle alone."""

    OPEN = "open"
    RESOLVED = "resolved"  # a person says what it was
    GONE = "gone"  # the books agree by now


class Difference(Base):
    """One thing about which the books do not agree; at most one open for each thing."""

    __tablename__ = "differences"
    __table_args__ = (
        Index(
            "uq_differences_open",
            "noun",
            "provider_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_differences_open", "id", postgresql_where=text("status = 'open'")),
        Index(None, "noun", "provider_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    provider_id: Mapped[str]  # the thing's name at the provider
    code: Mapped[str]  # what differs: see findings.ADVICE
    ours: Mapped[str]
    theirs: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    status: Mapped[DifferenceStatus] = mapped_column(Choice(DifferenceStatus))
    found_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    asked_in: Mapped[int] = mapped_column(ForeignKey("reconciliations.id"))  # the last run
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    note: Mapped[str | None]

    @property
    def actor(self) -> Actor | None:
        """Who ended it."""
        return Actor.read(self.ended_by) if self.ended_by else None
