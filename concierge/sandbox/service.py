"""One line of the Procfile as a process."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from concierge.sandbox.terminal import Terminal
from concierge.sandbox.tied import spawn

LINE = re.compile(r"(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)")
OUTPUT_WITHIN_S = 2.0
LOOK_EVERY_S = 0.02


class ProcfileError(Exception):
    """A line of the Procfile is not `name: command`. The message says which."""


def read_procfile(path: Path) -> dict[str, str]:
    """The commands by name, in the file's order. Empty lines and those with # are left out."""
    commands: dict[str, str] = {}
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise ProcfileError(f"{path}, line {number}: expected `name: command`, got {line!r}")
        commands[match["name"]] = match["command"]
    return commands


class Service:
    """A shell command, one and not a sequence: the shell becomes it, so that signals reach it."""

    def __init__(
        self,
        name: str,
        command: str,
        *,
        env: Mapping[str, str],
        cwd: Path,
        terminal: Terminal,
        grace_s: float = 10.0,
        quiet: bool = False,
    ) -> None:
        self.title = name
        self.command = command
        self.env = env
        self.cwd = cwd
        self.terminal = terminal
        self.grace_s = grace_s
        self.quiet = quiet
        self.process: subprocess.Popen[bytes] | None = None
        self.reader: threading.Thread | None = None
        self.last_line = ""

    def start(self) -> None:
        self.process = spawn(
            ["/bin/sh", "-c", f"exec {self.command}"],
            env=self.env,
            cwd=self.cwd,
            output=subprocess.PIPE,
        )
        self.reader = threading.Thread(target=self._read, args=[self.process], daemon=True)
        self.reader.start()

    def stop(self) -> None:
        """Ask once, wait for the grace, then kill.

        The process is asked and not its group: RQ takes a second signal as an order to drop what
        it is doing, and its children would pass one on.
        """
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
        deadline = time.monotonic() + self.grace_s
        while self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_S)
        self.clear_away()

    def hurry(self) -> None:
        """End a stop that is waiting; callable from a signal handler."""
        self.grace_s = 0.0
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def clear_away(self) -> None:
        """Kill what is left of it, children included, and take in its last words."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.reader is not None:
            self.reader.join(OUTPUT_WITHIN_S)

    def last_lines(self) -> str:
        return self.terminal.last_lines(self.title)

    @property
    def log(self) -> Path:
        return self.terminal.log_path(self.title)

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        with process.stdout:
            for line in process.stdout:
                self.last_line = line.decode(errors="replace").strip()
                self.terminal.line(self.title, line, quiet=self.quiet)
