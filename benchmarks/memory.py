"""`python -m benchmarks.memory`: how large each process is, and how soon it is of use.

Resident megabytes of web, worker and clock after some work; seconds from a process's start to its
first answer; seconds of `bin/demo` until the phone answers. See docs/performance.md.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import load, measure, people
from benchmarks.stage import ROOT, Stage
from concierge.sandbox.stores.store import free_port
from concierge.sandbox.supervisor import answers
from concierge.sandbox.tied import spawn

TEXTS = 2000


def run(*, demo: bool) -> dict[str, Any]:
    """Everything; megabytes and seconds."""
    machine = measure.machine()
    rows: list[dict[str, Any]] = []
    with Stage() as stage:
        with stage.sql() as connection:
            people.customers(connection, 1, TEXTS, each=4)
            people.quotes(connection, 1, TEXTS)
        began = time.monotonic()
        port = stage.web(workers=2)
        started = time.monotonic() - began
        texts = [
            load.text(stage, people.SENDER.format(n), "OK" if n % 2 else "a question about it?")
            for n in range(1, TEXTS + 1)
        ]
        load.run(port, texts, 8, 60.0)
        stage.worker()
        stage.start("clock", [sys.executable, "-m", "flask", "clock"])
        time.sleep(10)
        master, *webs = measure.resident_mb(stage.parts["web"].pid)
        rows = [
            {"process": "web, gunicorn's master", "MB": master},
            {"process": "web, each worker", "MB": max(webs), "first answer s": started},
            {"process": "worker", "MB": measure.resident_mb(stage.parts["worker-1"].pid)[0]},
            {"process": "clock", "MB": measure.resident_mb(stage.parts["clock"].pid)[0]},
        ]
    if demo:
        rows.append({"process": "bin/demo, warm", "first answer s": _demo()})
    columns = ("process", "MB", "first answer s")
    return {"machine": machine, "rows": [{c: row.get(c) for c in columns} for row in rows]}


def _demo() -> float:
    """Seconds until the demo's phone answers; it had been set up before."""
    port = free_port()
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        process = spawn(
            [str(ROOT / "bin" / "demo"), "--port", str(port)],
            env=dict(os.environ),
            output=output.fileno(),
            cwd=ROOT,
        )
        try:
            while not answers(port + 1):
                if process.poll() is not None or time.monotonic() - began > 120:
                    output.seek(0)
                    raise RuntimeError(output.read().decode(errors="replace"))
                time.sleep(0.05)
            return time.monotonic() - began
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--no-demo", action="store_true", help="leave bin/demo out")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run(demo=not given.no_demo)
    print(measure.table(result["rows"]))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
