"""Whether a provider takes calls at all. When it does not, what goes to it is held, not tried.

A row a provider (`Circuit`). It opens when calls fail one after the other in a way that says
nothing about the call itself; held effects then lose neither tries nor time. Every now and then
one of them is let through as a probe. The first that is answered closes it, and `tend`, which
every worker and the clock run once a second, lets the others go in their old order.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, and_, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge.db import ask
from concierge.effects.models import Circuit, Effect, EffectStatus

log = logging.getLogger(__name__)

# So many failures in a row open it, when more than one effect failed; a single one that keeps
# failing may have only itself to blame, so it takes more.
_FAILURES, _FAILURES_OF_ONE = 3, 5
_PROBE_AFTER = (10, 20, 40, 80, 120)  # seconds, then always the last
_COMPLAINT_LASTS = timedelta(hours=1)
# Held effects become due when they have become untrue, or else after this.
_HELD_FOR = timedelta(days=1)
_LOOK_AGAIN = timedelta(minutes=5)


def admit(session: Session, effect: Effect, now: datetime) -> bool:
    """Whether a claimed effect may be tried. False: it is held, and no try of it was used up."""
    if effect.gate is None:
        return True
    circuit = session.get(Circuit, effect.gate, populate_existing=True)
    if circuit is None or circuit.opened_at is None:
        return True
    if circuit.probing == effect.id or _only_has_to_be_ended(effect, now):
        return True
    if _probe_with(session, effect.gate, effect.id, now):
        return True
    hold(effect, now)
    return False


def opened(session: Session, gates: set[str]) -> set[str]:
    """Those of these that hold what goes through them."""
    return {row[0] for row in ask(session, _OPENED, gates=list(gates))} if gates else set()


_OPENED = "SELECT name FROM circuits WHERE name = ANY(%(gates)s) AND opened_at IS NOT NULL"
_ANSWERED = """
UPDATE circuits SET failures = 0, several = false, last_failed = NULL, failing_since = NULL,
  opened_at = NULL, probe_at = NULL, probes = 0, probing = NULL
