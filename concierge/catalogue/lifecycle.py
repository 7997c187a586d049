"""Adding to what the shop sells, changing it, and taking it off."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.catalogue.models import CatalogueItem
from concierge.errors import Refused
from concierge.events import Actor
from concierge.money import Money


def add(
    session: Session, name: str, price: Money, *, by: Actor, at: datetime, details: str = ""
) -> CatalogueItem:
    """A new item. Raises `Refused` for a name or price that can't be sold by."""
    item = CatalogueItem(
        name=_name(name),
        details=details.strip(),
        unit_amount=price.amount,
        currency=price.currency,
        created_at=at,
    )
    session.add(item)
    session.flush()
    _record(session, "catalogue_item.added", item, by, at)
    return item


def change(
    session: Session,
    item: CatalogueItem,
    *,
    name: str,
    price: Money,
    details: str,
    by: Actor,
    at: datetime,
) -> None:
    """Another name, price or description. Quotes that were made with it stay as they are."""
    item.name, item.details = _name(name), details.strip()
    item.unit_amount, item.currency = price.amount, price.currency
    _record(session, "catalogue_item.changed", item, by, at)


def retire(session: Session, item: CatalogueItem, *, by: Actor, at: datetime) -> None:
    """Not offered any more."""
    if item.retired_at is None:
        item.retired_at = at
        _record(session, "catalogue_item.retired", item, by, at)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise Refused("item-name", "Name the item in 1 to 120 characters.")
    return name


def _record(session: Session, kind: str, item: CatalogueItem, by: Actor, at: datetime) -> None:
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
    )
