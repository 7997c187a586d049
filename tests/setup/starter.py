"""Run by the tests as a process of its own, to be killed: starts what it is told and waits."""

import signal
import sys
from pathlib import Path

from concierge.sandbox.stores import Postgres, Valkey, postgres
from concierge.sandbox.tied import spawn


def main(what: str, folder: Path, roots_place: Path) -> None:
    postgres.ROOTS_PLACE = roots_place
    if what == "stores":
        valkey = Valkey(folder / "valkey", durable=True)
        valkey.start()
        server = Postgres(folder / "postgres", durable=True)
        server.start()
        print(server.plain_url("postgres"), valkey.url(), flush=True)
    else:
        process = spawn(
            ["sleep", "3600"],
            env={},
            output=sys.stdout.fileno(),
            kernel_ties=what == "tied by the kernel",
        )
        print(process.pid, flush=True)
    signal.pause()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
