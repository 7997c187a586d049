"""Adding to what the shop sells, changing it, and taking it off."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy.orm import Session

from concierge import events
from concierge.catalogue import availability, options, queries
from concierge.catalogue.availability import EVERY_DAY, Period
from concierge.catalogue.models import CatalogueItem, CataloguePicture
from concierge.catalogue.options import Option
from concierge.errors import Refused
from concierge.events import Actor
from concierge.money import Money

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
LONGEST_DETAILS = 500
MOST_STOCK = 999_999


@dataclass(frozen=True, slots=True)
class Goods:
    """What is said of an item."""

    name: str
    price: Money
    details: str = ""
    code: str | None = None
    stock: int | None = None  # None: nobody counts
    weekdays: tuple[int, ...] = EVERY_DAY
    periods: tuple[Period, ...] = ()
    options: tuple[Option, ...] = ()

    @classmethod
    def of(cls, item: CatalogueItem) -> Self:
        """As it is now."""
        return cls(
            name=item.name,
            price=item.price,
            details=item.details,
            code=item.code,
            stock=item.stock,
            weekdays=tuple(item.weekdays),
            periods=item.periods,
            options=item.options,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """One that has been made anew from its pixels, and a small one of the same type."""

    content_type: str
    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int


def add(
    session: Session, name: str, price: Money, *, by: Actor, at: datetime, details: str = ""
) -> CatalogueItem:
    """A new item with no more than a name and a price. Raises `Refused`."""
    return create(session, Goods(name, price, details), by=by, at=at)


def create(session: Session, goods: Goods, *, by: Actor, at: datetime) -> CatalogueItem:
    """A new item. Raises `Refused` for what can't be sold by."""
    item = CatalogueItem(currency=goods.price.currency, created_at=at)
    _write(session, item, goods)
    session.add(item)
    session.flush()
    _record(session, "catalogue_item.added", item, by, at)
    return item


def change(
    session: Session,
    item: CatalogueItem,
    goods: Goods,
    *,
    by: Actor,
    at: datetime,
    counted_from: int | None = None,
) -> None:
    """What is said of it from now on. Quotes that were made with it stay as they are.

    The item is locked (`queries.lock`). `goods.stock` is taken for a new count only where it
    differs from `counted_from`, the count that its maker saw. Raises `Refused` where orders have
    moved the count since.
    """
    before, now = item.stock, goods.stock
    if now == counted_from:
        now = before
    elif before != counted_from:
        left = "nobody counts it any more" if before is None else f"{before} are left now"
        raise Refused("stock-moved", f"The count has changed meanwhile: {left}. Count again.")
    _write(session, item, goods)
    item.stock = now
    session.flush()
    facts = {} if before == now else {"stock": now, "stock_before": before}
    _record(session, "catalogue_item.changed", item, by, at, **facts)


def show(
    session: Session, item: CatalogueItem, picture: Picture | None, *, by: Actor, at: datetime
) -> None:
    """Another picture, or none. The old one is not kept."""
    old = item.picture_id
    if picture is None and old is None:
        return
    if picture is None:
        item.picture_id = None
    else:
        kept = CataloguePicture(
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            content=picture.content,
            thumbnail=picture.thumbnail,
            created_at=at,
            created_by=str(by),
        )
        session.add(kept)
        session.flush()
        item.picture_id = kept.id
    session.flush()
    if old is not None:
        session.delete(session.get_one(CataloguePicture, old))
    _record(session, "catalogue_item.pictured", item, by, at, picture=picture is not None)


def retire(session: Session, item: CatalogueItem, *, by: Actor, at: datetime) -> None:
    """Archived: not offered any more. What was quoted and ordered of it stays as it is."""
    if item.retired_at is None:
        item.retired_at = at
        _record(session, "catalogue_item.retired", item, by, at)


def restore(session: Session, item: CatalogueItem, *, by: Actor, at: datetime) -> None:
    """Offered again. Raises `Refused` where another item has its code by now."""
    if item.retired_at is not None:
        _require_free(session, item.code, item.id)
        item.retired_at = None
        session.flush()
        _record(session, "catalogue_item.restored", item, by, at)


def _write(session: Session, item: CatalogueItem, goods: Goods) -> None:
    availability.check(goods.weekdays, goods.periods)
    options.check(goods.options)
    if len(goods.details) > LONGEST_DETAILS:
        raise Refused("item-details", f"Describe it in at most {LONGEST_DETAILS} characters.")
    if goods.stock is not None and not -MOST_STOCK <= goods.stock <= MOST_STOCK:
        raise Refused("item-stock", f"Count up to {MOST_STOCK}; leave it empty not to count.")
    item.name, item.code = _name(goods.name), _code(goods.code)
    if item.retired_at is None:
        _require_free(session, item.code, item.id)
    item.details = goods.details.strip()
    item.unit_amount, item.currency = goods.price.amount, goods.price.currency
    item.stock = goods.stock
    item.weekdays = sorted(set(goods.weekdays))
    item.periods_kept = [period.write() for period in goods.periods]
    item.options_kept = [option.write() for option in goods.options]


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise Refused("item-name", "Name the item in 1 to 120 characters.")
    return name


def _code(code: str | None) -> str | None:
    code = (code or "").strip().upper()
    if code and not _CODE.fullmatch(code):
        raise Refused("item-code", "A code is up to 12 letters, digits and hyphens, like R12.")
    return code or None


def _require_free(session: Session, code: str | None, item_id: int | None) -> None:
    if code is None:
        return
    with session.no_autoflush:
        other = queries.by_code(session, code)
    if other is not None and other.id != item_id:
        raise Refused("item-code-taken", f"{other.name} has the code {code} already.")


def _record(
    session: Session, kind: str, item: CatalogueItem, by: Actor, at: datetime, **facts: Any
) -> None:
    events.record(
        session,
        kind,
        item,
        by=by,
        at=at,
        customer_id=None,
        name=item.name,
        unit_amount=item.unit_amount,
        currency=item.currency,
        **facts,
    )
