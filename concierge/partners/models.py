"""A partner: a supplier, a workshop, a courier."""

from datetime import datetime

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base


class Partner(Base):
    """Whom orders are given to. Nobody is written to by us: `contact` is for a person to read."""

    __tablename__ = "partners"
    __table_args__ = (
        Index(
            "uq_partners_name",
            func.lower(text("name")),
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
        Index("ix_partners_name", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")  # as somebody typed it: a number, an address
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # not offered any more; what they did stays theirs
