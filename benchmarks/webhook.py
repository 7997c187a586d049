"""`python -m benchmarks.webhook`: signed texts against the limit, in interleaved rounds.

Chatter, an "OK" that places an order, and repeats, at 1, 4 and 16 connections; beside each the
limit's figure of the same minute. See docs/performance.md.
"""

import argparse
import itertools
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import limit, load, measure, people
from benchmarks.stage import Stage

KINDS = ("limit", "chatter", "ok", "repeat")
CHATTER = "could you also put some eucalyptus in, and a card for her birthday?"
PEOPLE = 2000  # who chat; each OK has a customer of its own
_COLUMNS = ("a second", "p50", "p95", "p99", "app ms", "database ms")


class Run:
    """The stage with both apps, and texts to send."""

    def __init__(
        self, stage: Stage, workers: int, options: list[str], *, people_there: int = 0
    ) -> None:
        self.stage = stage
        with stage.sql() as connection:
            connection.execute(limit.TABLE)
            if not people_there:
                people.customers(connection, 1, PEOPLE, each=6)
        self.ports = {
            "limit": stage.web("limit", "benchmarks.limit:create_app()", workers=workers,
                               options=options),
            "web": stage.web(workers=workers, options=options),
        }  # fmt: skip
        self.customers = people_there or PEOPLE
        self._chatters = itertools.cycle(range(1, min(self.customers, PEOPLE) + 1))
        self._had: list[bytes] = []

    def texts(self, kind: str, count: int) -> list[bytes]:
        """So many requests of a kind, ready to be sent."""
        sender = people.SENDER.format
        if kind == "repeat":
            return (self._had * (count // max(1, len(self._had)) + 1))[:count]
        if kind == "ok":
            first, last = self.customers + 1, self.customers + count
            self.customers = last
            with self.stage.sql() as connection:
                people.customers(connection, first, last, each=6)
                people.quotes(connection, first, last)
            return [load.text(self.stage, sender(n), "OK") for n in range(first, last + 1)]
        made = [
            load.text(self.stage, sender(n), CHATTER)
            for n in itertools.islice(self._chatters, count)
        ]
        if kind == "chatter":
            self._had = made
        return made

    def measure(self, kind: str, connections: int, seconds: float) -> dict[str, float]:
        """One round of one kind."""
        part = "limit" if kind == "limit" else "web"
        most = {"limit": 6000, "repeat": 6000, "chatter": 4000, "ok": 2500}[kind]
        requests = self.texts(kind, int(most * seconds * min(1.0, 0.25 + connections / 6)))
        app = self.stage.parts[part].pid
        server = self.stage.postgres.process
        assert server is not None
        before = measure.processor_ms(app), measure.processor_ms(server.pid)
        got = load.run(self.ports[part], requests, connections, seconds)
        after = measure.processor_ms(app), measure.processor_ms(server.pid)
        if got.refused:
            raise RuntimeError(f"{got.refused} of {len(got.latencies)} refused: {kind}")
        self._had = self._had[: len(got.latencies)] if kind == "chatter" else self._had
        count = len(got.latencies)
        return {
            "a second": got.rate,
            **measure.milliseconds(got.latencies),
            "app ms": (after[0] - before[0]) / count,
            "database ms": (after[1] - before[1]) / count,
        }

    def count(self, kind: str, number: int = 60) -> tuple[float, float, dict[str, int]]:
        """Statements and commits a request, exactly: BEGIN and COMMIT are not statements."""
        requests = self.texts(kind, number)
        self.stage.count_statements(True)
        load.run(self.ports["limit" if kind == "limit" else "web"], requests, 1, 60.0)
        self.stage.count_statements(False)
        asked = self.stage.statements()
        ends = {query for query in asked if query.split()[0].upper() in {"BEGIN", "COMMIT"}}
        statements = sum(calls for query, calls in asked.items() if query not in ends)
        commits = sum(calls for query, calls in asked.items() if query.upper().startswith("COMMIT"))
        return statements / number, commits / number, asked


def run(
    *, rounds: int, seconds: float, connections: list[int], workers: int, options: list[str],
    show: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """All rounds; every figure is the median of its rounds."""
    machine = measure.machine()
    with Stage() as stage:
        it = Run(stage, workers, options)
        for kind in KINDS:
            it.measure(kind, 4, 0.5)  # warm
        found: dict[tuple[str, int], list[dict[str, float]]] = {}
        for number, many in itertools.product(range(rounds), connections):
            for kind in KINDS:
                found.setdefault((kind, many), []).append(it.measure(kind, many, seconds))
            print(f"  round {number + 1}, {many} connections", file=sys.stderr, flush=True)
        counted = {kind: it.count(kind) for kind in KINDS}
        if show:
            for kind in KINDS:
                print(f"--- {kind}")
                for query, calls in sorted(counted[kind][2].items(), key=lambda each: -each[1]):
                    print(f"{calls / 60:6.2f}  {' '.join(query.split())[:180]}")
    return {"machine": machine, "rows": list(_rows(found, counted, connections))}


def _rows(
    found: dict[tuple[str, int], list[dict[str, float]]],
    counted: dict[str, tuple[float, float, dict[str, int]]],
    connections: list[int],
) -> Iterator[dict[str, Any]]:
    for many in connections:
        for kind in KINDS:
            # A ratio of two neighbours in time, so that what else the machine does cancels out.
            pairs = zip(found[kind, many], found["limit", many], strict=True)
            ratios = [
                {
                    "ratio": mine["a second"] / best["a second"],
                    "p99 ratio": mine["p99"] / best["p99"],
                }
                for mine, best in pairs
            ]
            figures = measure.medians(found[kind, many])
            yield {
                "text": kind,
                "connections": many,
                **{name: figures[name] for name in _COLUMNS},
                **measure.medians(ratios),
                "statements": round(counted[kind][0], 2),
                "commits": round(counted[kind][1], 2),
            }


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each kind in each round")
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--workers", type=int, default=4, help="gunicorn's, for both apps")
    parser.add_argument("--gunicorn", default="", help="more options for both, in one word")
    parser.add_argument("--show", action="store_true", help="every statement, and how often")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    result = run(
        rounds=given.rounds, seconds=given.seconds, connections=given.connections,
        workers=given.workers, options=given.gunicorn.split(), show=given.show,
    )  # fmt: skip
    print(measure.table(result["rows"]))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
