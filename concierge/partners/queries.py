"""Finding partners."""

from collections.abc import Collection

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from concierge.errors import NotFound
from concierge.partners.models import Partner

Key = tuple[str, int]  # name and id: where a page of the list ends


def get(session: Session, partner_id: int) -> Partner:
    """One partner. Raises NotFound."""
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise NotFound("partner")
    return partner


def listed(
    session: Session, *, retired: bool = False, after: Key | None = None, limit: int = 100
) -> list[Partner]:
    """Whom orders may be given to (or no longer), by name, a page at a time."""
    query = select(Partner).where(
        Partner.retired_at.is_not(None) if retired else Partner.retired_at.is_(None)
    )
    if after is not None:
        query = query.where(tuple_(Partner.name, Partner.id) > after)
    return list(session.scalars(query.order_by(Partner.name, Partner.id).limit(limit)))


def named(session: Session, name: str) -> Partner | None:
    """The partner of this name, in large letters or small, among those that are not retired."""
    query = select(Partner).where(
        func.lower(Partner.name) == func.lower(name), Partner.retired_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What these are called."""
    if not ids:
        return {}
    rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(ids)))
    return {row.id: row.name for row in rows}
