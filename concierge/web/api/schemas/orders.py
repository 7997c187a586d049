"""Orders."""

from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from concierge.orders import models
from concierge.orders.estimates import Cost
from concierge.payments.models import Payment as PaymentRow
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import (
    Amount,
    Answer,
    CustomerInQuery,
    LongText,
    Moment,
    Request,
    Text,
)
from concierge.web.api.schemas.payments import Payment
from concierge.web.api.schemas.pictures import ShopReceipt


class Fulfilment(Request):
    """It is with the customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Left with the porter."}]})

    note: Text | None = Field(default=None, description="A sentence that is texted with it.")
    amount: Amount | None = Field(
        default=None,
        description="Of an estimate, what it really cost, in minor units: at most what was agreed.",
    )
    receipt: ShopReceipt | None = Field(
        default=None,
        description="Of an estimate, a photo of the shop's receipt: JPEG, PNG, GIF or WebP in "
        "base64, at most PICTURE_MEGABYTES.",
    )
    no_receipt: Text | None = Field(
        default=None, description="Of an estimate without a photo, why there is none."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.amount is None and (self.receipt or self.no_receipt):
            raise ValueError("Say what it cost, too.")
        return self

    def cost(self) -> Cost | None:
        """What it really cost, in the words of the trade."""
        if self.amount is None:
            return None
        return Cost(self.amount, self.receipt, self.no_receipt)


class More(Request):
    """It costs more than was agreed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"amount": 6800, "note": "The saffron is dear this week."}]}
    )

    amount: Amount = Field(description="In minor units: more than was agreed.")
    note: LongText | None = Field(default=None, description="Why, in a sentence that is texted.")


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
    total: int = Field(
        description="What was agreed, in minor units; of an estimate, the most it may cost."
    )
    is_estimate: bool = Field(description="“Up to”: what it really costs is charged.")
    final_total: int | None = Field(description="What is charged; known once it is fulfilled.")
    asked_total: int | None = Field(description="What the customer is being asked to agree to.")
    refused_total: int | None = Field(
        description="What they did not agree to: keep to the total, or cancel."
    )
    no_receipt: str | None = Field(description="Why there is no photo of the shop's receipt.")
    summary: str
    address: str | None
    promised_at: Moment | None
    placed_at: Moment
    undo_until: Moment
    started_at: Moment | None
    whereabouts: models.Whereabouts = Field(
        description="Where what was ordered is, while the order is confirmed."
    )
    out_at: Moment | None = Field(description="When it set out for delivery.")
    courier: str | None = Field(description="Who brings it.")
    tracking: str | None = Field(description="A number of the courier's, or a link.")
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
            is_estimate=order.is_estimate,
            final_total=order.final_total,
            asked_total=order.asked_total,
            refused_total=order.refused_total,
            no_receipt=order.no_receipt,
            summary=order.summary,
            address=order.address,
            promised_at=order.promised_at,
            placed_at=order.placed_at,
            undo_until=order.undo_until,
            started_at=order.started_at,
            whereabouts=order.whereabouts,
            out_at=order.out_at,
            courier=order.courier,
            tracking=order.tracking,
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
