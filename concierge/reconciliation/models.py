"""One run of comparing, and what differed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base, Choice


class Noun(StrEnum):
    """What is compared."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    MOVEMENT = "movement"
    TEXT = "text"


class Stage(StrEnum):
    """How far a run has come. Moved by reconciliation.lifecycle alone."""

    LISTING = "listing"  # reading what they have
    LOOKING = "looking"  # asking after what of ours they did not list
    DONE = "done"


class Reconciliation(Base):
    """One run: what the providers have since `since`, compared with what we have."""

    __tablename__ = "reconciliations"
    __table_args__ = (
        Index("ix_reconciliations_open", "id", postgresql_where=text("stage <> 'done'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]  # an Actor
    stage: Mapped[Stage] = mapped_column(Choice(Stage))
    calls_left: Mapped[int]  # of this stage
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
    seen_in: Mapped[int] = mapped_column(ForeignKey("reconciliations.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    note: Mapped[str | None]
