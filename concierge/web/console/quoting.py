"""The quote builder's form: what was typed, what it means, and what is wrong with it, by field."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from concierge import config, moments, money
from concierge.catalogue.models import CatalogueItem
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.money import Money
from concierge.quotes import lifecycle
from concierge.quotes.models import Quote


@dataclass(slots=True)
class Row:
    """One line as typed."""

    description: str = ""
    quantity: str = "1"
    price: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed but perhaps the quantity."""
        return not self.description and not self.price


@dataclass(slots=True)
class Typed:
    """The whole form as typed. `problems` is by field; "" is about all of it."""

    rows: list[Row]
    delivery: str = ""
    fee: str = ""
    address: str = ""
    note: str = ""
    promised: str = ""
    expires: str = ""
    estimate: bool = False
    number: int = 1
    replaces: tuple[int, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems and not any(row.problems for row in self.rows)


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

    @property
    def total(self) -> int:
        """Minor units."""
        lines = sum(line.quantity * line.unit_amount for line in self.lines)
        return lines + self.delivery_amount + self.fee_amount


def blank(customer: Customer, number: int) -> Typed:
    """A fresh form."""
    return Typed([Row()], address=customer.address or "", number=number)


def again(quote: Quote, customer: Customer, number: int, at: datetime, *, replace: bool) -> Typed:
    """The form filled in from an earlier quote; times that have passed are left open."""
    zone = config.current().zone

    def moment(when: datetime | None) -> str:
        return moments.spell(when, at, zone) if when is not None and when > at else ""

    def amount(minor: int) -> str:
        return Money(minor, quote.currency).decimal() if minor else ""

    return Typed(
        [
            Row(
                line.description,
                str(line.quantity),
                Money(line.unit_amount, quote.currency).decimal(),
            )
            for line in quote.lines
        ],
        delivery=amount(quote.delivery_amount),
        fee=amount(quote.fee_amount),
        address=quote.address or customer.address or "",
        note=quote.note or "",
        promised=moment(quote.promised_at),
        expires="",
        estimate=quote.is_estimate,
        number=number,
        replaces=(quote.id,) if replace else (),
    )


def add(typed: Typed, item: CatalogueItem) -> None:
    """A line from the catalogue, in the first place that is free."""
    line = Row(item.name, "1", item.price.decimal())
    free = next((place for place, row in enumerate(typed.rows) if row.is_empty), None)
    if free is not None:
        typed.rows[free] = line
    elif len(typed.rows) < lifecycle.MOST_LINES:
        typed.rows.append(line)


def read(form: "MultiDict[str, str]") -> Typed:
    """What was typed, with the line that a button adds or takes away."""
    columns = [form.getlist(name) for name in ("description", "quantity", "price")]
    rows = [
        Row(" ".join(what.split()), quantity.strip(), price.strip())
        for what, quantity, price in zip(*columns, strict=False)
    ]
    rows = rows[: lifecycle.MOST_LINES]
    action = form.get("action", "")
    if action == "line" and len(rows) < lifecycle.MOST_LINES:
        rows.append(Row())
    elif action.startswith("without-"):
        place = action.removeprefix("without-")
        rows = [row for i, row in enumerate(rows) if str(i) != place]
    number = form.get("number", "")

    def text(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()

    return Typed(
        rows or [Row()],
        delivery=text("delivery"),
        fee=text("fee"),
        address=text("address"),
        note=text("note"),
        promised=text("promised"),
        expires=text("expires"),
        estimate=bool(form.get("estimate")),
        number=int(number) if number.isdigit() else 1,
        replaces=tuple(int(n) for n in form.getlist("replaces") if n.isdigit()),
    )


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
            lines.append(lifecycle.Line(row.description, quantity, unit))
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
    }
