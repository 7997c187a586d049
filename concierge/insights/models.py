"""Days, added up once, so that a year is read in a moment."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base


class InsightDay(Base):
    """One measure of one day, of one person ("operator:3") or of the service ("").

    Everything here can be made anew from what it was added up from, and is.
    """

    __tablename__ = "insight_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)  # in the business's own zone
    measure: Mapped[str] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]  # how many
    total: Mapped[int]  # their sum: seconds, parts, or minor units
    # How many lay between each two of measures.BOUNDS, for what was measured in seconds.
    spread: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    added_up_at: Mapped[datetime]
