"""Claim, call, record. Killed between any two of these steps, the effect is picked up again."""

import logging
import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from concierge import clock, logs
from concierge.db import savepoint, transaction
from concierge.effects.handling import GiveUp, Handler, Retry, handlers
from concierge.effects.models import Effect, EffectStatus
from concierge.effects.requesting import REQUEST_ID
from concierge.locks import lock_customer

log = logging.getLogger(__name__)

_BACKOFF = [1, 5, 15, 60, 300, 900, 1800]


def drain(*, limit: int = 500) -> int:
    """Run what is due until nothing is (or `limit` have run). Returns how many were tried."""
    tried = 0
    while tried < limit and run_next():
        tried += 1
    return tried


def run_next() -> bool:
    """Claim one due effect and run it. False when nothing is due."""
    with logs.bound():
        return _run_next()


def _run_next() -> bool:
    with transaction() as session:
        effect = _claim(session, clock.now())
        if effect is None:
            return False
        logs.know(
            effect=effect.id,
            customer=effect.customer_id,
            about=effect.subject,
            request_id=effect.params.get(REQUEST_ID),
        )
        handler = handlers[effect.kind]
        effect.lease_until = clock.now() + handler.lease
        unready: Exception | None = None
        call = None
        try:
            with savepoint(session):
                call = handler.prepare(session, effect)
        except Exception as error:
            unready = error
        else:
            if call is None:
                _end(effect, EffectStatus.DONE)
    if unready is not None:
        _record(effect, handler, error=unready)
    elif call is not None:
        _make(effect, handler, call)
    return True


def _make(effect: Effect, handler: Handler[Any, Any], call: Any) -> None:
    if effect.lease_until is not None and clock.now() >= effect.lease_until:
        # This process stood still for so long that another may be making the call by now.
        log.warning("effect %s: the lease ran out before the call; it is left alone", effect.id)
        return
    try:
        outcome = handler.call(call, effect)
    except Exception as error:
        _record(effect, handler, error=error)
    else:
        _record(effect, handler, outcome=outcome)


def _claim(session: Session, now: datetime) -> Effect | None:
    earlier = aliased(Effect)
    open_statuses = [EffectStatus.WAITING, EffectStatus.RUNNING]
    row = session.scalars(
        select(Effect)
        .where(
            Effect.status == EffectStatus.WAITING,
            Effect.due_at <= now,
            ~exists().where(
                earlier.lane == Effect.lane,
                earlier.id < Effect.id,
                earlier.status.in_(open_statuses),
            ),
        )
        .order_by(Effect.due_at, Effect.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    row.status = EffectStatus.RUNNING
    row.attempt += 1
    row.first_tried_at = row.first_tried_at or now
    return row


def _record(
    effect: Effect,
    handler: Handler[Any, Any],
    *,
    outcome: Any = None,
    error: Exception | None = None,
) -> None:
    try:
        with transaction() as session:
            current = _fenced(session, effect)
            if current is None:
                log.warning(
                    "effect %s was taken over; its outcome is left to that attempt", effect.id
                )
                return
            if error is not None:
                _failed(session, handler, current, error)
            else:
                handler.record(session, current, outcome)
                _end(current, EffectStatus.DONE)
        if error is None:
            log.info("effect %s (%s) done", effect.id, effect.kind)
    except Exception as broken:
        # The call happened but could not be recorded: try again later, the call is repeatable.
        log.exception("effect %s: the outcome could not be recorded", effect.id)
        with transaction() as session:
            if (current := _fenced(session, effect)) is not None:
                _failed(session, handler, current, broken)


def _fenced(session: Session, effect: Effect) -> Effect | None:
    if effect.customer_id is not None:
        lock_customer(session, effect.customer_id)
    return session.scalars(
        select(Effect)
        .where(
            Effect.id == effect.id,
            Effect.attempt == effect.attempt,
            Effect.status == EffectStatus.RUNNING,
        )
        .with_for_update()
    ).one_or_none()


def _end(effect: Effect, status: EffectStatus) -> None:
    effect.status = status
    effect.lease_until = None
    effect.ended_at = clock.now()


def _failed(session: Session, handler: Handler[Any, Any], effect: Effect, error: Exception) -> None:
    now = clock.now()
    effect.error = f"{type(error).__name__}: {error}"[:1000]
    after = error.after if isinstance(error, Retry) else None
    again = now + (after or backoff(effect.attempt))
    if isinstance(error, GiveUp) or again > effect.deadline_at:
        log.error("effect %s (%s %s) given up: %s", effect.id, effect.kind, effect.subject, error)
        _end(effect, EffectStatus.GIVEN_UP)
        handler.gave_up(session, effect, str(error))
        return
    if isinstance(error, Retry):
        log.warning("effect %s (%s) again at %s: %s", effect.id, effect.kind, again, error)
    else:
        log.error("effect %s (%s) failed", effect.id, effect.kind, exc_info=error)
    effect.status = EffectStatus.WAITING
    effect.lease_until = None
    effect.due_at = again


def backoff(attempt: int) -> timedelta:
    """How long to wait after the n-th try: 1 s to 30 min, spread by a quarter."""
    seconds = _BACKOFF[min(attempt, len(_BACKOFF)) - 1]
    # Spreading needs no secrecy.
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def release_lapsed(session: Session, now: datetime) -> int:
    """Hand back what a dead worker held: its lease ran out. Returns how many."""
    result = session.execute(
        update(Effect)
        .where(Effect.status == EffectStatus.RUNNING, Effect.lease_until < now)
        .values(status=EffectStatus.WAITING, lease_until=None)
    )
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
