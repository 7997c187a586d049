"""`python -m benchmarks.broadcast`: texts to many, each with the effect that sends it, a second.

Beside it, in turns: one INSERT ... SELECT of the same rows, with nobody's lock, consent or waking
hours looked at. See docs/performance.md.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import measure, people
from benchmarks.stage import Stage
from concierge import clock, db, events
from concierge.conversation import broadcasts

_CONSENTS = """
INSERT INTO consents (customer_id, kind, given, at, by, words, source)
SELECT id, 'marketing', true, now(), 'customer:' || id, 'offers', 'page' FROM customers
"""
_BARE = """
WITH written AS (
  INSERT INTO messages (conversation_id, contact_point_id, channel, direction, author, body,
                        created_at, status, expires_at)
  SELECT id, contact_point_id, 'sms', 'out', 'operator:1',
         'Hi Maria, peonies are back at last. Reply STOP to end', now(), 'queued', now()
  FROM conversations ORDER BY id RETURNING id, conversation_id, contact_point_id
)
INSERT INTO effects (kind, key, subject, customer_id, lane, params, status, attempt, created_at,
                     due_at, deadline_at, urgency, gate, expires_at, fair_at)
SELECT 'message.send', 'message.send:message:' || id, 'message:' || id, conversation_id,
       'point:' || contact_point_id, '{"channel": "sms"}', 'waiting', 0, now(), now(), now(), 2,
       'sms', now(), now()
FROM written
"""


def _written(many: int) -> float:
    """Seconds until everybody's text and effect are in the tables."""
    began = time.perf_counter()
    with db.transaction() as session:
        number = broadcasts.start(
            session,
            "Hi {name}, peonies are back at last. Reply STOP to end",
            by=events.operator(1),
            at=clock.now(),
        ).id
    done = False
    while not done:
        with db.transaction() as session:
            one = broadcasts.lock(session, number)
            broadcasts.go_on(session, one, at=clock.now())
            done = one.ended_at is not None
            written = one.written
    if written != many:
        raise SystemExit(f"{written} of {many} were written to")
    return time.perf_counter() - began


def run(many: int, rounds: int) -> list[dict[str, Any]]:
    """One row for each of the two, as medians of the rounds."""
    took: dict[str, list[float]] = {"broadcast": [], "bare rows": []}
    with Stage() as stage:
        stage.compose()
        with stage.sql() as connection:
            people.customers(connection, 1, many, each=2)
            connection.execute(_CONSENTS)
            connection.execute("ANALYZE consents")
            for _ in range(rounds):
                took["broadcast"].append(_written(many))
                connection.execute("DELETE FROM effects")
                began = time.perf_counter()
                connection.execute(_BARE)
                took["bare rows"].append(time.perf_counter() - began)
                connection.execute("DELETE FROM effects")
                connection.execute("VACUUM ANALYZE effects, messages")
    bare = many / statistics.median(took["bare rows"])
    rates = {what: many / statistics.median(seconds) for what, seconds in took.items()}
    return [
        {"what": what, "texts a second": rate, "ratio": rate / bare} for what, rate in rates.items()
    ]


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    machine = measure.machine()
    rows = run(given.customers, given.rounds)
    print(measure.table(rows))
    measure.write(given.json, {"machine": machine, "rows": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
