"""`python -m concierge.sandbox.demo`, which is what bin/demo runs: the product on one machine."""

import argparse
import errno
import fcntl
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from concierge.sandbox.demo_settings import (
    ROOT,
    DemoError,
    Ports,
    environment,
    made_up_secrets,
    write_env_file,
)
from concierge.sandbox.service import ProcfileError, Service, read_procfile
from concierge.sandbox.stores import Postgres, StoreError, Valkey
from concierge.sandbox.supervisor import GaveUp, Stopped, Supervisor, answers
from concierge.sandbox.terminal import Terminal

SANDBOX = (
    'gunicorn "concierge.sandbox.app:create_app()" --bind 127.0.0.1:${SANDBOX_PORT} '
    "--workers 1 --threads 64 --graceful-timeout 1"
)
FILL = "python -m concierge.sandbox.shop"
GRACE_S = {"worker": 30.0}  # a worker finishes what it has begun
DATABASE = "concierge"


class Demo:
    def __init__(self, root: Path, ports: Ports, terminal: Terminal) -> None:
        self.root = root
        self.ports = ports
        self.terminal = terminal
        self.folder = root / "var" / "demo"
        self.env_file = root / "var" / "demo.env"
        self.supervisor = Supervisor(terminal)
        self.postgres = self._postgres()
        self.valkey = self._valkey()
        self.env: dict[str, str] = {}

    def _postgres(self) -> Postgres:
        log = self.terminal.begin_log("postgres")
        return Postgres(self.folder / "postgres", durable=True, log=log)

    def _valkey(self) -> Valkey:
        return Valkey(self.folder / "valkey", durable=True, log=self.terminal.begin_log("valkey"))

    def reset(self) -> None:
        for store in (self.postgres, self.valkey):
            store.drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self) -> None:
        """Start everything and keep it running. Raises Stopped, GaveUp, StoreError, DemoError."""
        began = time.monotonic()
        self.supervisor.listen()
        self.folder.mkdir(parents=True, exist_ok=True)
        made_up = made_up_secrets(self.folder / "secrets.json")
        self.say("Starting PostgreSQL and Valkey")
        self.supervisor.start(self.valkey)
        self.supervisor.start(self.postgres)
        self._make_database()
        self.env = environment(
            ports=self.ports,
            folder=self.folder,
            made_up=made_up,
            database_url=self.postgres.url(DATABASE),
            redis_url=self.valkey.url(),
        )
        write_env_file(self.env_file, self.env)
        commands = read_procfile(self.root / "Procfile")
        release = commands.pop("release", None)
        sandbox = self._service("sandbox", SANDBOX)
        self.supervisor.start(sandbox)
        if release:
            self.say("Preparing the database")
            self.supervisor.once(self._service("release", release, quiet=True))
        self.supervisor.wait_until(partial(answers, self.ports.phone), sandbox)
        login = self._fill()
        self.say(f"Starting {', '.join(commands)}")
        services = {name: self._service(name, command) for name, command in commands.items()}
        for service in services.values():
            self.supervisor.start(service)
        for name, port in (("web", self.ports.web), ("live", self.ports.live)):
            if name in services:
                self.supervisor.wait_until(partial(answers, port), services[name])
        self._banner(login, time.monotonic() - began)
        self.supervisor.run()

    def stop(self) -> None:
        self.supervisor.stop()
        self.env_file.unlink(missing_ok=True)

    def say(self, text: str) -> None:
        self.terminal.say(f"  {text} ...")

    def _service(self, name: str, command: str, *, quiet: bool = False) -> Service:
        return Service(
            name,
            command,
            env=self.env,
            cwd=self.root,
            terminal=self.terminal,
            grace_s=GRACE_S.get(name, 10.0),
            quiet=quiet,
        )

    def _make_database(self) -> None:
        with psycopg.connect(self.postgres.plain_url("postgres"), autocommit=True) as connection:
            found = connection.execute(
                "select from pg_database where datname = %s", [DATABASE]
            ).fetchone()
            if found is None:
                connection.execute(f"create database {DATABASE}")

    def _fill(self) -> str:
        """Fill the shop, if that has not been done, and return `LOGIN email password`."""
        kept = self.folder / "login"
        if not kept.exists():
            self.say("Filling the shop")
            fill = self._service("fill", FILL, quiet=True)
            self.supervisor.once(fill)
            kept.write_text(fill.last_line)
        return kept.read_text()

    def _banner(self, login: str, seconds: float) -> None:
        words = login.split()
        email, password = words[1:3] if words[:1] == ["LOGIN"] and len(words) > 2 else ("", "")
        bold, address = self.terminal.bold, "http://localhost:{}".format
        lines = [
            "",
            f"  {bold(self.env['BUSINESS_NAME'] + ' is open.')}  (ready in {seconds:.0f} s)",
            "",
            f"    Phone     {bold(address(self.ports.phone))}   be a customer: text the shop",
            f"    Console   {bold(address(self.ports.web))}   be the shop: answer",
        ]
        if email:
            lines.append(f"    Log in    {bold(email)}  with  {bold(password)}")
        lines += [
            "",
            "  Ctrl-C stops it. The next start goes on from there; --reset forgets.",
            "",
        ]
        self.terminal.say("\n".join(lines))


@contextmanager
def only_one(path: Path, ports: Ports) -> Iterator[None]:
    """Hold the checkout's one demo. Raises DemoError, with its addresses, if one runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            web = lock.read().strip()
            raise DemoError(f"The demo already runs here: http://localhost:{web}") from None
        lock.truncate(0)
        lock.write(str(ports.web))
        lock.flush()
        yield


def check_ports(ports: Ports) -> None:
    """Raises DemoError, before anything has started, when one of them is taken."""
    for port in ports.all:
        if busy(port):
            free = next((n for n in range(ports.web + 10, 65000, 10) if is_free(Ports(n))), None)
            way_out = f"choose others: bin/demo --port {free}" if free else "free it"
            raise DemoError(
                f"Port {port} is busy: another program listens on it. Stop that, or {way_out}"
            )


def is_free(ports: Ports) -> bool:
    return not any(map(busy, ports.all))


def busy(port: int) -> bool:
    """Whether a browser that opens localhost:port would meet somebody, or we could not listen."""
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), timeout=1):
                return True
        except OSError:
            pass
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno in {errno.EADDRINUSE, errno.EACCES}
    return False


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Runs the whole product on this machine, with no account."
    )
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("PORT", "8080"),
        help="the console's port; the phone takes the next and live updates the one after",
    )
    parser.add_argument("--reset", action="store_true", help="forget what was done in it before")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.port <= 65533:
        parser.error(f"--port {chosen.port}: choose a number from 1 to 65533")
    return chosen


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    chosen = read_arguments(arguments)
    ports = Ports(chosen.port)
    try:
        with only_one(root / "var" / "demo.lock", ports):
            check_ports(ports)
            terminal = Terminal(sys.stdout, root / "var" / "log")
            demo = Demo(root, ports, terminal)
            if chosen.reset:
                demo.reset()
            try:
                demo.run()
            except Stopped:
                terminal.say("\n  Stopping; a second Ctrl-C hurries.")
            finally:
                demo.stop()
                terminal.close()
    except (DemoError, GaveUp, ProcfileError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            f"{error.filename} belongs to somebody else: was the demo run here as another user? "
            "Run it as that user, or delete var as that user first.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
