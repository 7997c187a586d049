"""What the shop sells."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base
from concierge.money import Money


class CatalogueItem(Base):
    """One thing at its usual price. A quote copies both, so changing an item changes no quote."""

    __tablename__ = "catalogue_items"
    __table_args__ = (
        Index("ix_catalogue_items_on_sale", "name", postgresql_where=text("retired_at is null")),
        CheckConstraint("unit_amount >= 0", "unit_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    details: Mapped[str] = mapped_column(default="")  # for operators: what is in it
    unit_amount: Mapped[int]
    currency: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # not offered any more

    @property
    def price(self) -> Money:
        """For one."""
        return Money(self.unit_amount, self.currency)
