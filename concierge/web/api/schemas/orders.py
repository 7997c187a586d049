"""Orders."""

from typing import Literal, Self

from pydantic import ConfigDict, Field

from concierge.orders import models
from concierge.payments.models import Payment as PaymentRow
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import Answer, CustomerInQuery, Moment, Request, Text
from concierge.web.api.schemas.payments import Payment


class Fulfilment(Request):
    """It is with the customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Left with the porter."}]})

    note: Text | None = Field(default=None, description="A sentence that is texted with it.")


class Cancellation(Request):
    """It is not going to happen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "No peonies to be had"}]})

    reason: Text = Field(description="For the business; the customer is not told.")


class Resumption(Request):
    """How it is to go on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"by": "link"}]})

    by: Literal["card", "link", "payment"] = Field(
        description="“card” tries the customer's card again; “link” texts them a link for what is "
        "missing, another card or a word with their bank; “payment” texts them a link on which "
        "they pay this order alone, with any card."
    )


class Order(Answer):
    """What a customer said OK to."""

    id: int
    quote_id: int
    customer_id: int
    number: int = Field(description="The quote's: “order 12”. Counts within a customer.")
    status: models.OrderStatus
    held_for: models.HeldFor | None = Field(description="What a held order waits for.")
    trouble: str | None = Field(description="What a person must look at.")
    currency: str
    total: int = Field(description="In minor units.")
    summary: str
    address: str | None
    promised_at: Moment | None
    placed_at: Moment
    undo_until: Moment
    started_at: Moment | None
    fulfilled_at: Moment | None
    fulfilment_note: str | None
    cancelled_at: Moment | None
    cancelled_because: str | None
    payment: Payment | None = Field(description="The latest one.")

    @classmethod
    def of(cls, order: models.Order, payment: PaymentRow | None) -> Self:
        """As the API shows it."""
        return cls(
            id=order.id,
            quote_id=order.quote_id,
            customer_id=order.customer_id,
            number=order.number,
            status=order.status,
            held_for=order.held_for,
            trouble=order.trouble,
            currency=order.currency,
            total=order.total,
            summary=order.summary,
            address=order.address,
            promised_at=order.promised_at,
            placed_at=order.placed_at,
            undo_until=order.undo_until,
            started_at=order.started_at,
            fulfilled_at=order.fulfilled_at,
            fulfilment_note=order.fulfilment_note,
            cancelled_at=order.cancelled_at,
            cancelled_because=order.cancelled_because,
            payment=Payment.of(payment) if payment else None,
        )


class OrderList(Paging):
    """Which orders."""

    status: models.OrderStatus | None = None
    customer: CustomerInQuery | None = Field(default=None, description="An id, or a phone number.")
