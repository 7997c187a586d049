"""What the quote builder's form means; whatever is wrong with it is put beside its field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concierge import config, moments, money
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.quotes import lifecycle
from concierge.web.console.quoting import Typed


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form means: the arguments of `quotes.lifecycle.draft`."""

    lines: list[lifecycle.Line]
    delivery_amount: int
    fee_amount: int
    address: str | None
    note: str | None
    promised_at: datetime | None
    expires_at: datetime
    is_estimate: bool = False
    beyond_stock: bool = False

    @property
    def total(self) -> int:
        """Minor units."""
        lines = sum(line.quantity * line.unit_amount for line in self.lines)
        return lines + self.delivery_amount + self.fee_amount


def check(typed: Typed, customer: Customer, at: datetime) -> Offer:
    """What it means, as far as it does; whatever is wrong is put beside its field."""
    zone, currency = config.current().zone, config.current().currency

    def amount(name: str, text: str, problems: dict[str, str]) -> int:
        try:
            return money.parse(text, currency).amount if text else 0
        except Refused as refusal:
            problems[name] = refusal.message
            return 0

    def moment(name: str, text: str) -> datetime | None:
        try:
            return moments.read(text, at, zone) if text else None
        except Refused as refusal:
            typed.problems[name] = refusal.message
            return None

    lines = []
    for row in typed.rows:
        if row.is_empty and len(typed.rows) > 1:
            continue
        if not row.description:
            row.problems["description"] = "Say what it is."
        elif len(row.description) > 200:
            row.problems["description"] = "Use at most 200 characters."
        if not row.price:
            row.problems["price"] = "What does one cost?"
        quantity = int(row.quantity) if row.quantity.isdecimal() and len(row.quantity) < 5 else 0
        if quantity < 1:
            row.problems["quantity"] = "1 to 9999"
        unit = amount("price", row.price, row.problems)
        if not row.problems:
            lines.append(lifecycle.Line(row.description, quantity, unit, row.item, row.choices))
    promised = moment("promised", typed.promised)
    expires = moment("expires", typed.expires)
    if expires and promised and expires > promised:
        typed.problems["expires"] = "It can't hold longer than what it promises."
    if len(typed.note) > lifecycle.LONGEST_NOTE:
        typed.problems["note"] = f"Use at most {lifecycle.LONGEST_NOTE} characters."
    if len(typed.address) > lifecycle.LONGEST_ADDRESS:
        typed.problems["address"] = f"Use at most {lifecycle.LONGEST_ADDRESS} characters."
    offer = Offer(
        lines,
        amount("delivery", typed.delivery, typed.problems),
        amount("fee", typed.fee, typed.problems),
        typed.address if typed.address and typed.address != customer.address else None,
        typed.note or None,
        promised,
        expires or lifecycle.default_expiry(at, promised),
        typed.estimate,
        typed.beyond,
    )
    if typed.sound and not 0 < offer.total <= money.MAX_AMOUNT:
        typed.problems[""] = "The total must be more than zero, and what a card can be charged."
    return offer


def as_arguments(offer: Offer) -> dict[str, Any]:
    """For `quotes.lifecycle.draft`."""
    return {
        "delivery_amount": offer.delivery_amount,
        "fee_amount": offer.fee_amount,
        "address": offer.address,
        "note": offer.note,
        "promised_at": offer.promised_at,
        "expires_at": offer.expires_at,
        "is_estimate": offer.is_estimate,
        "beyond_stock": offer.beyond_stock,
    }
