"""What the processor has in its own books: for comparing them with ours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from concierge.payments.gateway import DisputeStanding, RefundStanding, SavedCard, Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list, newest first, and where the next one begins, if there is one."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class TheirPayment:
    """A payment. Amounts in minor units.

    `visit` and `order` are ours, of one that was made on a page of payment, on `card`.
    """

    snapshot: Snapshot
    customer: str | None
    amount: int
    currency: str
    visit: int | None = None
    order: int | None = None
    card: SavedCard | None = None


class Moved(StrEnum):
    """What moved the balance."""

    CHARGE = "charge"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the balance: `amount` is signed, `fee` what was kept of it."""

    provider_id: str
    moved: Moved | None  # None: a payout, or something else that is no order's
    source: str | None  # the payment's, refund's or dispute's own name
    amount: int
    fee: int
    currency: str


class Statement(Protocol):
    """Every call raises GatewayUnavailable or GatewayRefused. Lists begin at `after`'s next."""

    def payments_since(self, since: datetime, after: str | None) -> Page[TheirPayment]:
        """Payments that were made since then."""
        ...

    def refunds_since(self, since: datetime, after: str | None) -> Page[RefundStanding]:
        """Refunds that were made since then."""
        ...

    def disputes_since(self, since: datetime, after: str | None) -> Page[DisputeStanding]:
        """Disputes that were opened since then."""
        ...

    def movements_since(self, since: datetime, after: str | None) -> Page[Movement]:
        """What moved the balance since then."""
        ...

    def their_payment(self, provider_id: str) -> TheirPayment | None:
        """One of them. None: there is none of that name; likewise below."""
        ...

    def their_refund(self, provider_id: str) -> RefundStanding | None:
        """One of them."""
        ...

    def their_dispute(self, provider_id: str) -> DisputeStanding | None:
        """One of them."""
        ...

    def their_movement(self, provider_id: str) -> Movement | None:
        """One of them."""
        ...
