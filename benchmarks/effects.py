"""`python -m benchmarks.effects`: effects a second by worker count, against bare RQ jobs.

Each effect is claimed, its call is answered at once, its outcome is one update; each RQ job is that
update alone. In turns, medians of several rounds; then how soon one by itself is done. See
docs/performance.md.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import redis
from rq import Queue

from benchmarks import idle, measure, people
from benchmarks.stage import Stage
from concierge import clock, db, effects
from concierge.effects import nudging

PEOPLE = 4000
_EFFECTS = """
INSERT INTO effects (kind, key, subject, customer_id, lane, params, status, attempt, created_at,
                     due_at, deadline_at, fair_at)
SELECT %(kind)s, 'bench:' || n, 'bench:' || n, 1 + n %% %(people)s, 'bench:' || n %% %(people)s,
       '{}', 'waiting', 0, now(), now(), now() + interval '1 day', now()
FROM generate_series(%(first)s::int, %(last)s::int) n
"""
_RATE = """
SELECT (count(*) - 1) / extract(epoch FROM max(done) - min(done)) FROM bench_done
WHERE id BETWEEN %s AND %s AND done IS NOT NULL
"""
_LATE = """
SELECT extract(epoch FROM done - asked)::float FROM bench_done
WHERE id BETWEEN %s AND %s AND done IS NOT NULL
"""


class Run:
    """The stage and what has been asked for so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.asked = 0
        with stage.sql() as connection:
            connection.execute(idle.TABLE)
            people.customers(connection, 1, PEOPLE, each=1)
        self.redis = redis.Redis.from_url(stage.env["REDIS_URL"])
        self.queue = Queue(idle.BARE, connection=self.redis)

    def _reserve(self, count: int) -> tuple[int, int]:
        first, self.asked = self.asked + 1, self.asked + count
        with self.stage.sql() as connection:
            connection.execute(
                "INSERT INTO bench_done SELECT n FROM generate_series(%s::int, %s::int) n",
                (first, self.asked),
            )
        return first, self.asked

    def _until_done(self, first: int, last: int) -> None:
        left = "SELECT count(*) FROM bench_done WHERE id BETWEEN %s AND %s AND done IS NULL"
        deadline = time.monotonic() + 120
        with self.stage.sql() as connection:
            while time.monotonic() < deadline:
                [count] = connection.execute(left, (first, last)).fetchone() or [0]
                if count == 0:
                    return
                time.sleep(0.05)
        raise RuntimeError(f"{count} of {last - first + 1} are not done")

    def rate(self, who: str, workers: int, count: int) -> dict[str, float]:
        """Start so many workers, give them the work, end them: done a second."""
        names = [f"{who}-{number}" for number in range(workers)]
        before = self._processor_ms([])
        for name in names:
            self.stage.start(name, [sys.executable, "-m", "benchmarks.idle", who])
        self._up(who, workers)
        before = self._processor_ms(names)
        first, last = self._reserve(count)
        if who == idle.BARE:
            data = [
                Queue.prepare_data(idle.update, (n,), result_ttl=0) for n in range(first, last + 1)
            ]
            for begin in range(0, len(data), 200):
                self.queue.enqueue_many(data[begin : begin + 200])
        else:
            known = {"kind": idle.KIND, "people": PEOPLE, "first": first, "last": last}
            with self.stage.sql() as connection:
                connection.execute(_EFFECTS, known)
            for _ in range(workers):
                nudging.wake()
        self._until_done(first, last)
        after = self._processor_ms(names)
        for name in names:
            self.stage.end(name)
        with self.stage.sql() as connection:
            [rate] = connection.execute(_RATE, (first, last)).fetchone() or [0]
        return {
            "a second": float(rate),
            "worker ms": (after[0] - before[0]) / count,
            "database ms": (after[1] - before[1]) / count,
        }

    def _processor_ms(self, names: list[str]) -> tuple[float, float]:
        server = self.stage.postgres.process
        assert server is not None
        workers = sum(measure.processor_ms(self.stage.parts[name].pid) for name in names)
        return workers, measure.processor_ms(server.pid)

    def _up(self, who: str, workers: int) -> None:
        """Wait until each has done something: RQ lists its workers before they can work."""
        deadline = time.monotonic() + 60
        key = f"rq:workers:{idle.BARE if who == idle.BARE else nudging.QUEUE}"
        while int(self.redis.scard(key)) < workers and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1.0)

    def latency(self, who: str, workers: int, count: int, pause: float) -> dict[str, float]:
        """One by one, with idle workers: from the asking to the update, in milliseconds."""
        names = [f"{who}-late-{number}" for number in range(workers)]
        for name in names:
            self.stage.start(name, [sys.executable, "-m", "benchmarks.idle", who])
        self._up(who, workers)
        first, last = self._reserve(count)
        with self.stage.sql() as connection:
            for number in range(first, last + 1):
                connection.execute(
                    "UPDATE bench_done SET asked = clock_timestamp() WHERE id = %s", (number,)
                )
                if who == idle.BARE:
                    self.queue.enqueue(idle.update, number, result_ttl=0)
                else:
                    with db.transaction() as session:
                        effects.request(
                            session,
                            idle.KIND,
                            f"bench:{number}",
                            at=clock.now(),
                            customer_id=1 + number % PEOPLE,
                        )
                time.sleep(pause)
        self._until_done(first, last)
        for name in names:
            self.stage.end(name)
        with self.stage.sql() as connection:
            late = [row[0] for row in connection.execute(_LATE, (first, last))]
        return measure.milliseconds(late)


def run(*, rounds: int, count: int, workers: list[int]) -> dict[str, Any]:
    """All rounds, in turns."""
    machine = measure.machine()
    rows: list[dict[str, Any]] = []
    with Stage() as stage:
        stage.compose()
        it = Run(stage)
        for many in workers:
            found: dict[str, list[dict[str, float]]] = {"ours": [], idle.BARE: []}
            for _ in range(rounds):
                for who in found:
                    found[who].append(it.rate(who, many, count))
            ratios = [
                mine["a second"] / bare["a second"]
                for mine, bare in zip(found["ours"], found[idle.BARE], strict=True)
            ]
            for who, figures in found.items():
                row = {"what": "effects" if who == "ours" else "bare RQ jobs", "workers": many}
                ratio = sorted(ratios)[len(ratios) // 2] if who == "ours" else 1.0
                rows.append(row | measure.medians(figures) | {"ratio": round(ratio, 2)})
                print(f"  {rows[-1]}", file=sys.stderr, flush=True)
        starts = [
            {"what": "effects" if who == "ours" else "bare RQ jobs", "workers": 2}
            | it.latency(who, 2, 300, 0.02)
            for who in ("ours", idle.BARE)
        ]
    return {"machine": machine, "rows": rows, "starts": starts}


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=3000, help="effects, and jobs, in each round")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run(rounds=given.rounds, count=given.count, workers=given.workers)
    print(measure.table(result["rows"]))
    print("\nFrom the asking to the outcome, in ms, one at a time:\n")
    print(measure.table(result["starts"]))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
