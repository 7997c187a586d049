"""What makes progress when every nudge was lost."""

from datetime import datetime

from sqlalchemy import exists, select

from concierge import clock
from concierge.db import reading, transaction
from concierge.effects import circuits, nudging
from concierge.effects.models import Effect, EffectStatus
from concierge.effects.running import release_lapsed


def sweep() -> bool:
    """Hand back lapsed leases, tend the circuits, and wake a worker when something is due.

    Returns whether it was.
    """
    now = clock.now()
    with transaction() as session:
        release_lapsed(session, now)
        circuits.tend(session, now)
    if due := anything_due(now):
        nudging.wake()
    return due


def anything_due(now: datetime) -> bool:
    """Whether an effect waits whose time has come."""
    with reading() as session:
        return bool(
            session.scalar(
                select(exists().where(Effect.status == EffectStatus.WAITING, Effect.due_at <= now))
            )
        )
