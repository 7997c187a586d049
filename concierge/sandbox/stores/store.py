"""What both stores share: one server a folder, a free port, a password, a start and an end."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from concierge.sandbox.tied import Account, spawn

READY_WITHIN_S = 60.0
FREE_WITHIN_S = 20.0
PORT_TRIES = 5
PORTS = range(20000, 32000)  # Linux hands out from 32768 on, macOS from 49152
LOOK_EVERY_S = 0.01
LAST_LINES = 15


class StoreError(Exception):
    """A store could not start. The message says why and what to do."""


class Store:
    """A server that listens on loopback alone and keeps everything in one folder.

    With `durable` the data outlive it, whatever ends it; without, nothing is flushed to disk and
    `stop` throws the data away.
    """

    title: str
    environment: ClassVar[Mapping[str, str]] = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    ends_on: ClassVar[signal.Signals] = signal.SIGTERM
    grace_s: ClassVar[float] = 20.0
    account: Account | None = None

    def __init__(self, folder: Path, *, durable: bool, log: Path | None = None) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.log = log or self.folder / "log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    # What a store has to say about itself.

    def prepare(self) -> None:
        """Make what the server needs before its first start."""

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    # What is the same for each of them.

    @property
    def password(self) -> str:
        """Made once: loopback is open to everybody who has an account on this machine."""
        path = self.folder / "password"
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(24))
            draft.rename(path)
        return path.read_text()

    def start(self) -> None:
        """Start, or start again on the same port, and come back when it answers.

        Raises StoreError, with the end of the server's log, when it does not.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        lock = self._take()
        try:
            self.prepare()
            for _ in range(PORT_TRIES):
                wanted = self.port
                self.port = wanted or free_port()
                if self._try(lock):
                    return
                self.port = wanted
        finally:
            os.close(lock)  # the server holds it now, if there is one
        raise StoreError(f"{self.title} did not start. The end of {self.log}:\n{self.last_lines()}")

    def stop(self) -> None:
        """End the server cleanly; kill it if it will not. Harmless when it does not run."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.ends_on)
            try:
                self.process.wait(self.grace_s)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if not self.durable:
            self.drop()

    def hurry(self) -> None:
        """A store takes a second at most to stop, and what it is writing matters: let it."""

    def clear_away(self) -> None:
        """Wait for the end of a server that has ended, or is about to."""
        if self.process is not None:
            self.process.wait()

    def drop(self) -> None:
        """Delete everything it has kept. Only when it does not run."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def last_lines(self) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_LINES:])

    def _take(self) -> int:
        """Lock the folder and return the descriptor.

        The server inherits it, and its children do: so while the lock is to be had, nothing that
        we ever started still writes here, and whatever lock file the server left can go.
        """
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + FREE_WITHIN_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lock)
                    raise StoreError(
                        f"{self.title} already runs on the data in {self.folder}: stop that first."
                    ) from None
                time.sleep(LOOK_EVERY_S)
            else:
                return lock

    def _try(self, lock: int) -> bool:
        with self.log.open("ab") as log:
            self.process = process = spawn(
                self.command(),
                env=self.environment,
                output=log,
                cwd="/",
                at_our_death=self.ends_on,
                account=self.account,
                keep=[lock],
            )
        deadline = time.monotonic() + READY_WITHIN_S
        while process.poll() is None and time.monotonic() < deadline:
            if self.is_ready():
                return True
            time.sleep(LOOK_EVERY_S)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return False


def free_port() -> int:
    """A port that nobody listens on now. Somebody may in a moment: be ready to take another.

    Not one that the system hands out by itself, or any program's outgoing connection may have it
    before a server does, and again while a killed one is being restarted.
    """
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
