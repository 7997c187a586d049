"""A card processor in memory: keeps its keys as Stripe does, and may lose an answer.

Behind the shop's back a customer answers their bank, a declined card is tried again, a reservation
lapses, somebody takes money by hand, a cardholder disputes a charge.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from concierge.money import Money
from concierge.payments.gateway import (
    Authorisation,
    DisputeStanding,
    GatewayRefused,
    GatewayUnavailable,
    RefundStanding,
    Snapshot,
    Standing,
)

_MOODS = {
    "good": Standing.AUTHORISED,
    "decline": Standing.DECLINED,
    "bank asks": Standing.ACTION_REQUIRED,
}
_OPENED = datetime(2026, 11, 20, tzinfo=UTC)
FEE = Money(187, "USD")


@dataclass
class Held:
    """One payment as the bank has it."""

    snapshot: Snapshot
    amount: int
    refunded: int = 0
    by_hand: bool = False
    dispute: DisputeStanding | None = None


class Bank:
    """What `payments.handlers` needs of a Gateway for orders; cards are saved without it."""

    def __init__(self) -> None:
        self.mood, self.lose_answer = "good", False
        self.books: dict[int, Held] = {}
        self.seen: list[Snapshot] = []
        self._refunds: dict[str, RefundStanding] = {}

    # --- what the shop asks for ------------------------------------------------------------------

    def authorise(self, request: Authorisation) -> Snapshot:
        if request.payment_id not in self.books:
            standing = _MOODS[self.mood]
            problem = None if standing is Standing.AUTHORISED else "card_declined"
            provider_id = f"pi_{request.payment_id}"
            made = Snapshot(standing, provider_id, request.payment_id, problem=problem)
            self.books[request.payment_id] = Held(made, request.amount)
        return self._answer(request.payment_id)

    def find(self, customer: str, payment_id: int) -> Snapshot | None:
        return self._answer(payment_id) if payment_id in self.books else None

    def confirm(self, provider_id: str, card: str, *, return_url: str, key: str) -> Snapshot:
        number, held = self._find(provider_id)
        if held.snapshot.standing is Standing.ACTION_REQUIRED:
            held.snapshot = replace(held.snapshot, redirect_url="https://bank.test")
        return self._answer(number)

    def capture(self, provider_id: str, amount: int, *, key: str, again: bool = False) -> Snapshot:
        number, held = self._find(provider_id)
        if held.snapshot.standing is Standing.AUTHORISED:
            self.check_capture(held.amount, amount)
            self._take(held, amount)
        elif held.snapshot.standing not in {Standing.CAPTURED, Standing.CANCELLED}:
            raise GatewayRefused("nothing is reserved")
        return self._answer(number)

    def check_capture(self, reserved: int, amount: int) -> None:
        """No bank gives more than it reserved."""
        assert 0 < amount <= reserved

    def _take(self, held: Held, amount: int) -> None:
        held.snapshot = replace(
            held.snapshot, standing=Standing.CAPTURED, amount_captured=amount, fee=FEE
        )

    def cancel(self, provider_id: str, *, key: str, again: bool = False) -> Snapshot:
        number, held = self._find(provider_id)
        if held.snapshot.standing is not Standing.CAPTURED:
            held.snapshot = replace(held.snapshot, standing=Standing.CANCELLED)
        return self._answer(number)

    def refund(
        self, provider_id: str, refund_id: int, amount: int, *, key: str, again: bool = False
    ) -> RefundStanding:
        _, held = self._find(provider_id)
        if key not in self._refunds:
            if held.refunded + amount > held.snapshot.amount_captured:
                raise GatewayRefused("more than was taken")
            if held.dispute is not None and held.dispute.status != "won":
                raise GatewayRefused("charged back")
            held.refunded += amount
            made = RefundStanding(f"re_{refund_id}", refund_id, "succeeded", None)
            self._refunds[key] = made
        self._maybe_lose()
        return self._refunds[key]

    def find_refund(self, provider_id: str, refund_id: int) -> RefundStanding | None:
        self._maybe_lose()
        made = (one for one in self._refunds.values() if one.refund_id == refund_id)
        return next(made, None)

    # --- what happens behind its back ------------------------------------------------------------

    def customer_answers(self, number: int, *, passed: bool) -> None:
        """3-D Secure: the bank recognises the customer, or the card is declined."""
        held = self.books[number]
        if held.snapshot.standing is Standing.ACTION_REQUIRED:
            standing = Standing.AUTHORISED if passed else Standing.DECLINED
            held.snapshot = replace(held.snapshot, standing=standing)

    def tries_again(self, number: int) -> None:
        """A declined payment is authorised after all."""
        held = self.books[number]
        if held.snapshot.standing is Standing.DECLINED:
            held.snapshot = replace(held.snapshot, standing=Standing.AUTHORISED)

    def lapses(self, number: int) -> None:
        """Nobody took the money in time."""
        held = self.books[number]
        if held.snapshot.standing is Standing.AUTHORISED:
            held.snapshot = replace(held.snapshot, standing=Standing.CANCELLED)

    def is_taken_by_hand(self, number: int) -> None:
        """Somebody with the owner's login captures it."""
        held = self.books[number]
        if held.snapshot.standing is Standing.AUTHORISED:
            self._take(held, held.amount)
            held.by_hand = True

    def is_disputed(self, number: int) -> None:
        """The cardholder does not know this charge."""
        held = self.books[number]
        if held.snapshot.standing is Standing.CAPTURED and held.dispute is None:
            held.dispute = DisputeStanding(
                f"du_{number}", f"pi_{number}", "open", held.amount, "USD", "fraudulent", _OPENED
            )

    def decides(self, number: int, *, won: bool) -> None:
        """A dispute is over."""
        held = self.books[number]
        if held.dispute is not None and held.dispute.status == "open":
            held.dispute = replace(held.dispute, status="won" if won else "lost")

    # --- its books -------------------------------------------------------------------------------

    def snapshots(self) -> list[Snapshot]:
        """Every payment as it stands."""
        return [held.snapshot for held in self.books.values()]

    def stands(self, old: Snapshot) -> Standing:
        """How the payment of an earlier answer stands now."""
        return self.books[old.payment_id or 0].snapshot.standing

    def taken(self, payments: Iterable[int], *, by_hand: bool = True) -> int:
        """What was taken for these, refunds aside; without what was taken by hand, if told."""
        held = [self.books[number] for number in payments if number in self.books]
        return sum(one.snapshot.amount_captured for one in held if by_hand or not one.by_hand)

    def reserved(self, payments: Iterable[int]) -> int:
        """What is still reserved for these."""
        held = [self.books[number] for number in payments if number in self.books]
        return sum(one.amount for one in held if one.snapshot.standing is Standing.AUTHORISED)

    def _find(self, provider_id: str) -> tuple[int, Held]:
        number = int(provider_id.removeprefix("pi_"))
        return number, self.books[number]

    def _answer(self, number: int) -> Snapshot:
        snapshot = self.books[number].snapshot
        self.seen.append(snapshot)
        self._maybe_lose()
        return snapshot

    def _maybe_lose(self) -> None:
        if self.lose_answer:
            raise GatewayUnavailable("the connection was cut")
