"""A card processor in memory: keeps its keys as Stripe does, and may lose an answer.

Behind the shop's back a customer answers their bank, a declined card is tried again, a reservation
lapses, somebody takes money by hand, a cardholder disputes a charge, a page is filled in.
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
    PayRequest,
    PayStanding,
    RefundStanding,
    SavedCard,
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
class Page:
    """A page on which one order is paid."""

    request: PayRequest
    expired: bool = False
    payment: str | None = None  # its name, once somebody has paid


@dataclass
class Held:
    """One payment as the bank has it. `visit`: of the page that it was made on."""

    snapshot: Snapshot
    amount: int
    visit: int | None = None
    refunded: int = 0
    by_hand: bool = False
    dispute: DisputeStanding | None = None


class Bank:
    """What `payments.handlers` needs of a Gateway for orders; cards are saved without it."""

    def __init__(self) -> None:
        self.mood, self.lose_answer = "good", False
        self.books: dict[str, Held] = {}  # by its own names
        self.pages: dict[int, Page] = {}  # by our visits
        self.seen: list[Snapshot] = []
        self._refunds: dict[str, RefundStanding] = {}

    # --- what the shop asks for ------------------------------------------------------------------

    def authorise(self, request: Authorisation) -> Snapshot:
        name = f"pi_{request.payment_id}"
        if name not in self.books:
            standing = _MOODS[self.mood]
            problem = None if standing is Standing.AUTHORISED else "card_declined"
            made = Snapshot(standing, name, request.payment_id, problem=problem)
            self.books[name] = Held(made, request.amount)
        return self._answer(name)

    def find(self, customer: str, payment_id: int) -> Snapshot | None:
        name = f"pi_{payment_id}"
        return self._answer(name) if name in self.books else None

    def confirm(self, provider_id: str, card: str, *, return_url: str, key: str) -> Snapshot:
        held = self.books[provider_id]
        if held.snapshot.standing is Standing.ACTION_REQUIRED:
            held.snapshot = replace(held.snapshot, redirect_url="https://bank.test")
        return self._answer(provider_id)

    def capture(self, provider_id: str, amount: int, *, key: str, again: bool = False) -> Snapshot:
        held = self.books[provider_id]
        if held.snapshot.standing is Standing.AUTHORISED:
            self.check_capture(held.amount, amount)
            self._take(held, amount)
        elif held.snapshot.standing not in {Standing.CAPTURED, Standing.CANCELLED}:
            raise GatewayRefused("nothing is reserved")
        return self._answer(provider_id)

    def check_capture(self, reserved: int, amount: int) -> None:
        """No bank gives more than it reserved."""
        assert 0 < amount <= reserved

    def _take(self, held: Held, amount: int) -> None:
        held.snapshot = replace(
            held.snapshot, standing=Standing.CAPTURED, amount_captured=amount, fee=FEE
        )

    def cancel(self, provider_id: str, *, key: str, again: bool = False) -> Snapshot:
        held = self.books[provider_id]
        if held.snapshot.standing is not Standing.CAPTURED:
            held.snapshot = replace(held.snapshot, standing=Standing.CANCELLED)
        return self._answer(provider_id)

    def payment(self, provider_id: str) -> Snapshot:
        return self._answer(provider_id)

    def refund(
        self, provider_id: str, refund_id: int, amount: int, *, key: str, again: bool = False
    ) -> RefundStanding:
        held = self.books[provider_id]
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

    # --- pages of payment ------------------------------------------------------------------------

    def open_paying(self, request: PayRequest) -> PayStanding:
        self.pages.setdefault(request.visit_id, Page(request))
        self._maybe_lose()
        return self.page(request.visit_id, told=False)

    def paying(self, provider_id: str) -> PayStanding:
        self._maybe_lose()
        return self.page(int(provider_id.removeprefix("cs_")))

    def close_paying(self, provider_id: str) -> PayStanding:
        number = int(provider_id.removeprefix("cs_"))
        self.expires(number)
        self._maybe_lose()
        return self.page(number)

    def page(self, number: int, *, told: bool = True) -> PayStanding:
        """How a page stands; `told` False: as the call that opens it is answered, ever again."""
        page = self.pages[number]
        paid = self.books[page.payment].snapshot if page.payment is not None and told else None
        is_open = not told or (page.payment is None and not page.expired)
        return PayStanding(
            provider_id=f"cs_{number}",
            visit_id=number,
            complete=paid is not None,
            expired=page.expired and told,
            url=f"https://page.test/{number}" if is_open else None,
            payment=paid,
            card=SavedCard(f"pm_page_{number}", "visa", "4444", 12, 2030) if paid else None,
        )

    def pays(self, number: int) -> None:
        """Somebody fills it in."""
        page = self.pages[number]
        if page.payment is None and not page.expired:
            page.payment = f"pi_page_{number}"
            made = Snapshot(Standing.AUTHORISED, page.payment)
            self.books[page.payment] = Held(made, page.request.amount, visit=number)

    def expires(self, number: int) -> None:
        """Its time is over."""
        page = self.pages[number]
        page.expired = page.expired or page.payment is None

    # --- what happens behind its back ------------------------------------------------------------

    def customer_answers(self, name: str, *, passed: bool) -> None:
        """3-D Secure: the bank recognises the customer, or the card is declined."""
        held = self.books[name]
        if held.snapshot.standing is Standing.ACTION_REQUIRED:
            standing = Standing.AUTHORISED if passed else Standing.DECLINED
            held.snapshot = replace(held.snapshot, standing=standing)

    def tries_again(self, name: str) -> None:
        """A declined payment is authorised after all."""
        held = self.books[name]
        if held.snapshot.standing is Standing.DECLINED:
            held.snapshot = replace(held.snapshot, standing=Standing.AUTHORISED)

    def lapses(self, name: str) -> None:
        """Nobody took the money in time."""
        held = self.books[name]
        if held.snapshot.standing is Standing.AUTHORISED:
            held.snapshot = replace(held.snapshot, standing=Standing.CANCELLED)

    def is_taken_by_hand(self, name: str) -> None:
        """Somebody with the owner's login captures it."""
        held = self.books[name]
        if held.snapshot.standing is Standing.AUTHORISED:
            self._take(held, held.amount)
            held.by_hand = True

    def is_disputed(self, name: str) -> None:
        """The cardholder does not know this charge."""
        held = self.books[name]
        if held.snapshot.standing is Standing.CAPTURED and held.dispute is None:
            held.dispute = DisputeStanding(
                f"du_{name}", name, "open", held.amount, "USD", "fraudulent", _OPENED
            )

    def decides(self, name: str, *, won: bool) -> None:
        """A dispute is over."""
        held = self.books[name]
        if held.dispute is not None and held.dispute.status == "open":
            held.dispute = replace(held.dispute, status="won" if won else "lost")

    # --- its books -------------------------------------------------------------------------------

    def snapshots(self) -> list[Snapshot]:
        """Every payment as it stands."""
        return [held.snapshot for held in self.books.values()]

    def stands(self, old: Snapshot) -> Standing:
        """How the payment of an earlier answer stands now."""
        return self.books[old.provider_id or ""].snapshot.standing

    def taken(self, names: Iterable[str], *, by_hand: bool = True) -> int:
        """What was taken for these, refunds aside; without what was taken by hand, if told."""
        held = [self.books[name] for name in names if name in self.books]
        return sum(one.snapshot.amount_captured for one in held if by_hand or not one.by_hand)

    def reserved(self, names: Iterable[str]) -> int:
        """What is still reserved for these."""
        held = [self.books[name] for name in names if name in self.books]
        return sum(one.amount for one in held if one.snapshot.standing is Standing.AUTHORISED)

    def _answer(self, name: str) -> Snapshot:
        snapshot = self.books[name].snapshot
        self.seen.append(snapshot)
        self._maybe_lose()
        return snapshot

    def _maybe_lose(self) -> None:
        if self.lose_answer:
            raise GatewayUnavailable("the connection was cut")
