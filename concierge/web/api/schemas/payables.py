"""What partners are owed."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from concierge import money
from concierge.ledger import models
from concierge.web.api.schemas.fields import PRINTABLE, Answer, Moment, Request, Text


class NewPayable(Request):
    """Something owed to a partner."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"partner": "Bloom Wholesale", "amount": 2150, "note": "12 roses"}]
        }
    )

    partner: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), PRINTABLE
    ]
    amount: Annotated[int, Field(ge=1, le=money.MAX_AMOUNT)] = Field(
        description="In minor units, of the order's currency."
    )
    note: Text | None = None


class Payable(Answer):
    """What a partner is owed for an order, or was."""

    id: int
    order_id: int
    partner: str
    amount: int = Field(description="In minor units.")
    currency: str
    note: str | None
    status: models.PayableStatus
    created_at: Moment
    created_by: str = Field(examples=["script:3"])
    ended_at: Moment | None = Field(description="Paid, or withdrawn.")
    ended_by: str | None

    @classmethod
    def of(cls, row: models.Payable) -> Self:
        """As the API shows it."""
        return cls(
            id=row.id,
            order_id=row.order_id,
            partner=row.partner,
            amount=row.amount,
            currency=row.currency,
            note=row.note,
            status=row.status,
            created_at=row.created_at,
            created_by=row.created_by,
            ended_at=row.ended_at,
            ended_by=row.ended_by,
        )


class Payables(Answer):
    """All of an order's; there are never many."""

    data: list[Payable]
