"""Starts processes in order, keeps them running, and stops them in reverse."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from concierge.sandbox.stores import StoreError
from concierge.sandbox.terminal import Terminal

PR_SET_CHILD_SUBREAPER = 36  # <sys/prctl.h>
LOOK_EVERY_S = 0.1
READY_WITHIN_S = 60.0
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked for the end."""


class GaveUp(Exception):
    """A process will not run. The message says which, and how its log ends."""


class Unit(Protocol):
    """A service or a store."""

    title: str
    process: subprocess.Popen[bytes] | None

    @property
    def log(self) -> Path: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def hurry(self) -> None: ...
    def clear_away(self) -> None: ...
    def last_lines(self) -> str: ...


@dataclass(frozen=True)
class Patience:
    """When to start a crashed process again, and when to give up on it."""

    pause_s: float = 0.5  # doubled at each crash in a row
    longest_pause_s: float = 10.0
    quick_s: float = 10.0  # a crash sooner than this after the start counts as one in a row
    crashes: int = 5


@dataclass
class Watched:
    unit: Unit
    started: float
    once: bool = False  # then its end is no crash
    crashes: int = 0
    due: float | None = None  # when to start it again


class Supervisor:
    """Owns the processes. Use it in the main thread: to that the kernel ties their lives."""

    def __init__(self, terminal: Terminal, patience: Patience | None = None) -> None:
        self.terminal = terminal
        self.patience = patience or Patience()
        self.watched: list[Watched] = []
        self.stopping: Unit | None = None
        self.asked = 0
        self.listening = False

    def listen(self) -> None:
        """Take SIGINT, SIGTERM and SIGHUP as a wish to stop, and a second one as hurry."""
        self.listening = True
        for number in STOPS:
            signal.signal(number, self._ask)
        if sys.platform == "linux":  # what our processes leave behind becomes ours to end
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)

    def start(self, unit: Unit) -> None:
        """Start it and keep it running. Raises Stopped when the end was asked for meanwhile."""
        self._begin(unit, once=False)

    def once(self, unit: Unit) -> None:
        """Run it to its end. Raises GaveUp when it fails."""
        self._begin(unit, once=True)
        while unit.process is not None and unit.process.poll() is None:
            self._look()
        self.watched = [watched for watched in self.watched if watched.unit is not unit]
        unit.clear_away()
        if unit.process is not None and unit.process.returncode:
            raise GaveUp(
                f"{unit.title} failed ({reason(unit.process.returncode)}). {epilogue(unit)}"
            )

    def wait_until(self, ready: Callable[[], bool], unit: Unit) -> None:
        """Raises GaveUp when that takes longer than a minute."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not ready():
            if time.monotonic() > deadline:
                raise GaveUp(
                    f"{unit.title} did not answer within {READY_WITHIN_S:.0f} s. {epilogue(unit)}"
                )
            self._look()

    def run(self) -> None:
        """Keep everything running; comes back by raising Stopped or GaveUp."""
        while True:
            self._look()

    def stop(self) -> None:
        """Stop everything, what was started last first, and leave nothing behind."""
        while self.watched:
            self.stopping = self.watched.pop().unit
            if self.asked > 1:
                self.stopping.hurry()
            self.stopping.stop()
        self.stopping = None
        if self.listening:
            end_orphans()

    def _begin(self, unit: Unit, *, once: bool) -> None:
        self._heed()
        # Noted first: what fails half-way through its start is to be stopped all the same.
        self.watched.append(Watched(unit, time.monotonic(), once))
        unit.start()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        if self.asked > 1 and self.stopping is not None:
            self.stopping.hurry()

    def _heed(self) -> None:
        if self.asked:
            raise Stopped

    def _look(self) -> None:
        """Wait a moment, then see to whatever has ended."""
        self._heed()
        time.sleep(LOOK_EVERY_S)
        now = time.monotonic()
        for watched in self.watched:
            if watched.once:
                continue
            if watched.due is not None:
                if now >= watched.due:
                    self._start_again(watched)
            elif watched.unit.process is not None and watched.unit.process.poll() is not None:
                self._crashed(watched, reason(watched.unit.process.returncode))

    def _start_again(self, watched: Watched) -> None:
        watched.due = None
        watched.started = time.monotonic()
        try:
            watched.unit.start()
        except StoreError:
            self._crashed(watched, "it did not start")

    def _crashed(self, watched: Watched, why: str) -> None:
        unit, patience = watched.unit, self.patience
        unit.clear_away()
        quick = time.monotonic() - watched.started < patience.quick_s
        watched.crashes = watched.crashes + 1 if quick else 1
        if watched.crashes >= patience.crashes:
            raise GaveUp(
                f"{unit.title} ended {watched.crashes} times in a row soon after its start, "
                f"the last time with {why}. {epilogue(unit)}"
            )
        pause = min(patience.pause_s * 2 ** (watched.crashes - 1), patience.longest_pause_s)
        watched.due = time.monotonic() + pause
        self.terminal.say(f"{unit.title} ended ({why}); starting it again in {pause:g} s.")


def reason(code: int) -> str:
    """An exit code as people say it."""
    if code < 0:
        return f"signal {-code}, {signal.strsignal(-code)}"
    return f"exit code {code}"


def epilogue(unit: Unit) -> str:
    return f"The end of {unit.log}:\n{unit.last_lines()}"


def answers(port: int) -> bool:
    """Whether a web server answers on this port of loopback, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def end_orphans() -> None:
    """Kill what our processes had started and not stopped (Linux, after `listen`)."""
    while orphans := children():
        for orphan in orphans:
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def children() -> list[int]:
    lists = Path("/proc/self/task").glob("*/children")
    return [int(number) for path in lists for number in path.read_text().split()]
