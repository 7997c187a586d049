"""PostgreSQL (flushing to disk) and Valkey for one run, and the product's processes on them."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from app import compose
from concierge import db, logs
from concierge.config import Settings
from concierge.sandbox.client import SandboxClient
from concierge.sandbox.stores import Postgres, Valkey
from concierge.sandbox.stores.store import free_port
from concierge.sandbox.supervisor import answers
from concierge.sandbox.tied import spawn

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "concierge"
NUMBER = "+15550100100"
UP_WITHIN_S = 60.0
# A server of one's own, not the defaults of a laptop; nothing that makes a commit cheaper.
_SERVER = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "shared_preload_libraries": "pg_stat_statements",
}


class _Postgres(Postgres):
    def command(self) -> Sequence[str]:
        options = [text for pair in _SERVER.items() for text in ("-c", "=".join(pair))]
        return [*super().command(), *options]


class Stage:
    """Use it as a context, in the main thread: what it starts ends with that thread."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.postgres = _Postgres(self.folder / "postgres", durable=True)
        self.valkey = Valkey(self.folder / "valkey", durable=True)
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.ports: dict[str, int] = {}
        self.sandbox_port, self.web_port = free_port(), free_port()
        self.token = secrets.token_hex(16)
        self.env: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.postgres.start()
        self.valkey.start()
        with psycopg.connect(self.postgres.plain_url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        self.env = self._environment()
        db.upgrade(self.env["DATABASE_URL"])
        with self.sql() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        self.count_statements(False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self.parts):
            self.end(name)
        with suppress(RuntimeError):
            db.disconnect()
        self.valkey.stop()
        self.postgres.stop()
        self.postgres.drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self) -> "psycopg.Connection[Any]":
        """A connection of one's own, each statement a transaction."""
        return psycopg.connect(self.postgres.plain_url(DATABASE), autocommit=True)

    def compose(self) -> None:
        """Make this process a part of the product, too."""
        names = {name.lower(): value for name, value in self.env.items()}
        known = {name: names[name] for name in Settings.model_fields if name in names}
        logs.set_up("WARNING")
        compose(Settings(_env_file=None, **known))  # type: ignore[arg-type]

    @property
    def public_url(self) -> str:
        """Where the first web is."""
        return f"http://127.0.0.1:{self.web_port}"

    # --- processes -------------------------------------------------------------------------------

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
        """One process; its process id. What it writes is in a file of its name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.parts[name] = spawn(
                list(command),
                env=self.env | dict(env or {}),
                output=log,
                cwd=ROOT,
                at_our_death=signal.SIGKILL,
            )
        return self.parts[name].pid

    def web(
        self,
        name: str = "web",
        app: str = "app:create_app()",
        *,
        workers: int = 4,
        options: Sequence[str] = (),
    ) -> int:
        """A gunicorn as in the Procfile, and its port once it answers."""
        port = self.ports[name] = self.web_port if name == "web" else free_port()
        bind = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
        pool = ["--workers", str(workers), "--threads", "8", *options]
        self.start(name, [sys.executable, "-m", "gunicorn", app, *bind, *pool])
        self.wait_for(port)
        return port

    def worker(self, number: int = 1) -> int:
        """A worker as in the Procfile; its process id."""
        return self.start(f"worker-{number}", [sys.executable, "-m", "flask", "worker"])

    def sandbox(self) -> SandboxClient:
        """The stand-ins for Twilio and Stripe."""
        bind = f"127.0.0.1:{self.sandbox_port}"
        one = ["--workers", "1", "--threads", "32", "--bind", bind, "--log-level", "warning"]
        app = "concierge.sandbox.app:create_app()"
        self.start("sandbox", [sys.executable, "-m", "gunicorn", app, *one])
        self.wait_for(self.sandbox_port)
        return SandboxClient(f"http://{bind}")

    def wait_for(self, port: int) -> float:
        """Seconds until something answers there."""
        began = time.monotonic()
        while not answers(port):
            if time.monotonic() - began > UP_WITHIN_S:
                raise RuntimeError(f"nothing answers on port {port}; see {self.folder}")
            time.sleep(0.02)
        return time.monotonic() - began

    def end(self, name: str) -> None:
        """SIGTERM, and SIGKILL for what is left of it after ten seconds."""
        process = self.parts.pop(name)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    # --- what the database did -------------------------------------------------------------------

    def count_statements(self, on: bool) -> None:
        """Begin, from nothing, or end counting what every session asks."""
        with self.sql() as connection:
            if on:
                connection.execute("SELECT pg_stat_statements_reset()")
            track = "top" if on else "none"
            connection.execute(f"ALTER SYSTEM SET pg_stat_statements.track = '{track}'")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.2)

    def statements(self) -> dict[str, int]:
        """How often each was run since the counting began."""
        with self.sql() as connection:
            rows = connection.execute(
                "SELECT s.query, s.calls FROM pg_stat_statements s"
                " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()"
                " AND s.query NOT LIKE '%pg_stat_statements%' AND s.query NOT LIKE '%pg_reload%'"
            )
            return {str(query): int(calls) for query, calls in rows}

    def _environment(self) -> dict[str, str]:
        stand_ins = f"http://127.0.0.1:{self.sandbox_port}"
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(ROOT),
            "CONCIERGE_ENV_FILE": "",
            "DATABASE_URL": self.postgres.url(DATABASE),
            "REDIS_URL": self.valkey.url(),
            "PUBLIC_URL": self.public_url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "BUSINESS_NAME": "Rose & Thorn",
            "TIMEZONE": "America/New_York",
            "TWILIO_ACCOUNT_SID": "AC" + "5a" * 16,
            "TWILIO_AUTH_TOKEN": self.token,
            "TWILIO_PHONE_NUMBER": NUMBER,
            "TWILIO_API_BASE": f"{stand_ins}/twilio",
            "STRIPE_SECRET_KEY": "sk_test_" + secrets.token_hex(12),
            "STRIPE_WEBHOOK_SECRET": "whsec_" + secrets.token_hex(12),
            "STRIPE_API_BASE": f"{stand_ins}/stripe",
            "SANDBOX_DATA": str(self.folder / "sandbox.db"),
            "SANDBOX_WEBHOOK_BASE": self.public_url,
            "SANDBOX_PACE": "0.02",
            "SANDBOX_RETRY_BASE": "0.1",
        }
