"""The quote builder's form, filled in: afresh, from an earlier quote, from the catalogue."""

from collections.abc import Mapping
from datetime import datetime

from concierge import config, moments
from concierge.catalogue import options
from concierge.catalogue.models import CatalogueItem
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.money import Money
from concierge.quotes import lifecycle
from concierge.quotes.models import Quote
from concierge.quotes.usual import Today
from concierge.web.console.quoting import Row, Typed


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
