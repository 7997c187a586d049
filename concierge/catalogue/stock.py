"""How many of an item can still be promised.

Whoever places or cancels an order moves the count in that very transaction. One at a time does so
(a lock of its own, taken after the customer's): two orders of the same two things, in whichever
order, can't wait for each other.
"""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge.catalogue.models import CatalogueItem
from concierge.errors import Refused
from concierge.locks import lock_name

Wanted = Mapping[int, int]  # item's id to how many


def short(session: Session, wanted: Wanted) -> list[str]:
    """What there is not enough of, in words: "only 3 left of Red roses (12 are wanted)"."""
    if not wanted:
        return []
    rows = session.execute(
        select(CatalogueItem.id, CatalogueItem.name, CatalogueItem.stock)
        .where(CatalogueItem.id.in_(wanted), CatalogueItem.stock.is_not(None))
        .order_by(CatalogueItem.id)
    )
    return [
        said(name, stock, wanted[item_id])
        for item_id, name, stock in rows
        if stock is not None and stock < wanted[item_id]
    ]


def said(name: str, stock: int, wanted: int) -> str:
    """What is said of too few."""
    left = f"only {stock} left" if stock > 0 else "none left"
    return f"{left} of {name} ({wanted} {'is' if wanted == 1 else 'are'} wanted)"


def require(session: Session, wanted: Wanted) -> None:
    """Raises `Refused` where there is not enough of something."""
    if lacking := short(session, wanted):
        sentence = "; ".join(lacking)
        raise Refused("stock-short", f"{sentence[0].upper()}{sentence[1:]}.")


def take(session: Session, wanted: Wanted, *, beyond: bool) -> dict[int, int]:
    """Count these out; what was counted out, for `give_back`. Only `beyond` goes below zero.

    Raises `Refused` where there is not enough: then nothing was taken.
    """
    if not wanted:
        return {}
    lock_name(session, "stock")
    counted = set(
        session.scalars(
            select(CatalogueItem.id)
            .where(CatalogueItem.id.in_(wanted), CatalogueItem.stock.is_not(None))
            .order_by(CatalogueItem.id)
            .with_for_update(key_share=True)
        )
    )
    if not beyond:
        require(session, wanted)
    taken = {item_id: wanted[item_id] for item_id in sorted(counted)}
    _move(session, {item_id: -many for item_id, many in taken.items()})
    return taken


def give_back(session: Session, taken: Wanted) -> None:
    """Count them in again; what is not counted any more stays so."""
    if taken:
        lock_name(session, "stock")
        _move(session, taken)


def _move(session: Session, by: Wanted) -> None:
    for item_id in sorted(by):
        session.execute(
            update(CatalogueItem)
            .where(CatalogueItem.id == item_id, CatalogueItem.stock.is_not(None))
            .values(stock=CatalogueItem.stock + by[item_id])
        )
