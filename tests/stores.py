"""PostgreSQL and Valkey for the tests: started when the first test asks, gone when the run ends.

One PostgreSQL a run, one database a worker of xdist, emptied before each test that uses it: with
thirty tables that took 1.6 ms, TRUNCATE 30 ms, a copy of a template 20 ms (90 ms by WAL_LOG).
One Valkey a worker, flushed before each test: it starts in 70 ms, and a common one would carry
every worker's published messages to all the others.

TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead. The role needs to be a superuser;
databases are made and dropped; the logical Redis databases from the one in the URL on, one a
worker, are flushed.
"""

import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from psycopg import sql

from concierge.sandbox.stores import Postgres, Valkey

EMPTY = """
do $$
declare name text;
begin
  perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle';
  set local session_replication_role = replica;  -- neither foreign keys nor triggers
  for name in select tablename from pg_tables
    where schemaname = 'public' and tablename <> 'alembic_version'
  loop
    execute format('delete from %I', name);
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null;
end $$
"""


class Servers:
    """The run's PostgreSQL, in the process that owns the run; it makes databases on request."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="concierge-test-"))
        self.folder.chmod(0o755)
        self.lock = threading.Lock()
        self.prefix = f"test_{secrets.token_hex(4)}"
        self.postgres: Postgres | None = None
        self.admin: str | None = None
        self.made: list[str] = []

    def database(self, name: str, *, migrated: bool = True) -> str:
        """The SQLAlchemy URL of a new database, with all tables or with none."""
        with self.lock:
            template = f"{self.prefix}_template"
            if migrated and template not in self.made:
                self._create(template, "template0")
                migrate(self._url(template))
            full = f"{self.prefix}_{name}"
            self._create(full, template if migrated else "template0")
            return self._url(full)

    def stop(self) -> None:
        if self.postgres is not None:
            self.postgres.stop()
        elif self.admin is not None:
            with psycopg.connect(self.admin, autocommit=True) as connection:
                for name in self.made:
                    statement = sql.SQL("drop database if exists {} with (force)")
                    connection.execute(statement.format(sql.Identifier(name)))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> str:
        if self.admin is None:
            if outside := os.environ.get("TEST_DATABASE_URL"):
                self.admin = plain(outside)
            else:
                self.postgres = Postgres(self.folder / "postgres", durable=False)
                self.postgres.start()
                self.admin = self.postgres.plain_url("postgres")
        return self.admin

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self._start(), autocommit=True) as connection:
            connection.execute(  # a template may have no visitors while it is copied
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                [template],
            )
            statement = sql.SQL("create database {} template {} strategy file_copy")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        self.made.append(name)

    def _url(self, name: str) -> str:
        address = urlsplit(self._start())._replace(scheme="postgresql+psycopg", path=f"/{name}")
        return address.geturl()


def plain(url: str) -> str:
    return re.sub(r"^postgresql\+\w+:", "postgresql:", url)


def empty(url: str) -> None:
    """Delete every row, start every id at 1 again, and end transactions that were left open."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(EMPTY)


def migrate(url: str) -> None:
    """Bring an empty database to the newest schema."""
    from concierge.db import upgrade  # here: most runs never need Alembic

    upgrade(url)


# Workers of xdist are processes of their own and ask the one that owns the run.


class Counter:
    """Answers the workers' requests, in a thread that lives as long as the run.

    It has to: on Linux the server's life is tied to the thread that started it.
    """

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.key = secrets.token_bytes(16)
        self.listener = Listener(("127.0.0.1", 0), authkey=self.key)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            # A stranger at the door, or a worker that went away, must not end the thread.
            with suppress(OSError, EOFError, AuthenticationError), self.listener.accept() as worker:
                name, migrated = worker.recv()
                try:
                    worker.send(self.servers.database(name, migrated=migrated))
                except Exception as error:  # whatever it is, the test that asked should show it
                    worker.send(error)


class Visitor:
    def __init__(self, address: tuple[str, int], key: bytes) -> None:
        self.address = address
        self.key = key

    def database(self, name: str, *, migrated: bool = True) -> str:
        with Client(self.address, authkey=self.key) as counter:
            counter.send((name, migrated))
            answer = counter.recv()
        if isinstance(answer, Exception):
            raise answer
        return str(answer)


class Databases(Protocol):
    def database(self, name: str, *, migrated: bool = True) -> str: ...


DATABASES: pytest.StashKey[Databases] = pytest.StashKey()
COUNTER: pytest.StashKey[Counter] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    if given is not None:
        host, port = given["counter"]
        config.stash[DATABASES] = Visitor((host, port), bytes.fromhex(given["counter_key"]))
    else:
        config.stash[DATABASES] = Servers()


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = config.stash.get(DATABASES, None)
    if isinstance(servers, Servers):
        servers.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist in the owner of the run, for each worker before it starts."""
    stash = node.config.stash
    if COUNTER not in stash:
        servers = stash[DATABASES]
        assert isinstance(servers, Servers)
        stash[COUNTER] = Counter(servers)
    counter = stash[COUNTER]
    node.workerinput["counter"] = counter.listener.address
    node.workerinput["counter_key"] = counter.key.hex()


@pytest.fixture(scope="session")
def worker_number(request: pytest.FixtureRequest) -> int:
    """0, 1, ... among the workers of xdist; 0 without them."""
    given: dict[str, Any] = getattr(request.config, "workerinput", {})
    return int(str(given.get("workerid", "gw0")).removeprefix("gw"))


@pytest.fixture(scope="session")
def worker_database(pytestconfig: pytest.Config, worker_number: int) -> str:
    return pytestconfig.stash[DATABASES].database(f"worker_{worker_number}")


@pytest.fixture(scope="session")
def worker_redis(worker_number: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if outside := os.environ.get("TEST_REDIS_URL"):
        address = urlsplit(outside)
        first = int(address.path.strip("/") or 0)
        yield address._replace(path=f"/{first + worker_number}").geturl()
        return
    valkey = Valkey(tmp_path_factory.mktemp("valkey"), durable=False)
    valkey.start()
    yield valkey.url()
    valkey.stop()


@pytest.fixture
def database_url(worker_database: str) -> str:
    """SQLAlchemy's URL of a database that has all tables and nothing in them; ids start at 1."""
    empty(worker_database)
    return worker_database


@pytest.fixture
def redis_url(worker_redis: str) -> str:
    """The URL of an empty Valkey that no other worker uses."""
    with redis.Redis.from_url(worker_redis) as client:
        client.flushdb()
    return worker_redis


@pytest.fixture
def new_database(pytestconfig: pytest.Config) -> Callable[..., str]:
    """`new_database(migrated=False)`: the URL of one more database, for a test that needs its own.

    For tests of migrations, and for whatever outlives the test that started it.
    """

    def make(*, migrated: bool = True) -> str:
        databases = pytestconfig.stash[DATABASES]
        return databases.database(secrets.token_hex(4), migrated=migrated)

    return make
