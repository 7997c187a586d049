"""The builder's look into the catalogue: what is found, how many are left, on which days."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from concierge import config, moments
from concierge.catalogue import availability, queries, stock
from concierge.catalogue.models import CatalogueItem
from concierge.errors import Refused
from concierge.web.console.offering import Offer
from concierge.web.console.quoting import Typed

# So few that the lines stay in sight; whoever wants another types one more letter.
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Picked:
    """What a search found. `unavailable` is by item: why it can't be had on the promised day."""

    items: list[CatalogueItem]
    unavailable: dict[int, str]
    more: bool
    wanted: str


def find(session: Session, wanted: str, day: datetime) -> Picked:
    """A few items that fit; two queries at most, however long the catalogue."""
    wanted = wanted.strip()[:100]
    found = queries.listed(session, wanted, currency=config.current().currency, limit=_SHOWN + 1)
    items = found[:_SHOWN]
    return Picked(items, _why_not(items, _day(day)), len(found) > _SHOWN, wanted)


def promised(text: str, at: datetime) -> datetime | None:
    """What is typed as the promised time, if it is one already."""
    try:
        return moments.read(text, at, config.current().zone)
    except Refused:
        return None


def of_rows(session: Session, typed: Typed) -> dict[int, CatalogueItem]:
    """The items that the lines came from."""
    wanted = {row.item for row in typed.rows if row.item is not None}
    return {item.id: item for item in queries.known(session, wanted)}


def short(offer: Offer, goods: Mapping[int, CatalogueItem]) -> list[str]:
    """Of what there is not enough: "Only 3 left of Vase (4 are wanted)"."""
    wanted: Counter[int] = Counter()
    for line in offer.lines:
        if line.item_id is not None:
            wanted[line.item_id] += line.quantity
    lacking = (
        stock.said(goods[number].name, left, many)
        for number, many in wanted.items()
        if number in goods and (left := goods[number].stock) is not None and left < many
    )
    return [f"{sentence[0].upper()}{sentence[1:]}" for sentence in lacking]


def unavailable(offer: Offer, goods: Mapping[int, CatalogueItem], at: datetime) -> list[str]:
    """What can't be had on the promised day (today, without one), and why."""
    wanted = {line.item_id for line in offer.lines}
    items = [goods[number] for number in goods if number in wanted]
    why = _why_not(items, _day(offer.promised_at or at))
    return [f"{item.name}: {why[item.id]}" for item in items if item.id in why]


def _why_not(items: list[CatalogueItem], day: date) -> dict[int, str]:
    found = {item.id: availability.why_not(item.weekdays, item.periods, day) for item in items}
    return {number: why for number, why in found.items() if why is not None}


def _day(at: datetime) -> date:
    return at.astimezone(config.current().zone).date()
