"""A card processor in memory: keeps its keys as Stripe does, and may lose an answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from concierge.payments.gateway import (
    Authorisation,
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


@dataclass
class Held:
    """One payment as the bank has it."""

    snapshot: Snapshot
    amount: int
    refunded: int = 0


class Bank:
    """What `payments.handlers` needs of a Gateway for orders; cards are saved without it."""

    def __init__(self) -> None:
        self.mood, self.lose_answer = "good", False
        self.books: dict[int, Held] = {}
        self.seen: list[Snapshot] = []
        self._refunds: dict[str, RefundStanding] = {}

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

    def capture(self, provider_id: str, amount: int, *, key: str) -> Snapshot:
        number, held = self._find(provider_id)
        if held.snapshot.standing is Standing.AUTHORISED:
            self.check_capture(held.amount, amount)
            held.snapshot = replace(
                held.snapshot, standing=Standing.CAPTURED, amount_captured=amount
            )
        elif held.snapshot.standing not in {Standing.CAPTURED, Standing.CANCELLED}:
            raise GatewayRefused("nothing is reserved")
        return self._answer(number)

    def check_capture(self, reserved: int, amount: int) -> None:
        """No bank gives more than it reserved."""
        assert 0 < amount <= reserved

    def cancel(self, provider_id: str, *, key: str) -> Snapshot:
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
            held.refunded += amount
            made = RefundStanding(f"re_{refund_id}", refund_id, "succeeded", None)
            self._refunds[key] = made
        self._maybe_lose()
        return self._refunds[key]

    def snapshots(self) -> list[Snapshot]:
        """Every payment as it stands."""
        return [held.snapshot for held in self.books.values()]

    def stands(self, old: Snapshot) -> Standing:
        """How the payment of an earlier answer stands now."""
        return self.books[old.payment_id or 0].snapshot.standing

    def taken(self, payments: Iterable[int]) -> int:
        """What was taken for these, refunds aside."""
        return sum(self.books[n].snapshot.amount_captured for n in payments if n in self.books)

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
