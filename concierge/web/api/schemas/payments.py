"""Payments and refunds."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from concierge import money
from concierge.payments import models
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import Answer, CustomerInQuery, Moment, Request, Text


class NewRefund(Request):
    """Money to give back."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"amount": 1500, "reason": "Three roses were broken"}]}
    )

    amount: Annotated[int, Field(ge=1, le=money.MAX_AMOUNT)] = Field(
        description="In minor units, of the order's currency."
    )
    reason: Text | None = None


class Refund(Answer):
    """Money given back, or on its way."""

    id: int
    payment_id: int
    amount: int = Field(description="In minor units.")
    currency: str
    reason: str | None
    status: models.RefundStatus
    problem: str | None
    created_at: Moment
    created_by: str = Field(examples=["script:3"])

    @classmethod
    def of(cls, refund: models.Refund) -> Self:
        """As the API shows it."""
        return cls(
            id=refund.id,
            payment_id=refund.payment_id,
            amount=refund.amount,
            currency=refund.currency,
            reason=refund.reason,
            status=refund.status,
            problem=refund.problem,
            created_at=refund.created_at,
            created_by=refund.created_by,
        )


class Card(Answer):
    """What people recognise a card by."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int


class Payment(Answer):
    """An amount reserved on a card, and what of it was taken and given back."""

    id: int
    order_id: int
    customer_id: int
    status: models.PaymentStatus
    amount: int = Field(description="Reserved, in minor units.")
    amount_captured: int
    amount_refunded: int = Field(description="Asked for, and not failed.")
    currency: str
    card: Card
    provider_id: str | None = Field(description="Stripe's own id, to look it up there.")
    problem: str | None
    created_at: Moment
    authorised_at: Moment | None
    captured_at: Moment | None
    refunds: list[Refund]

    @classmethod
    def of(cls, payment: models.Payment) -> Self:
        """As the API shows it."""
        return cls(
            id=payment.id,
            order_id=payment.order_id,
            customer_id=payment.customer_id,
            status=payment.status,
            amount=payment.amount,
            amount_captured=payment.amount_captured,
            amount_refunded=payment.amount_refunded,
            currency=payment.currency,
            card=Card(
                brand=payment.card.brand,
                last4=payment.card.last4,
                exp_month=payment.card.exp_month,
                exp_year=payment.card.exp_year,
            ),
            provider_id=payment.provider_id,
            problem=payment.problem,
            created_at=payment.created_at,
            authorised_at=payment.authorised_at,
            captured_at=payment.captured_at,
            refunds=[Refund.of(refund) for refund in payment.refunds],
        )


class PaymentList(Paging):
    """Which payments."""

    status: models.PaymentStatus | None = None
    customer: CustomerInQuery | None = Field(default=None, description="An id, or a phone number.")
