"""Quotes."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, JsonValue

from concierge import money
from concierge.quotes import lifecycle, models
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import (
    Amount,
    Answer,
    Currency,
    CustomerInQuery,
    CustomerMeant,
    LongText,
    Moment,
    Request,
    Text,
    ToCome,
)

_LINES: list[JsonValue] = [
    {"description": "Red roses, hand-tied", "quantity": 12, "unit_amount": 400},
    {"description": "Card, handwritten", "quantity": 1, "unit_amount": 100},
]


class NewQuoteLine(Request):
    """One thing at a price."""

    description: Text
    quantity: Annotated[int, Field(ge=1, le=9999)] = 1
    unit_amount: Annotated[int, Field(ge=-money.MAX_AMOUNT, le=money.MAX_AMOUNT)] = Field(
        description="In minor units; negative for a discount."
    )


class QuoteBody(Request):
    """What is offered. Amounts are whole numbers of minor units: 400 is $4.00."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"lines": _LINES, "delivery_amount": 500}]}
    )

    lines: Annotated[list[NewQuoteLine], Field(min_length=1, max_length=lifecycle.MOST_LINES)]
    currency: Currency | None = Field(
        default=None, description="ISO 4217; the business's own unless given."
    )
    delivery_amount: Amount = 0
    fee_amount: Amount = 0
    address: LongText | None = Field(
        default=None, description="Where to; the customer's own unless given."
    )
    note: LongText | None = Field(default=None, description="A sentence that is texted with it.")
    is_estimate: bool = Field(
        default=False,
        description="The total is a ceiling: an OK reserves it, what it really costs is charged.",
    )
    promised_at: ToCome | None = Field(default=None, description="When it will be there.")
    expires_at: ToCome | None = Field(
        default=None, description="Until when it holds; QUOTE_HOURS from now unless given."
    )

    def offered(self) -> list[lifecycle.Line]:
        """The lines, in the words of the trade."""
        return [
            lifecycle.Line(line.description, line.quantity, line.unit_amount) for line in self.lines
        ]

    def terms(self) -> dict[str, Any]:
        """Everything else, as quotes.lifecycle.draft takes it."""
        return self.model_dump(exclude={"lines", "customer", "send"})


class NewQuote(QuoteBody):
    """A quote for a customer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "customer": "+15550100123",
                    "lines": _LINES,
                    "delivery_amount": 500,
                    "currency": "USD",
                    "send": True,
                }
            ]
        }
    )

    customer: CustomerMeant = Field(
        description="An id (a number) or a phone number (a string). A phone number that is new "
        "becomes a customer."
    )
    send: bool = Field(default=False, description="Text it at once; otherwise it is a draft.")


class QuoteLine(Answer):
    """One thing at a price."""

    description: str
    quantity: int
    unit_amount: int = Field(description="In minor units.")
    amount: int = Field(description="Quantity times unit amount.")


class Quote(Answer):
    """An offer that an OK turns into an order."""

    id: int
    customer_id: int
    number: int = Field(description="As the customer names it: “OK 12”. Counts within a customer.")
    status: models.QuoteStatus
    currency: str
    lines: list[QuoteLine]
    delivery_amount: int
    fee_amount: int
    total: int = Field(description="In minor units; of an estimate, the most it may cost.")
    is_estimate: bool = Field(description="“Up to”: what it really costs is charged.")
    revises_id: int | None = Field(
        description="The quote of the order for which this asks more than was agreed."
    )
    agreed_total: int | None = Field(description="What had been agreed then, in minor units.")
    address: str | None
    note: str | None
    promised_at: Moment | None
    expires_at: Moment
    created_at: Moment
    created_by: str = Field(examples=["script:3"])
    sent_at: Moment | None
    presented_at: Moment | None = Field(description="The text had gone out; an OK counts from now.")
    closed_at: Moment | None
    replaced_by_id: int | None

    @classmethod
    def of(cls, quote: models.Quote) -> Self:
        """As the API shows it."""
        return cls(
            id=quote.id,
            customer_id=quote.customer_id,
            number=quote.number,
            status=quote.status,
            currency=quote.currency,
            lines=[
                QuoteLine(
                    description=line.description,
                    quantity=line.quantity,
                    unit_amount=line.unit_amount,
                    amount=line.amount,
                )
                for line in quote.lines
            ],
            delivery_amount=quote.delivery_amount,
            fee_amount=quote.fee_amount,
            total=quote.total,
            is_estimate=quote.is_estimate,
            revises_id=quote.revises_id,
            agreed_total=quote.agreed_total,
            address=quote.address,
            note=quote.note,
            promised_at=quote.promised_at,
            expires_at=quote.expires_at,
            created_at=quote.created_at,
            created_by=quote.created_by,
            sent_at=quote.sent_at,
            presented_at=quote.presented_at,
            closed_at=quote.closed_at,
            replaced_by_id=quote.replaced_by_id,
        )


class QuoteText(Answer):
    """What the customer reads."""

    text: str
    parts: int = Field(description="As how many texts it is charged.")


class QuoteList(Paging):
    """Which quotes."""

    status: models.QuoteStatus | None = None
    customer: CustomerInQuery | None = Field(default=None, description="An id, or a phone number.")
