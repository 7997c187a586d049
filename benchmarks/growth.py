"""`python -m benchmarks.growth`: the main path and the queue page at 10,000 to 1,000,000 messages.

Chatter and OK at four connections, as multiples of the limit's time in the same minute, and the
queue page by itself: nothing of it may grow. See docs/performance.md.
"""

import argparse
import signal
import sys
from pathlib import Path
from typing import Any

from app import create_app
from benchmarks import inbox, measure, webhook
from benchmarks.stage import Stage
from concierge import config

SIZES = (10_000, 100_000, 1_000_000)
EACH = 5


def at(messages: int, *, rounds: int, seconds: float, times: int) -> dict[str, Any]:
    """The figures at one size."""
    with Stage() as stage:
        stage.compose()
        conversations = messages // EACH
        inbox.fill(stage, conversations, EACH)
        client = create_app(config.current()).test_client()
        inbox.log_in(client)  # as operator 1, whose every 97th conversation is
        inbox.wait(stage, conversations // 10)
        queue = inbox.look(client, iter(["/console/"] * (times + 5)), times)
        it = webhook.Run(stage, 2, [], people_there=conversations)
        for kind in webhook.KINDS:
            it.measure(kind, 4, 0.5)
        found: dict[str, list[dict[str, float]]] = {"limit": [], "chatter": [], "ok": []}
        for _ in range(rounds):
            for kind, figures in found.items():
                figures.append(it.measure(kind, 4, seconds))
    medians = {kind: measure.medians(figures) for kind, figures in found.items()}
    return {
        "messages": messages,
        "chatter, times the limit": round(medians["chatter"]["p50"] / medians["limit"]["p50"], 2),
        "OK, times the limit": round(medians["ok"]["p50"] / medians["limit"]["p50"], 2),
        "chatter p50": medians["chatter"]["p50"],
        "OK p50": medians["ok"]["p50"],
        "queue p50": round(queue["p50"], 2),
        "queue SQL p50": round(queue["SQL p50"], 2),
    }


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    machine = measure.machine()
    rows = [
        at(size, rounds=given.rounds, seconds=given.seconds, times=given.times)
        for size in given.sizes
    ]
    print(measure.table(rows))
    measure.write(given.json, {"machine": machine, "rows": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
