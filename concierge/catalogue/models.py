"""What the shop sells."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concierge.catalogue.availability import EVERY_DAY, Period
from concierge.catalogue.options import Option
from concierge.db import Base
from concierge.money import Money


class CatalogueItem(Base):
    """One thing at its usual price. A quote copies both, so changing an item changes no quote."""

    __tablename__ = "catalogue_items"
    __table_args__ = (
        Index("ix_catalogue_items_on_sale", "name", postgresql_where=text("retired_at is null")),
        Index(
            "ix_catalogue_items_archived",
            "name",
            "id",
            postgresql_where=text("retired_at is not null"),
        ),
        # What is archived lets go of its code.
        Index(
            "uq_catalogue_items_code",
            "code",
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
        CheckConstraint("unit_amount >= 0", "unit_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None]  # what it is called for short: R12
    name: Mapped[str]
    details: Mapped[str] = mapped_column(default="")  # what is in it, how long it takes
    unit_amount: Mapped[int]
    currency: Mapped[str]
    # How many can still be promised; None: nobody counts. Moved by `stock` and by a person's count.
    stock: Mapped[int | None]
    weekdays: Mapped[list[int]] = mapped_column(
        ARRAY(SmallInteger), default=lambda: list(EVERY_DAY), server_default="{1,2,3,4,5,6,7}"
    )
    periods_kept: Mapped[list[dict[str, Any]]] = mapped_column(
        "periods", JSONB, default=list, server_default="[]"
    )
    options_kept: Mapped[list[dict[str, Any]]] = mapped_column(
        "options", JSONB, default=list, server_default="[]"
    )
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_pictures.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # archived: not offered any more

    @property
    def price(self) -> Money:
        """For one, without options."""
        return Money(self.unit_amount, self.currency)

    @property
    def periods(self) -> tuple[Period, ...]:
        """When it is sold, or is not."""
        return tuple(Period.read(kept) for kept in self.periods_kept)

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen of it."""
        return tuple(Option.read(kept) for kept in self.options_kept)


class CataloguePicture(Base):
    """A picture made anew from its pixels. Never changed: another picture is another row."""

    __tablename__ = "catalogue_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
