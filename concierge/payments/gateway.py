"""What we need of a card processor, in our words. `payments/stripe` is the one that there is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from concierge.money import Money


class GatewayUnavailable(Exception):
    """Nobody knows whether it happened, or it is not our turn; ask again with the same key."""


class GatewayRefused(Exception):
    """The processor says that the call is wrong. Repeating it changes nothing."""


# The problem of a payment whose customer the bank did not recognise when it asked for them.
NOT_RECOGNISED = "payment_intent_authentication_failure"


class Standing(StrEnum):
    """How a payment stands at the processor."""

    AUTHORISED = "authorised"
    ACTION_REQUIRED = "action_required"
    DECLINED = "declined"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    PROCESSING = "processing"
    NOT_MADE = "not_made"  # never called: the order had been cancelled before


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A payment as the processor has it now. Amounts in minor units."""

    standing: Standing
    provider_id: str | None
    payment_id: int | None = None  # ours, from its metadata
    amount_captured: int = 0
    capture_before: datetime | None = None
    problem: str | None = None
    redirect_url: str | None = None
    fee: Money | None = None  # the processor's own, once the money was taken and it is known


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What is to be reserved, on which card, off session."""

    payment_id: int
    order_id: int
    customer: str
    card: str
    amount: int
    currency: str
    description: str
    key: str
    again: bool = False  # an earlier call may have been heard: ask what came of it first


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card as it came out of the card page."""

    provider_id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the card page, as the processor has it now."""

    provider_id: str
    session_id: int | None  # ours
    customer: str
    complete: bool
    expired: bool
    url: str | None
    card: SavedCard | None


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """A visit to be opened. `customer` is None for somebody the processor has not met."""

    session_id: int
    customer_id: int
    customer: str | None
    name: str | None
    email: str | None
    phone: str | None
    currency: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CardStanding:
    """A saved card as the processor has it now. `kept`: still its customer's."""

    card: SavedCard
    kept: bool


@dataclass(frozen=True, slots=True)
class PayRequest:
    """A visit on which one order is paid. `customer` is None for somebody not met before."""

    visit_id: int
    order_id: int
    customer: str | None
    email: str | None
    amount: int
    currency: str
    description: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PayStanding:
    """A visit on which an order is paid, as the processor has it now.

    `payment` and `card` are there once the visit is complete.
    """

    provider_id: str
    visit_id: int | None  # ours
    complete: bool
    expired: bool
    url: str | None
    payment: Snapshot | None
    card: SavedCard | None


@dataclass(frozen=True, slots=True)
class RefundStanding:
    """A refund as the processor has it now: "succeeded", "pending" or "failed"."""

    provider_id: str | None
    refund_id: int | None
    status: str
    problem: str | None
    fee: Money | None = None  # the processor's own; mostly nothing
    amount: int = 0
    payment: str | None = None  # the processor's id of what is given back
    reason: str | None = None  # theirs: "requested_by_customer", ...


@dataclass(frozen=True, slots=True)
class DisputeStanding:
    """A dispute as the processor has it now. Amounts in minor units."""

    provider_id: str
    payment: str | None  # the processor's id of what is disputed
    status: str  # a DisputeStatus
    amount: int
    currency: str
    reason: str
    opened_at: datetime
    due_at: datetime | None = None
    fee: Money | None = None  # what the processor takes for it
    fee_back: Money | None = None  # and gives back, where it does, once it is won


@dataclass(frozen=True, slots=True)
class WarningFacts:
    """A fraud warning as the processor has it now."""

    provider_id: str
    payment: str | None
    fraud_type: str
    actionable: bool
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A verified event: what it is about has to be fetched afresh, for events come late."""

    id: str
    kind: str
    object_id: str
    body: dict[str, Any]


class Gateway(Protocol):
    """Every call raises GatewayUnavailable or GatewayRefused, and is safe to repeat."""

    def open_visit(self, request: VisitRequest) -> Visit:
        """Open the page on which a card is saved."""
        ...

    def visit(self, provider_id: str) -> Visit:
        """Look a visit up."""
        ...

    def make_default(self, customer: str, card: str) -> None:
        """Make a card the one that is charged."""
        ...

    def authorise(self, request: Authorisation) -> Snapshot:
        """Reserve an amount. A decline is an answer, not an error."""
        ...

    def confirm(self, provider_id: str, card: str, *, return_url: str, key: str) -> Snapshot:
        """Confirm the same payment with the customer present; gives the bank's page."""
        ...

    def capture(self, provider_id: str, amount: int, *, key: str, again: bool = False) -> Snapshot:
        """Take what was reserved, or less. `again`: an earlier call may have been heard."""
        ...

    def cancel(self, provider_id: str, *, key: str, again: bool = False) -> Snapshot:
        """Let go of what was reserved. `again`: an earlier call may have been heard."""
        ...

    def payment(self, provider_id: str) -> Snapshot:
        """Look a payment up."""
        ...

    def find(self, customer: str, payment_id: int) -> Snapshot | None:
        """The payment of ours that a call may have made although nobody heard the answer."""
        ...

    def refund(
        self, provider_id: str, refund_id: int, amount: int, *, key: str, again: bool = False
    ) -> RefundStanding:
        """Give back some of what was taken. `again`: an earlier call may have been heard."""
        ...

    def find_refund(self, provider_id: str, refund_id: int) -> RefundStanding | None:
        """The refund of ours that a call may have made although nobody heard the answer."""
        ...

    def refund_standing(self, provider_id: str) -> RefundStanding:
        """Look a refund up."""
        ...

    def dispute(self, provider_id: str) -> DisputeStanding:
        """Look a dispute up."""
        ...

    def warning(self, provider_id: str) -> WarningFacts:
        """Look a fraud warning up."""
        ...

    def read_event(self, payload: bytes, signature: str) -> WebhookEvent | None:
        """Verify a webhook. None: the signature is not the processor's. ValueError: no event."""
        ...

    # --- cards, and orders paid on a page --------------------------------------------------------

    def card(self, provider_id: str) -> CardStanding | None:
        """Look a card up. None: there is none, or it is no card."""
        ...

    def detach(self, provider_id: str) -> None:
        """Forget a saved card for good; one that is forgotten already is no error."""
        ...

    def forget(self, customer: str) -> None:
        """Delete a customer, and what is kept of them. One that is gone already is no error."""
        ...

    def open_paying(self, request: PayRequest) -> PayStanding:
        """Open the page on which one order is paid with any card."""
        ...

    def paying(self, provider_id: str) -> PayStanding:
        """Look such a visit up."""
        ...

    def close_paying(self, provider_id: str) -> PayStanding:
        """End such a visit, where it is still open; how it stands then."""
        ...
