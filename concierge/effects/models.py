"""The row that stands for one call to the outside."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base, Choice


class EffectStatus(StrEnum):
    """Where it stands. Only `effects` moves it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    GIVEN_UP = "given_up"
    ABANDONED = "abandoned"


class Effect(Base):
    """One call, asked for once (`key`), made by whoever holds the lease.

    `lane`: effects of one lane run one after the other, in the order they were asked for (the
    texts of one conversation). `attempt` is the fencing token: an outcome is recorded only where
    it still matches. `params` are frozen at the request, for a repeated call must be the same call.
    """

    __tablename__ = "effects"
    __table_args__ = (
        Index("ix_effects_due", "due_at", postgresql_where=text("status = 'waiting'")),
        Index("ix_effects_lease", "lease_until", postgresql_where=text("status = 'running'")),
        Index(
            "ix_effects_lane",
            "lane",
            "id",
            postgresql_where=text("status in ('waiting', 'running')"),
        ),
        Index("ix_effects_given_up", "id", postgresql_where=text("status = 'given_up'")),
        Index("ix_effects_subject", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    lane: Mapped[str | None]
    params: Mapped[dict[str, Any]]
    status: Mapped[EffectStatus] = mapped_column(Choice(EffectStatus))
    attempt: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str | None]
