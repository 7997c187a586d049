"""Finding what the shop sells."""

from collections.abc import Iterable

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, undefer

from concierge.catalogue.models import CatalogueItem, CataloguePicture
from concierge.errors import NotFound

Key = tuple[str, int]  # name and id: where a page of the list ends


def listed(
    session: Session,
    matching: str = "",
    *,
    archived: bool = False,
    currency: str | None = None,
    after: Key | None = None,
    limit: int = 50,
) -> list[CatalogueItem]:
    """What is offered (or archived) by name, a page at a time: what has `matching` in it."""
    query = _found(matching).where(
        CatalogueItem.retired_at.is_not(None) if archived else CatalogueItem.retired_at.is_(None)
    )
    if currency is not None:
        query = query.where(CatalogueItem.currency == currency)
    key = tuple_(CatalogueItem.name, CatalogueItem.id)
    if after is not None:
        query = query.where(key > after)
    query = query.order_by(CatalogueItem.name, CatalogueItem.id).limit(limit)
    return list(session.scalars(query))


def page(
    session: Session, matching: str, *, archived: bool, before: int | None, limit: int
) -> list[CatalogueItem]:
    """The same, newest first, for programs."""
    query = _found(matching).where(
        CatalogueItem.retired_at.is_not(None) if archived else CatalogueItem.retired_at.is_(None)
    )
    if before is not None:
        query = query.where(CatalogueItem.id < before)
    return list(session.scalars(query.order_by(CatalogueItem.id.desc()).limit(limit)))


def _found(matching: str) -> Select[CatalogueItem]:
    """Each word of it somewhere in the name, the code or the details."""
    query = select(CatalogueItem)
    for word in matching.split()[:6]:
        query = query.where(
            or_(
                CatalogueItem.name.icontains(word, autoescape=True),
                CatalogueItem.code.istartswith(word, autoescape=True),
                CatalogueItem.details.icontains(word, autoescape=True),
            )
        )
    return query


def get(session: Session, item_id: int) -> CatalogueItem:
    """One item. Raises NotFound."""
    item = session.get(CatalogueItem, item_id)
    if item is None:
        raise NotFound("item")
    return item


def lock(session: Session, item_id: int) -> CatalogueItem:
    """One item that nobody else changes, or takes from, until the transaction ends. NotFound."""
    query = select(CatalogueItem).where(CatalogueItem.id == item_id)
    item = session.scalars(query.with_for_update(key_share=True)).one_or_none()
    if item is None:
        raise NotFound("item")
    return item


def by_code(session: Session, code: str) -> CatalogueItem | None:
    """The item on sale that has this code, in capitals."""
    return session.scalars(
        select(CatalogueItem).where(CatalogueItem.code == code, CatalogueItem.retired_at.is_(None))
    ).one_or_none()


def known(session: Session, ids: Iterable[int], names: Iterable[str] = ()) -> list[CatalogueItem]:
    """These items, archived or not; and what is on sale under these very names."""
    ids, names = set(ids), set(names)
    if not ids and not names:
        return []
    named = CatalogueItem.name.in_(names) & CatalogueItem.retired_at.is_(None)
    query = select(CatalogueItem).where(or_(CatalogueItem.id.in_(ids), named))
    return list(session.scalars(query.order_by(CatalogueItem.id)))


def picture(session: Session, picture_id: int, *, small: bool) -> tuple[str, bytes]:
    """A picture's type and bytes, or those of its thumbnail. Raises NotFound."""
    wanted = CataloguePicture.thumbnail if small else CataloguePicture.content
    found = session.get(CataloguePicture, picture_id, options=[undefer(wanted)])
    if found is None:
        raise NotFound("picture")
    return found.content_type, found.thumbnail if small else found.content


def count(session: Session, *, archived: bool) -> int:
    """How many there are."""
    gone = CatalogueItem.retired_at
    where = gone.is_not(None) if archived else gone.is_(None)
    return session.scalar(select(func.count()).select_from(CatalogueItem).where(where)) or 0
