"""Claim, call, record. Killed between any two of these steps, the effect is picked up again.

What is claimed next: the most urgent; among those whoever's turn it is (`requesting`); never what
stands behind another of its lane, nor what its circuit holds.
"""

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from concierge import clock, logs
from concierge.db import ask, savepoint, transaction
from concierge.effects import circuits
from concierge.effects.handling import GiveUp, Handler, Retry, handlers
from concierge.effects.models import Effect, EffectStatus
from concierge.effects.requesting import REQUEST_ID
from concierge.locks import lock_customer

log = logging.getLogger(__name__)

_BACKOFF = [1, 5, 15, 60, 300, 900, 1800]
# An effect whose worker died so often is suspected of having killed it, and has to wait.
_SUSPECT, _SUSPECT_WAITS = 3, timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An effect that is ours until its lease runs out, and the call it stands for."""

    effect: Effect
    handler: Handler[Any, Any]
    call: Any = None
    unready: Exception | None = None

    def run(self) -> None:
        """Make the call and record what came of it."""
        with _bound(self.effect):
            if self.unready is not None:
                _record(self.effect, self.handler, error=self.unready)
            elif self.call is not None:
                _make(self.effect, self.handler, self.call)


def drain(*, limit: int = 500) -> int:
    """Run what is due, one after the other, until nothing is (or `limit` have run).

    Returns how many were tried. (Workers have a `crew` do it, several at a time.)
    """
    tried = 0
    while tried < limit and run_next():
        tried += 1
    return tried


def run_next() -> bool:
    """Claim one due effect and run it. False when nothing is due."""
    found = claim(1)
    for claimed in found or ():
        claimed.run()
    return found is not None


def claim(most: int) -> list[Claimed] | None:
    """Claim up to so many due effects, each of another lane, in one transaction.

    None when nothing is due; fewer, or none at all, where circuits hold what is.
    """
    if most > 1:
        try:
            return _claim(most)
        except Exception as error:
            # One that can't be prepared must not hold up the others: by itself, it is recorded.
            log.info("a claim of several failed, the next is of one: %s", type(error).__name__)
    return _claim(1)


def _claim(most: int) -> list[Claimed] | None:
    with transaction() as session:
        now = clock.now()
        due = _next(session, now, most)
        held = circuits.opened(session, {effect.gate for effect in due if effect.gate})
        claimed = []
        for effect in due:
            if effect.gate not in held or circuits.admit(session, effect, now):
                with _bound(effect):
                    claimed.append(_prepare(session, effect, now, alone=most == 1))
    return claimed if due else None


def _prepare(session: Session, effect: Effect, now: datetime, *, alone: bool) -> Claimed:
    handler = handlers[effect.kind]
    effect.status = EffectStatus.RUNNING
    effect.held_at = None
    effect.attempt += 1
    effect.first_tried_at = effect.first_tried_at or now
    effect.lease_until = clock.now() + handler.lease
    try:
        with savepoint(session) if alone else nullcontext():
            if effect.attempt > _SUSPECT and now >= effect.deadline_at:
                raise GiveUp(effect.error or "no worker has lived to see its end")
            call = handler.prepare(session, effect)
    except Exception as error:
        if not alone:
            raise
        return Claimed(effect, handler, unready=error)
    if call is None:
        if effect.gate is not None and effect.attempt > 1:
            # An earlier try did reach the provider, whose own word was quicker than our record.
            circuits.answered(session, effect.gate)
        _end(effect, EffectStatus.DONE)
    return Claimed(effect, handler, call)


@contextmanager
def _bound(effect: Effect) -> Iterator[None]:
    with logs.bound(
        effect=effect.id,
        customer=effect.customer_id,
        about=effect.subject,
        request_id=effect.params.get(REQUEST_ID),
    ):
        yield


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


# What waits comes and goes faster than PostgreSQL's statistics: thinking that there are two, it
# would read and sort thousands for every claim. (Until the commit; what a handler reads to prepare
# its call are rows by their keys.)
_BY_INDEX = """
SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)
"""


def _next(session: Session, now: datetime, most: int) -> list[Effect]:
    """The effects whose turn it is, locked. One walk along `ix_effects_next`."""
    ask(session, _BY_INDEX)
    earlier = aliased(Effect)
    open_statuses = [EffectStatus.WAITING, EffectStatus.RUNNING]
    return list(
        session.scalars(
            select(Effect)
            .where(
                Effect.status == EffectStatus.WAITING,
                Effect.due_at <= now,
                # A newer version's, while two versions run, is that one's to do.
                Effect.kind.in_(list(handlers)),
                ~exists().where(
                    earlier.lane == Effect.lane,
                    earlier.id < Effect.id,
                    earlier.status.in_(open_statuses),
                ),
            )
            .order_by(Effect.urgency, Effect.fair_at, Effect.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )


def _record(
    effect: Effect,
    handler: Handler[Any, Any],
    *,
    outcome: Any = None,
    error: Exception | None = None,
) -> None:
    try:
        with transaction() as session:
            current = _fenced(session, effect) if error is not None else _ended(session, effect)
            if current is None:
                log.warning(
                    "effect %s was taken over; its outcome is left to that attempt", effect.id
                )
                return
            if error is not None:
                _failed(session, handler, current, error)
            else:
                if current.gate is not None and handler.reached(outcome):
                    circuits.answered(session, current.gate)
                handler.record(session, current, outcome)
        if error is None:
            log.info("effect %s (%s) done", effect.id, effect.kind)
    except Exception as broken:
        # The call happened but could not be recorded: try again later, the call is repeatable.
        log.exception("effect %s: the outcome could not be recorded", effect.id)
        try:
            with transaction() as session:
                if (current := _fenced(session, effect)) is not None:
                    _failed(session, handler, current, broken)
        except Exception:
            # It must not take the others' worker along: its lease runs out.
            log.exception("effect %s: not even that it failed could be recorded", effect.id)


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


# Fence and end in one: whoever recorded it first has ended it, and the row is ours from here on.
_ENDED = """
UPDATE effects SET status = 'done', lease_until = NULL, ended_at = %(now)s
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'running' RETURNING id
"""


def _ended(session: Session, effect: Effect) -> Effect | None:
    """The effect as it was claimed, and done unless this transaction fails; None: taken over."""
    if effect.customer_id is not None:
        lock_customer(session, effect.customer_id)
    ended = ask(session, _ENDED, id=effect.id, attempt=effect.attempt, now=clock.now())
    return effect if ended else None


def _end(effect: Effect, status: EffectStatus) -> None:
    effect.status = status
    effect.lease_until = None
    effect.ended_at = clock.now()


def _failed(session: Session, handler: Handler[Any, Any], effect: Effect, error: Exception) -> None:
    now = clock.now()
    effect.error = f"{type(error).__name__}: {error}"[:1000]
    after = error.after if isinstance(error, Retry) else None
    again = now + (after or backoff(effect.attempt))
    held = False
    if isinstance(error, Retry) and effect.gate is not None:
        if error.outage:
            held = circuits.failed(session, effect, str(error), now)
        else:
            circuits.answered(session, effect.gate)
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
    effect.due_at = effect.fair_at = again
    if held:
        circuits.hold(effect, now)


def backoff(attempt: int) -> timedelta:
    """How long to wait after the n-th try: 1 s to 30 min, spread by a quarter."""
    seconds = _BACKOFF[min(attempt, len(_BACKOFF)) - 1]
    # Spreading needs no secrecy.
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def release_lapsed(session: Session, now: datetime) -> int:
    """Hand back what a dead worker held: its lease ran out. Returns how many."""
    waits = case((Effect.attempt >= _SUSPECT, now + _SUSPECT_WAITS), else_=Effect.due_at)
    result = session.execute(
        update(Effect)
        .where(Effect.status == EffectStatus.RUNNING, Effect.lease_until < now)
        .values(
            status=EffectStatus.WAITING,
            lease_until=None,
            due_at=func.greatest(Effect.due_at, waits),
            fair_at=func.greatest(Effect.fair_at, waits),
        )
        .execution_options(synchronize_session=False)
    )
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
