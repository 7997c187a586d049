"""What is kept of forgetting itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base


class Erasure(Base):
    """Who had whom erased, when and why. Whom: a customer's number, never a name."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index(None, "customer_id", unique=True),
        Index("ix_erasures_settling", "id", postgresql_where=text("provider_ids is not null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    at: Mapped[datetime]
    by: Mapped[str]  # an Actor
    because: Mapped[str]  # "asked" or "inactive"
    # Their ids at the card processor, while its events about them may still come in.
    provider_ids: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))


class RetentionMark(Base):
    """Up to which row a rule of retention has come, where its rows stay and only their words go."""

    __tablename__ = "retention_marks"

    rule: Mapped[str] = mapped_column(primary_key=True)
    upto: Mapped[int]
