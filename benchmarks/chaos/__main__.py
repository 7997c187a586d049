"""`python -m benchmarks.chaos --orders 1000 --seed 7`: see docs/invariants.md.

Customers go through the whole journey while everything below them is killed, stopped, restarted,
repeated, delayed and turned round. Afterwards the stand-ins' books are compared with ours. Prints
the figures, writes them as JSON with `--json`, and exits with 1 when anything differs.
"""

import argparse
import json
import signal
import sys
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chaos import audit
from benchmarks.chaos.harm import Harm, Hurry
from benchmarks.chaos.journey import Journey
from benchmarks.chaos.stage import Stage
from concierge import db

ORDERS_EACH = 2
REST_WITHIN_S = 180.0


def run(
    orders: int, seed: int, *, at_once: int = 32, pause: float = 4.0, most_s: float = 1800.0,
    keep: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """One run. `pause` is the mean time in seconds between two bad things; after `most_s` seconds
    what is not done yet is a difference. Returns the figures, with "differences" in words."""
    began = time.monotonic()
    stage = Stage()
    try:
        stage.start()
        harm, hurry = Harm(stage, seed, pause=pause), Hurry(stage)
        hurry.start()
        harm.begin(seed)
        started = time.monotonic()
        stuck, done = _journeys(stage, harm, orders, seed, at_once, started + most_s)
        journeys_s = time.monotonic() - started
        harm.end()
        restless = _come_to_rest(stage)
        hurry.ending.set()
        hurry.join()
        compared = audit.reconciled()
        books = stage.sandbox.books()
        return {
            "seed": seed,
            "seconds": round(time.monotonic() - began, 1),
            "seconds of journeys": round(journeys_s, 1),
            **audit.figures(books),
            **{f"people: {name}": number for name, number in sorted(done.items())},
            "people: webhooks repeated for Twilio": hurry.repeated,
            "harm": dict(sorted(harm.done.items())),
            "differences": [
                *stage.own_deaths,
                *stuck,
                *restless,
                *compared,
                *audit.differences(books),
            ],
            "folder": str(stage.folder) if keep else None,
        }
    finally:
        stage.stop(keep=keep)


def _journeys(
    stage: Stage, harm: Harm, orders: int, seed: int, at_once: int, until: float
) -> tuple[list[str], Counter[str]]:
    """All journeys, while this thread does the harm. What got nowhere, and what people did."""
    ending = threading.Event()
    counts = [min(ORDERS_EACH, orders - first) for first in range(0, orders, ORDERS_EACH)]
    all_of_them = [Journey(stage, number, seed, ending) for number in range(len(counts))]
    with ThreadPoolExecutor(at_once) as pool:
        futures: list[Future[None]] = [
            pool.submit(journey.take, count)
            for journey, count in zip(all_of_them, counts, strict=True)
        ]
        try:
            shown = time.monotonic()
            while not all(future.done() for future in futures):
                stage.look()
                harm.next()
                if time.monotonic() > until:
                    ending.set()
                if time.monotonic() - shown > 20:
                    shown = time.monotonic()
                    number = sum(future.done() for future in futures)
                    print(f"  {number} of {len(futures)} customers", file=sys.stderr, flush=True)
                time.sleep(0.05)
        finally:
            ending.set()
    stuck = [f"{type(e).__name__}: {e}" for future in futures if (e := future.exception())]
    return stuck, sum((journey.done for journey in all_of_them), Counter())


def _come_to_rest(stage: Stage) -> list[str]:
    deadline = time.monotonic() + REST_WITHIN_S
    calm = 0
    while time.monotonic() < deadline:
        stage.look()
        try:
            with db.reading() as session:
                calm = calm + 1 if audit.at_rest(session, audit.under_way(stage)) else 0
        except SQLAlchemyError:
            calm = 0
        if calm > 5:
            return []
        time.sleep(0.2)
    return [f"it did not come to rest within {REST_WITHIN_S:.0f} s"]


def table(result: dict[str, Any]) -> str:
    """The figures, a line each."""
    rows = {name: value for name, value in result.items() if name not in {"harm", "differences"}}
    rows |= {f"harm: {name}": number for name, number in result["harm"].items()}
    rows["differences"] = len(result["differences"])
    width = max(len(name) for name in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows.items() if value is not None]
    return "\n".join([*lines, *(f"  - {one}" for one in result["differences"][:50])])


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--at-once", type=int, default=32, help="customers at the same time")
    parser.add_argument("--pause", type=float, default=4.0, help="mean seconds between harms")
    parser.add_argument("--most-seconds", type=float, default=1800.0)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--keep", action="store_true", help="keep logs and data")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    result = run(
        given.orders, given.seed, at_once=given.at_once, pause=given.pause,
        most_s=given.most_seconds, keep=given.keep,
    )  # fmt: skip
    print(table(result))
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")
    return 1 if result["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
