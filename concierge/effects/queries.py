"""Finding effects, for whoever has to know how the calls to the outside are doing."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from concierge.effects.models import Effect, EffectStatus
from concierge.errors import NotFound
from concierge.locks import lock_customer

# One is run within a second of being due; or, when its worker was killed, once the lease ran out.
LATE = timedelta(minutes=3)
_WAITING = Effect.status == EffectStatus.WAITING


class Concern(StrEnum):
    """Why somebody should look at an effect."""

    FAILING = "failing"  # tried, and to be tried again
    GIVEN_UP = "given_up"  # not tried any more
    LATE = "late"  # due, and nobody has tried: no worker runs, or another is in its way


def get(session: Session, effect_id: int) -> Effect:
    """One effect. Raises NotFound."""
    effect = session.get(Effect, effect_id)
    if effect is None:
        raise NotFound("effect")
    return effect


def lock(session: Session, effect_id: int) -> Effect:
    """One effect as it is now, held until the transaction ends; its customer is locked first.

    Raises NotFound.
    """
    found = get(session, effect_id)
    if found.customer_id is not None:
        lock_customer(session, found.customer_id)
    session.refresh(found, with_for_update=True)
    return found


def concerning(
    session: Session,
    concern: Concern,
    now: datetime,
    *,
    after: int | None = None,
    limit: int = 50,
) -> list[Effect]:
    """A page of those to look at, by id: the newest given up first, of the others the oldest."""
    query = select(Effect).where(_of(concern, now)).limit(limit)
    if concern is Concern.GIVEN_UP:
        if after is not None:
            query = query.where(Effect.id < after)
        return list(session.scalars(query.order_by(Effect.id.desc())))
    if after is not None:
        query = query.where(Effect.id > after)
    return list(session.scalars(query.order_by(Effect.id)))


def concerns(session: Session, now: datetime) -> dict[Concern, int]:
    """How many there are of each."""
    return {each: _count(session, _of(each, now)) for each in Concern}


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Effect).where(which)) or 0


def _of(concern: Concern, now: datetime) -> ColumnElement[bool]:
    match concern:
        case Concern.FAILING:
            return and_(_WAITING, Effect.attempt > 0, Effect.error.is_not(None))
        case Concern.GIVEN_UP:
            return Effect.status == EffectStatus.GIVEN_UP
        case Concern.LATE:
            return and_(_WAITING, Effect.error.is_(None), Effect.due_at < now - LATE)


def newest(
    session: Session, status: EffectStatus, *, before: int | None = None, limit: int = 50
) -> list[Effect]:
    """Those that stand so, newest first, by key."""
    query = select(Effect).where(Effect.status == status)
    if before is not None:
        query = query.where(Effect.id < before)
    return list(session.scalars(query.order_by(Effect.id.desc()).limit(limit)))


def counts(session: Session) -> dict[tuple[str, EffectStatus], int]:
    """How many there are by kind and status, of those that are open or given up.

    Not of those that ended: they are all there ever were, and counting them would read them all.
    """
    found: dict[tuple[str, EffectStatus], int] = {}
    # One status at a time, since each has its own index.
    for status in (EffectStatus.WAITING, EffectStatus.RUNNING, EffectStatus.GIVEN_UP):
        rows = session.execute(
            select(Effect.kind, func.count()).where(Effect.status == status).group_by(Effect.kind)
        )
        found |= {(kind, status): count for kind, count in rows}
    return found


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the effect that waits longest has been due; None when nothing is."""
    return session.scalar(select(func.min(Effect.due_at)).where(_WAITING, Effect.due_at <= now))
