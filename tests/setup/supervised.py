"""Run by the tests as a process of its own: supervises the Procfile of a folder."""

import os
import sys
from pathlib import Path

from concierge.sandbox.service import Service, read_procfile
from concierge.sandbox.supervisor import GaveUp, Patience, Stopped, Supervisor
from concierge.sandbox.terminal import Terminal


def main(folder: Path) -> None:
    terminal = Terminal(sys.stdout, folder / "log")
    supervisor = Supervisor(terminal, Patience(pause_s=0.01, longest_pause_s=0.05, crashes=3))
    supervisor.listen()
    try:
        for name, command in read_procfile(folder / "Procfile").items():
            service = Service(
                name,
                command,
                env=os.environ,
                cwd=folder,
                terminal=terminal,
                grace_s=float(os.environ.get("GRACE", "60")),
            )
            if name == "release":
                supervisor.once(service)
            else:
                supervisor.start(service)
        terminal.say("all started")
        supervisor.run()
    except Stopped:
        terminal.say("asked to stop")
    except GaveUp as why:
        terminal.say(f"gave up: {why}")
    finally:
        supervisor.stop()
    terminal.say("all stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
