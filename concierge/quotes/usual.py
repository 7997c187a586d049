"""What a customer usually orders, at today's prices."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from concierge.catalogue import options
from concierge.catalogue import queries as catalogue
from concierge.catalogue.models import CatalogueItem
from concierge.errors import Refused
from concierge.quotes import queries
from concierge.quotes.models import Quote, QuoteLine


@dataclass(frozen=True, slots=True)
class Usual:
    """The newest of their orders that are the same; `times` of the last `of`."""

    quote: Quote
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class Today:
    """A line of an earlier quote as it would be now. Amounts are minor units, for one.

    `item`: what it is in the catalogue, if it is still there. `was`: what it cost then, where that
    has changed. `gone`: why it can't be had as it was, in a sentence; the price is then the old.
    """

    line: QuoteLine
    unit_amount: int
    item: CatalogueItem | None = None
    was: int | None = None
    gone: str | None = None


def usual(session: Session, customer_id: int) -> Usual | None:
    """What they ordered most often of late; of what is as frequent, the newest. None: nothing."""
    ordered = queries.ordered(session, customer_id)
    if not ordered:
        return None
    times = Counter(_content(quote) for quote in ordered)
    most = max(times.values())
    found = next(quote for quote in ordered if times[_content(quote)] == most)
    return Usual(found, most, len(ordered))


def today(session: Session, quote: Quote) -> list[Today]:
    """Each line at today's price, where the catalogue knows it (by its very name, if need be)."""
    loose = {line.description for line in quote.lines if line.item_id is None}
    ids = {line.item_id for line in quote.lines if line.item_id is not None}
    found = catalogue.known(session, ids, loose)
    return [_today(line, found, quote.currency) for line in quote.lines]


def _today(line: QuoteLine, found: Sequence[CatalogueItem], currency: str) -> Today:
    if line.item_id is None:
        named = [each for each in found if each.name == line.description]
        item = next((each for each in named if each.retired_at is None), None)
        if item is None or item.currency != currency or any(o.required for o in item.options):
            return Today(line, line.unit_amount)
    else:
        item = next(each for each in found if each.id == line.item_id)
        if item.retired_at is not None:
            return Today(line, line.unit_amount, gone="It is not in the catalogue any more.")
        if item.currency != currency:
            return Today(line, line.unit_amount, gone=f"It is sold in {item.currency} now.")
    try:
        now = item.unit_amount + options.surcharge(item.options, line.choices)
    except Refused as refusal:
        return Today(line, line.unit_amount, gone=refusal.message)
    return Today(line, now, item, line.unit_amount if now != line.unit_amount else None)


def _content(quote: Quote) -> Hashable:
    """What is in it, whatever it cost and wherever it went."""
    return frozenset(
        (
            line.item_id or line.description.casefold(),
            frozenset(line.choices.items()),
            line.quantity,
        )
        for line in quote.lines
    )
