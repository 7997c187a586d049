"""What every page of the console says while a provider takes nothing, or wants a person."""

from dataclasses import dataclass
from datetime import datetime

from concierge import clock
from concierge.db import reading
from concierge.effects import circuits


@dataclass(frozen=True, slots=True)
class Outage:
    """Texts are `held` since then, with how many waiting; or the account needs a person."""

    held: bool
    since: datetime
    reason: str
    waiting: int = 0


def current() -> list[Outage]:
    """Usually none. One look at a table of a row a channel; two when there is something."""
    now = clock.now()
    with reading() as session:
        troubled = circuits.troubled(session, now)
        waiting = circuits.waiting(session) if troubled else {}
    found = []
    for circuit in troubled:
        if circuit.opened_at is not None:
            since = circuit.failing_since or circuit.opened_at
            count = waiting.get(circuit.name, 0)
            found.append(Outage(True, since, circuit.reason or "", count))
        if circuits.has_complaint(circuit, now) and circuit.complained_at is not None:
            found.append(Outage(False, circuit.complained_at, circuit.complaint or ""))
    return found
