"""The whole product as processes on loopback, each of which may be killed and started again."""

import dataclasses
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from app import compose
from concierge import db, logs
from concierge.config import Settings
from concierge.sandbox.client import SandboxClient
from concierge.sandbox.stores import Postgres, Valkey
from concierge.sandbox.stores.store import free_port
from concierge.sandbox.supervisor import answers
from concierge.sandbox.tied import spawn

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = ("worker-1", "worker-2", "worker-3")
DATABASE = "concierge"
UP_WITHIN_S = 60.0
ONE_PROCESS = ("--workers", "1", "--threads", "96", "--timeout", "300")


@dataclasses.dataclass
class Part:
    """One process of ours: what it runs, and whether it is we who ended it."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def ended(self) -> bool:
        """Whether it ran and runs no more."""
        return self.process is not None and self.process.poll() is not None


class Stage:
    """Stores, sandbox, web, workers and clock. Start them and end them in the main thread: the
    life of each is tied to the thread that started it, so that nothing outlives a killed run."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="chaos-"))
        self.postgres = Postgres(self.folder / "postgres", durable=True)
        self.valkey = Valkey(self.folder / "valkey", durable=True)
        self.web_port, self.sandbox_port = free_port(), free_port()
        self.sandbox_books = self.folder / "sandbox.db"
        self.parts: dict[str, Part] = {}
        self.own_deaths: list[str] = []
        self.env: dict[str, str] = {}

    @property
    def sandbox(self) -> SandboxClient:
        """The stand-ins' control API."""
        return SandboxClient(f"http://127.0.0.1:{self.sandbox_port}")

    @property
    def url(self) -> str:
        """Where the product answers."""
        return f"http://127.0.0.1:{self.web_port}"

    def start(self) -> None:
        """Start everything; come back when it answers."""
        self.postgres.start()
        self.valkey.start()
        with psycopg.connect(self.postgres.plain_url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {DATABASE}")
        self.env = self._environment()
        db.upgrade(self.env["DATABASE_URL"])
        settings = {name.lower(): value for name, value in self.env.items()}
        known = {name: settings[name] for name in Settings.model_fields if name in settings}
        logs.set_up("ERROR")
        compose(Settings(_env_file=None, **known))  # type: ignore[arg-type]
        gunicorn = [sys.executable, "-m", "gunicorn", "--log-level", "warning"]
        flask = [sys.executable, "-m", "flask"]
        bind = f"127.0.0.1:{self.sandbox_port}"
        self._add(
            "sandbox",
            [*gunicorn, "concierge.sandbox.app:create_app()", "--bind", bind, *ONE_PROCESS],
        )
        bind = f"127.0.0.1:{self.web_port}"
        self._add(
            "web",
            [*gunicorn, "app:create_app()", "--bind", bind, "--workers", "2", "--threads", "8"],
        )
        for name in WORKERS:
            self._add(name, [*flask, "worker"])
        self._add("clock", [*flask, "clock"])
        for port in (self.sandbox_port, self.web_port):
            deadline = time.monotonic() + UP_WITHIN_S
            while not answers(port):
                if time.monotonic() > deadline:
                    raise RuntimeError(f"nothing answers on port {port}; see {self.folder}")
                time.sleep(0.05)

    def _environment(self) -> dict[str, str]:
        stand_ins = f"http://127.0.0.1:{self.sandbox_port}"
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            "CONCIERGE_ENV_FILE": "",
            "DATABASE_URL": self.postgres.url(DATABASE),
            "REDIS_URL": self.valkey.url(),
            "PUBLIC_URL": self.url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "BUSINESS_NAME": "Rose & Thorn",
            "TIMEZONE": "America/New_York",
            "TWILIO_ACCOUNT_SID": "AC" + "5a" * 16,
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "TWILIO_PHONE_NUMBER": "+15550100100",
            "TWILIO_API_BASE": f"{stand_ins}/twilio",
            "STRIPE_SECRET_KEY": "sk_test_" + secrets.token_hex(12),
            "STRIPE_WEBHOOK_SECRET": "whsec_" + secrets.token_hex(12),
            "STRIPE_API_BASE": f"{stand_ins}/stripe",
            "SANDBOX_DATA": str(self.sandbox_books),
            "SANDBOX_WEBHOOK_BASE": self.url,
            "SANDBOX_PACE": "0.02",
            "SANDBOX_RETRY_BASE": "0.1",
            "LOG_LEVEL": "WARNING",
            # A thousand orders come from a few phones at once: here that is no abuse.
            "TEXTS_PER_SENDER": "0",
            "TEXTS_PER_SENDER_HARD": "0",
            "TEXTS_IN_ALL": "0",
            "GREETINGS_PER_HOUR": "0",
        }

    def _add(self, name: str, command: list[str]) -> None:
        self.parts[name] = Part(name, command)
        self.revive(name)

    def revive(self, name: str) -> None:
        """Start a part that does not run."""
        part = self.parts[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            part.process = spawn(
                part.command, env=self.env, output=log, cwd=ROOT, at_our_death=signal.SIGKILL
            )

    def kill(self, name: str) -> None:
        """SIGKILL for a part and its children."""
        process = self.parts[name].process
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_one_of_web(self, number: int) -> bool:
        """SIGKILL for one of the web's workers; its master starts another. Whether there was."""
        master = self.parts["web"].process
        if master is None:
            return False
        listed = Path(f"/proc/{master.pid}/task/{master.pid}/children")
        children = [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(children[number % len(children)], signal.SIGKILL)
        return True

    def look(self) -> None:
        """Note what has ended by itself, and start it again as a supervisor does."""
        for part in self.parts.values():
            if part.process is not None and part.process.poll() is not None:
                code = part.process.returncode
                self.own_deaths.append(f"{part.name} ended by itself with {code}")
                self.kill(part.name)  # its children, if there are any left
                self.revive(part.name)

    def restart_postgres(self, *, crash: bool = False) -> None:
        """A fast shutdown: sessions are ended, open transactions rolled back. With `crash` it has
        no time for anything, and starts from its journal."""
        if crash and self.postgres.process is not None:
            self.postgres.process.send_signal(signal.SIGQUIT)  # "immediate"
            self.postgres.process.wait()
        self.postgres.stop()
        self.postgres.start()

    def stop(self, *, keep: bool = False) -> None:
        """End everything; with `keep` leave the logs and the data for whoever looks."""
        for name in self.parts:
            self.kill(name)
        with suppress(RuntimeError):
            db.disconnect()
        self.valkey.stop()
        self.postgres.stop()
        if not keep:
            self.postgres.drop()
            shutil.rmtree(self.folder, ignore_errors=True)
