"""What a person decides about an effect: that it is tried again, or that it is not to be.

Whoever calls these has locked it (`queries.lock`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import events
from concierge.db import after_commit
from concierge.effects import circuits, nudging
from concierge.effects.handling import handlers
from concierge.effects.models import Effect, EffectStatus
from concierge.effects.requesting import DEADLINE
from concierge.errors import Refused
from concierge.events import Actor

_LONGEST_REASON = 300
_CLOSED = {
    EffectStatus.RUNNING: "It is being tried this very moment. Look again in a minute.",
    EffectStatus.DONE: "It has been done meanwhile.",
    EffectStatus.ABANDONED: "It was abandoned; ask for the thing itself anew.",
}


def retry(session: Session, effect: Effect, by: Actor, at: datetime) -> None:
    """Make it due now, with a new deadline, whether it waits or was given up.

    Raises `Refused` where the call might do its work a second time: its idempotency key has become
    too old at the provider, or what it was about has moved on.
    """
    _require_open(effect)
    handler = handlers[effect.kind]
    deadline = max(at + DEADLINE, effect.deadline_at)
    if handler.repeatable_for is not None and effect.first_tried_at is not None:
        last = effect.first_tried_at + handler.repeatable_for
        if at >= last:
            raise Refused("too-old-to-repeat", handler.otherwise)
        deadline = min(deadline, last)
    before = effect.status
    if before is EffectStatus.GIVEN_UP:
        handler.again(session, effect, at)
    effect.status = EffectStatus.WAITING
    effect.due_at, effect.fair_at, effect.deadline_at = at, at, deadline
    effect.ended_at = None
    circuits.try_now(session, effect, at)
    _record(session, "effect.retried", effect, by, at, was=str(before))
    after_commit(session, "effects", nudging.wake)


def abandon(session: Session, effect: Effect, by: Actor, at: datetime, why: str) -> None:
    """It is not to be done. `why` is kept; whatever waits for it is told that it won't come.

    Raises `Refused` while nobody knows whether a call about money has done its work.
    """
    _require_open(effect)
    reason = " ".join(why.split())[:_LONGEST_REASON]
    if not reason:
        raise Refused("no-reason", "Say why, for whoever reads this later.")
    before = effect.status
    if before is EffectStatus.WAITING:
        handler = handlers[effect.kind]
        if handler.repeatable_for is not None and effect.first_tried_at is not None:
            raise Refused(
                "outcome-unknown",
                "It was tried, and nobody knows yet whether the money moved. It is asked again "
                "by itself until an answer comes; try it now instead.",
            )
        handler.gave_up(session, effect, f"abandoned: {reason}")
    effect.status = EffectStatus.ABANDONED
    effect.ended_at = at
    effect.held_at = None
    _record(session, "effect.abandoned", effect, by, at, was=str(before), why=reason)


def withdraw(session: Session, key: str, at: datetime) -> bool:
    """What was decided is taken back before anybody has tried it. False: a worker was quicker.

    A worker that is claiming it at this very moment has it, and one that comes later passes it
    over: so either the call is made or this says True, never both.
    """
    effect = session.scalars(
        select(Effect).where(Effect.key == key).with_for_update(skip_locked=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if effect is None or effect.status is not EffectStatus.WAITING or effect.attempt:
        return False
    effect.status = EffectStatus.ABANDONED
    effect.ended_at = at
    effect.held_at = None
    return True


def _require_open(effect: Effect) -> None:
    if effect.status in _CLOSED:
        raise Refused(f"effect-is-{effect.status}", _CLOSED[effect.status])


def _record(
    session: Session, kind: str, effect: Effect, by: Actor, at: datetime, **data: str
) -> None:
    events.record(
        session,
        kind,
        effect,
        by=by,
        at=at,
        customer_id=effect.customer_id,
        effect=effect.kind,
        about=effect.subject,
        **data,
    )
