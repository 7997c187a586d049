"""The row that stands for one call to the outside, and the one that says whether calls are made."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base, Choice


class EffectStatus(StrEnum):
    """Where it stands. Only `effects` moves it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    GIVEN_UP = "given_up"
    ABANDONED = "abandoned"


class Urgency(IntEnum):
    """What goes first. Within one urgency customers take turns (`fair_at`)."""

    NOW = 0  # somebody waits for it, or money moves
    SOON = 1  # pictures, reminders
    BULK = 2  # written to many at once


class Effect(Base):
    """One call, asked for once (`key`), made by whoever holds the lease.

    `lane`: effects of one lane run one after the other, in the order they were asked for (the
    texts of one conversation). `attempt` is the fencing token: an outcome is recorded only where
    it still matches. `params` are frozen at the request, for a repeated call must be the same call.
    `fair_at` is its place in the queue. `gate` names the circuit that its calls go through;
    `held_at`, since when that circuit has kept it back.
    """

    __tablename__ = "effects"
    __table_args__ = (
        # The only one that finds what is due: where the planner has a choice, and statistics from
        # before a campaign was asked for, it would sort the whole of it for each claim.
        Index(
            "ix_effects_next",
            "urgency",
            "fair_at",
            "id",
            "due_at",  # last: what is not due yet is passed over within the index
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_effects_lease", "lease_until", postgresql_where=text("status = 'running'")),
        Index(
            "ix_effects_lane",
            "lane",
            "id",
            postgresql_where=text("status in ('waiting', 'running')"),
        ),
        Index(
            "ix_effects_turn",
            "customer_id",
            "urgency",
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_effects_held", "gate", "id", postgresql_where=text("held_at is not null")),
        Index("ix_effects_given_up", "id", postgresql_where=text("status = 'given_up'")),
        Index("ix_effects_subject", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    lane: Mapped[str | None]
    gate: Mapped[str | None]
    urgency: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    params: Mapped[dict[str, Any]]
    status: Mapped[EffectStatus] = mapped_column(Choice(EffectStatus))
    attempt: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    fair_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deadline_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # later than that it need not be done any more
    held_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Circuit(Base):
    """How calls to one provider fare. Open (`opened_at`): effects of its gate are held.

    In the database, so that every worker knows it, and a restart or an empty Redis forgets nothing.
    """

    __tablename__ = "circuits"

    name: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)  # in a row, of whichever effect
    failing_since: Mapped[datetime | None]
    last_failed: Mapped[int | None]  # the effect
    several: Mapped[bool] = mapped_column(default=False)  # whether two effects or more failed
    reason: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]  # when the next one may be tried
    probes: Mapped[int] = mapped_column(default=0)
    probing: Mapped[int | None]  # the effect that may be tried although it is open
    complaint: Mapped[str | None]  # what the account needs a person for
    complained_at: Mapped[datetime | None]
