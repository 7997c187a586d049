"""Stripe's lists in our words. Nothing here needs Stripe's package: it is given its client.

https://docs.stripe.com/api/pagination: newest first, `starting_after` the last of the page before.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from concierge.payments.gateway import DisputeStanding, GatewayRefused, RefundStanding
from concierge.payments.statement import (
    Moved,
    Movement,
    Page,
    TheirPayment,
)
from concierge.payments.stripe import answers

T = TypeVar("T")
Ask = Callable[[Callable[[], Any]], Any]

_PAGE = 100  # Stripe's most
_OPENED = "latest_charge.balance_transaction"


class StripeStatement:
    """A `Statement` on Stripe's API. `ask` makes a call and says what happens next."""

    def __init__(self, v1: Any, ask: Ask) -> None:
        self._v1 = v1
        self._ask = ask

    def payments_since(self, since: datetime, after: str | None) -> Page[TheirPayment]:
        return self._page(self._v1.payment_intents, since, after, _payment, [_OPENED])

    def refunds_since(self, since: datetime, after: str | None) -> Page[RefundStanding]:
        return self._page(
            self._v1.refunds, since, after, answers.refund_standing, ["balance_transaction"]
        )

    def disputes_since(self, since: datetime, after: str | None) -> Page[DisputeStanding]:
        return self._page(self._v1.disputes, since, after, answers.dispute, [])

    def movements_since(self, since: datetime, after: str | None) -> Page[Movement]:
        return self._page(self._v1.balance_transactions, since, after, _movement, ["source"])

    def their_payment(self, provider_id: str) -> TheirPayment | None:
        return self._one(self._v1.payment_intents, provider_id, _payment, [_OPENED])

    def their_refund(self, provider_id: str) -> RefundStanding | None:
        return self._one(
            self._v1.refunds, provider_id, answers.refund_standing, ["balance_transaction"]
        )

    def their_dispute(self, provider_id: str) -> DisputeStanding | None:
        return self._one(self._v1.disputes, provider_id, answers.dispute, [])

    def their_movement(self, provider_id: str) -> Movement | None:
        return self._one(self._v1.balance_transactions, provider_id, _movement, ["source"])

    def _page(
        self,
        things: Any,
        since: datetime,
        after: str | None,
        read: Callable[[dict[str, Any]], T],
        expand: list[str],
    ) -> Page[T]:
        asked: dict[str, Any] = {"limit": _PAGE, "created": {"gte": int(since.timestamp())}}
        if after is not None:
            asked["starting_after"] = after
        if expand:
            asked["expand"] = [f"data.{each}" for each in expand]
        found = self._ask(lambda: things.list(asked)).to_dict()
        last = found["data"][-1]["id"] if found["has_more"] and found["data"] else None
        return Page(tuple(read(each) for each in found["data"]), last)

    def _one(
        self, things: Any, name: str, read: Callable[[dict[str, Any]], T], expand: list[str]
    ) -> T | None:
        try:
            return read(self._ask(lambda: things.retrieve(name, {"expand": expand})).to_dict())
        except GatewayRefused as error:
            if str(error).startswith("resource_missing"):
                return None
            raise


def _payment(intent: dict[str, Any]) -> TheirPayment:
    ours = intent.get("metadata") or {}
    return TheirPayment(
        snapshot=answers.snapshot(intent),
        customer=answers.object_id(intent.get("customer")),
        amount=int(intent["amount"]),
        currency=str(intent["currency"]).upper(),
        visit=answers.our_number(ours.get("pay_visit")),
        order=answers.our_number(ours.get("order")),
        card=answers.used_card(intent.get("latest_charge")),
    )


def _movement(line: dict[str, Any]) -> Movement:
    source = line.get("source")
    source = source if isinstance(source, dict) else {}
    kind, amount = str(line["type"]), int(line["amount"])
    moved, name = None, source.get("id")
    if kind in {"charge", "payment"}:
        moved, name = Moved.CHARGE, answers.object_id(source.get("payment_intent"))
    elif kind in {"refund", "payment_refund"}:
        moved = Moved.REFUND
    elif kind in {"refund_failure", "payment_failure_refund"}:
        moved = Moved.REFUND_FAILED
    elif source.get("object") == "dispute":
        moved = Moved.DISPUTE if amount < 0 else Moved.DISPUTE_WON
    return Movement(
        provider_id=str(line["id"]),
        moved=moved,
        source=str(name) if name else None,
        amount=amount,
        fee=int(line["fee"]),
        currency=str(line["currency"]).upper(),
    )
