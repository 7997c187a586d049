"""What providers told us, as it came, for RETENTION_RAW_EVENTS_DAYS: it can be taken in again.

Stripe's events and Twilio's receipts have rows of their own; a text that came in carries its
parameters itself (`Message.raw`), which costs the hot path no statement.
"""

import math
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from concierge.db import Base


class ProviderEvent(Base):
    """One webhook as it came; a second one with the same id is not kept."""

    __tablename__ = "provider_events"
    __table_args__ = (UniqueConstraint("provider", "event_id"), Index(None, "received_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]
    received_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]


def keep(
    session: Session, provider: str, event_id: str, *, kind: str, body: dict[str, Any], at: datetime
) -> tuple[int, bool]:
    """Write it down. Its row's id, and whether it is new."""
    number = session.scalar(
        insert(ProviderEvent)
        .values(
            provider=provider,
            event_id=storable(event_id),
            kind=storable(kind),
            received_at=at,
            body=storable(body),
        )
        .on_conflict_do_nothing(index_elements=["provider", "event_id"])
        .returning(ProviderEvent.id)
    )
    if number is not None:
        return number, True
    known = select(ProviderEvent.id).where(
        ProviderEvent.provider == provider, ProviderEvent.event_id == storable(event_id)
    )
    return session.scalars(known).one(), False


def storable(value: Any) -> Any:
    """JSON without what PostgreSQL can't hold: NUL, halves of surrogate pairs, NaN."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode()
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {storable(str(key)): storable(each) for key, each in value.items()}
        case list():
            return [storable(each) for each in value]
        case _:
            return value


def found(
    session: Session,
    *,
    provider: str,
    since: datetime | None = None,
    until: datetime | None = None,
    event_id: str | None = None,
    after: int = 0,
    limit: int = 200,
) -> list[ProviderEvent]:
    """A page of what came from a provider, by id. `event_id` may be the beginning of one."""
    query = select(ProviderEvent).where(
        ProviderEvent.provider == provider, ProviderEvent.id > after
    )
    if since is not None:
        query = query.where(ProviderEvent.received_at >= since)
    if until is not None:
        query = query.where(ProviderEvent.received_at < until)
    if event_id is not None:
        query = query.where(ProviderEvent.event_id.startswith(event_id, autoescape=True))
    return list(session.scalars(query.order_by(ProviderEvent.id).limit(limit)))
