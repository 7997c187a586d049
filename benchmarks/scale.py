"""`python -m benchmarks.scale`: several webs and workers on one database lose and double nothing.

Every text is posted to two webs at once, as if Twilio had called twice, while three workers send
the answers. Afterwards the books are compared: a text in, an answer out, for each. Exits with 1
when anything differs. See docs/scaling.md.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import load, measure, people
from benchmarks.reply import sent_texts
from benchmarks.stage import Stage

WEBS, WORKERS, WITHIN_S = 2, 3, 120.0


def run(count: int) -> dict[str, Any]:
    """Everything, and what differs."""
    with Stage() as stage:
        stage.sandbox()
        with stage.sql() as connection:
            people.customers(connection, 1, count, each=4)
        stage.web(workers=1)
        for number in range(2, WEBS + 1):
            stage.web(f"web-{number}", workers=1)
        for number in range(1, WORKERS + 1):
            stage.worker(number)
        ports = list(stage.ports.values())
        texts = [load.text(stage, people.SENDER.format(n), "HELP") for n in range(1, count + 1)]
        began = time.monotonic()
        with ThreadPoolExecutor(len(ports)) as pool:
            loads = list(pool.map(lambda port: load.run(port, texts, 8, WITHIN_S), ports))
        _rest(stage, count)
        seconds = time.monotonic() - began
        return {
            "texts": count,
            "webs": WEBS,
            "workers": WORKERS,
            "seconds": round(seconds, 1),
            "differences": [*_refused(loads), *_differences(stage, count)],
        }


def _rest(stage: Stage, count: int) -> None:
    """Until every effect has ended."""
    deadline = time.monotonic() + WITHIN_S
    with stage.sql() as connection:
        while time.monotonic() < deadline:
            rows = connection.execute("SELECT count(*) FROM effects WHERE status = 'done'")
            if (rows.fetchone() or [0])[0] >= count:
                return
            time.sleep(0.2)


def _refused(loads: list[load.Load]) -> list[str]:
    return [f"{each.refused} requests were refused" for each in loads if each.refused]


def _differences(stage: Stage, count: int) -> list[str]:
    senders = {people.SENDER.format(n) for n in range(1, count + 1)}
    answered = Counter(to for to, _ in sent_texts(stage) if to in senders)
    with stage.sql() as connection:
        kept = dict(
            connection.execute(
                "SELECT p.address, count(*) FROM messages m JOIN contact_points p"
                " ON p.id = m.contact_point_id WHERE m.direction = 'in' AND m.body = 'HELP'"
                " GROUP BY 1"
            ).fetchall()
        )
        states = dict(
            connection.execute("SELECT status, count(*) FROM effects GROUP BY 1").fetchall()
        )
    found = [f"{who}: kept {kept.get(who, 0)} times" for who in senders if kept.get(who) != 1]
    found += [f"{who}: {answered[who]} answers" for who in senders if answered[who] != 1]
    if states != {"done": count}:
        found.append(f"effects: {states}")
    return found


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="texts, each posted to every web")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run(given.count)
    print(measure.table([result | {"differences": len(result["differences"])}]))
    for each in result["differences"][:50]:
        print(f"  - {each}")
    measure.write(given.json, result)
    return 1 if result["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
