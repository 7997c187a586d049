"""Finding what the shop sells."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge.catalogue.models import CatalogueItem
from concierge.errors import NotFound

# A small shop's list is read whole; a longer one is cut here and searched.
MOST = 500


def on_sale(session: Session, matching: str = "") -> list[CatalogueItem]:
    """What is offered, by name; only what contains `matching`, if anything is asked for."""
    query = select(CatalogueItem).where(CatalogueItem.retired_at.is_(None))
    if matching:
        query = query.where(CatalogueItem.name.icontains(matching, autoescape=True))
    return list(session.scalars(query.order_by(CatalogueItem.name, CatalogueItem.id).limit(MOST)))


def get(session: Session, item_id: int) -> CatalogueItem:
    """One item. Raises NotFound."""
    item = session.get(CatalogueItem, item_id)
    if item is None:
        raise NotFound("item")
    return item