WHERE name = %(gate)s AND (failures > 0 OR opened_at IS NOT NULL) RETURNING name
"""


def _only_has_to_be_ended(effect: Effect, now: datetime) -> bool:
    """Never tried and too late now: ending it takes no call."""
    return effect.attempt == 0 and effect.expires_at is not None and effect.expires_at <= now


def hold(effect: Effect, now: datetime) -> None:
    """Keep it back until its circuit closes, or until it has become too late for it."""
    effect.held_at = effect.held_at or now
    effect.due_at = max(effect.expires_at or now + _HELD_FOR, now + _LOOK_AGAIN)
    effect.fair_at = effect.due_at


def failed(session: Session, effect: Effect, reason: str, now: datetime) -> bool:
    """A call went unanswered. Returns whether the circuit is open now."""
    gate = effect.gate
    row = insert(Circuit).values(
        name=gate, failures=1, last_failed=effect.id, several=False, failing_since=now,
        reason=reason[:300], probes=0,
    )  # fmt: skip
    another = and_(Circuit.last_failed.is_not(None), Circuit.last_failed != effect.id)
    # The row is ours from here to the commit.
    circuit = session.scalars(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "failures": Circuit.failures + 1,
                "several": or_(Circuit.several, another),
                "last_failed": row.excluded.last_failed,
                "failing_since": func.coalesce(Circuit.failing_since, row.excluded.failing_since),
                "reason": row.excluded.reason,
            },
        ).returning(Circuit),
        execution_options={"populate_existing": True},
    ).one()
    if circuit.opened_at is None:
        most = _FAILURES if circuit.several else _FAILURES_OF_ONE
        if circuit.failures >= most:
            log.error("%s is held: %s", gate, reason)
            circuit.opened_at, circuit.probes, circuit.probing = now, 0, None
            circuit.probe_at = now + _pause(0)
    elif circuit.probing == effect.id:
        circuit.probes += 1
        circuit.probing, circuit.probe_at = None, now + _pause(circuit.probes)
    return circuit.opened_at is not None


def answered(session: Session, gate: str) -> None:
    """The provider has answered a call, if only to refuse it: whatever waits may go."""
    if ask(session, _ANSWERED, gate=gate):
        log.info("%s answers again", gate)


def complain(session: Session, gate: str, reason: str, now: datetime) -> None:
    """The account itself is the matter: only a person can mend it, so people are shown it."""
    row = insert(Circuit).values(
        name=gate, failures=0, several=False, probes=0, complaint=reason[:300], complained_at=now
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "complaint": row.excluded.complaint,
                "complained_at": row.excluded.complained_at,
            },
        )
    )


def try_now(session: Session, effect: Effect, now: datetime) -> None:
    """A person wants it tried: it is the next probe."""
    effect.held_at = None
    if effect.gate is not None:
        session.execute(
            update(Circuit)
            .where(Circuit.name == effect.gate, Circuit.opened_at.is_not(None))
            .values(probing=effect.id, probe_at=now + _pause(0))
        )


def tend(session: Session, now: datetime) -> None:
    """Let go of what need not be held any more, hold what need not be tried, probe."""
    opened = list(
        session.scalars(
            select(Circuit).where(Circuit.opened_at.is_not(None)).order_by(Circuit.name)
        )
    )
    _release(session, [circuit.name for circuit in opened], now)
    for circuit in opened:
        _hold_due(session, circuit, now)
        if circuit.probe_at is not None and circuit.probe_at <= now:
            _probe(session, circuit.name, now)


def _release(session: Session, opened: list[str], now: datetime) -> None:
    # Locked rows are passed over, for nobody may wait here while holding others; next second.
    free = (
        select(Effect.id)
        .where(Effect.held_at.is_not(None), Effect.gate.not_in(opened))
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(Effect)
        .where(Effect.id.in_(free), Effect.held_at.is_not(None))
        .values(held_at=None, due_at=now, fair_at=Effect.created_at)
        .execution_options(synchronize_session=False)
    )


def _hold_due(session: Session, circuit: Circuit, now: datetime) -> None:
    late = and_(Effect.attempt == 0, Effect.expires_at <= now)
    due = (
        select(Effect.id)
        .where(
            Effect.status == EffectStatus.WAITING,
            Effect.due_at <= now,
            Effect.gate == circuit.name,
            Effect.held_at.is_(None),
            Effect.id != func.coalesce(circuit.probing, 0),
            or_(Effect.expires_at.is_(None), ~late),
        )
        .with_for_update(skip_locked=True)
    )
    until = func.greatest(func.coalesce(Effect.expires_at, now + _HELD_FOR), now + _LOOK_AGAIN)
    session.execute(
        update(Effect)
        .where(Effect.id.in_(due))
        .values(held_at=now, due_at=until, fair_at=until)
        .execution_options(synchronize_session=False)
    )


def _probe(session: Session, gate: str, now: datetime) -> None:
    first = session.scalars(
        select(Effect)
        .where(Effect.held_at.is_not(None), Effect.gate == gate)
        .order_by(Effect.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if first is not None and _probe_with(session, gate, first.id, now):
        first.held_at, first.due_at, first.fair_at = None, now, first.created_at


def _probe_with(session: Session, gate: str, effect_id: int, now: datetime) -> bool:
    """Make it the probe, where it is time for one and nobody else was quicker."""
    result = session.execute(
        update(Circuit)
        .where(Circuit.name == gate, Circuit.opened_at.is_not(None), Circuit.probe_at <= now)
        .values(
            probing=effect_id,
            probe_at=now
            + case(
                *(
                    (Circuit.probes == number, _pause(number))
                    for number in range(len(_PROBE_AFTER))
                ),
                else_=_pause(len(_PROBE_AFTER)),
            ),
        )
        .execution_options(synchronize_session=False)
    )
    return _count(result) == 1


def _pause(probes: int) -> timedelta:
    return timedelta(seconds=_PROBE_AFTER[min(probes, len(_PROBE_AFTER) - 1)])


def _count(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0


# --- what people are shown -----------------------------------------------------------------------


def troubled(session: Session, now: datetime) -> list[Circuit]:
    """Those that hold what goes through them, or whose account has lately needed a person."""
    return list(
        session.scalars(
            select(Circuit)
            .where(
                or_(
                    Circuit.opened_at.is_not(None),
                    Circuit.complained_at > now - _COMPLAINT_LASTS,
                )
            )
            .order_by(Circuit.name)
        )
    )


def has_complaint(circuit: Circuit, now: datetime) -> bool:
    """Whether its account has lately needed a person."""
    return circuit.complained_at is not None and circuit.complained_at > now - _COMPLAINT_LASTS


def all_known(session: Session) -> list[Circuit]:
    """Every circuit through which anything has ever failed."""
    return list(session.scalars(select(Circuit).order_by(Circuit.name)))


def waiting(session: Session) -> dict[str, int]:
    """How many effects each circuit holds."""
    rows = session.execute(
        select(Effect.gate, func.count()).where(Effect.held_at.is_not(None)).group_by(Effect.gate)
    )
    return {gate: count for gate, count in rows if gate is not None}
