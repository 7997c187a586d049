"""The quote builder's form: what was typed, what it means, and what is wrong with it, by field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, repeat, zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from concierge import config, moments, money
from concierge.catalogue import options
from concierge.catalogue.models import CatalogueItem
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.money import Money
from concierge.quotes import lifecycle
from concierge.quotes.models import Quote
from concierge.quotes.usual import Today


@dataclass(slots=True)
class Row:
    """One line as typed.

    `item` and `choices`: where it came from in the catalogue. `was`: what it cost the last time.
    """

    description: str = ""
    quantity: str = "1"
    price: str = ""
    item: int | None = None
    choices: dict[str, str] = field(default_factory=dict)
    was: str = ""
    gone: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed but perhaps the quantity."""
        return not self.description and not self.price

    @property
    def kept(self) -> str:
        """The choices, for a field of the form."""
        return json.dumps(self.choices) if self.choices else ""

    @property
    def repriced(self) -> str:
        """ "was $54.00, now $58.00", where it has changed since the last time."""
        try:
            was, now = (
                money.parse(text, config.current().currency) for text in (self.was, self.price)
            )
        except Refused:
            return ""
        return f"was {was}, now {now}" if was != now else ""


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
    beyond: bool = False  # more of something may be promised than is left
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
    beyond_stock: bool = False

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
                line.item_id,
                dict(line.choices),
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


def usual(typed: Typed, quote: Quote, lines: list[Today]) -> None:
    """Put what they usually order in place of the lines, at today's prices."""
    typed.rows = [
        Row(
            each.line.description,
            str(each.line.quantity),
            Money(each.unit_amount, quote.currency).decimal(),
            each.item.id if each.item else None,
            dict(each.line.choices) if each.item else {},
            Money(each.was, quote.currency).decimal() if each.was is not None else "",
            each.gone or "",
        )
        for each in lines
    ]
    typed.delivery = _amount(quote.delivery_amount, quote.currency)
    typed.fee = _amount(quote.fee_amount, quote.currency)
    typed.estimate = quote.is_estimate
    typed.address = quote.address or typed.address


def _amount(minor: int, currency: str) -> str:
    return Money(minor, currency).decimal() if minor else ""


def add(typed: Typed, item: CatalogueItem, chosen: Mapping[str, str]) -> None:
    """A line from the catalogue, in the first place that is free; one more where it is there.

    Raises `Refused` for what can't be chosen, or where there is no room.
    """
    if item.retired_at is not None or item.currency != config.current().currency:
        raise Refused("no-such-item", f"{item.name} is not offered.")
    amount = item.unit_amount + options.surcharge(item.options, chosen)
    price = Money(amount, item.currency).decimal()
    for row in typed.rows:
        same = (row.item, row.choices, row.price) == (item.id, chosen, price)
        if same and row.quantity.isdecimal():
            row.quantity = str(int(row.quantity) + 1)
            return
    line = Row(options.called(item.name, chosen), "1", price, item.id, dict(chosen))
    free = next((place for place, row in enumerate(typed.rows) if row.is_empty), None)
    if free is not None:
        typed.rows[free] = line
    elif len(typed.rows) < lifecycle.MOST_LINES:
        typed.rows.append(line)
    else:
        raise Refused("quote-has-too-many-lines", "There is no room for another line.")


def read(form: "MultiDict[str, str]") -> Typed:
    """What was typed, with the line that a button adds or takes away."""
    columns = [form.getlist(name) for name in ("description", "quantity", "price")]
    origins = [form.getlist(name) for name in ("item", "choices", "was", "gone")]
    rows = [
        Row(" ".join(what.split()), quantity.strip(), price.strip(), *_origin(*origin))
        for (what, quantity, price), origin in zip(
            zip(*columns, strict=False),
            chain(zip_longest(*origins, fillvalue=""), repeat(("",) * 4)),
            strict=False,
        )
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
        beyond=bool(form.get("beyond")),
        number=int(number) if number.isdigit() else 1,
        replaces=tuple(int(n) for n in form.getlist("replaces") if n.isdigit()),
    )


def _origin(
    item: str, choices: str, was: str, gone: str
) -> tuple[int | None, dict[str, str], str, str]:
    """Where a line came from, as the form's hidden fields say."""
    number = int(item) if item.isdecimal() and len(item) < 19 else None
    try:
        chosen = json.loads(choices) if number and choices else {}
    except ValueError:
        chosen = {}
    sound = isinstance(chosen, dict) and len(chosen) <= options.MOST_OPTIONS
    sound = sound and all(isinstance(each, str) and len(each) < 100 for each in chosen.values())
    return number, chosen if sound else {}, was[:20], gone[:200]


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
