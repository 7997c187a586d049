"""PostgreSQL and Valkey from wheels."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
import sqlalchemy as sa
from redis.backoff import NoBackoff
from redis.retry import Retry

from concierge.sandbox.stores import Postgres, Store, StoreError, Valkey, store
from concierge.sandbox.stores import postgres as postgres_module
from tests.setup.starting import first_line, rest, start

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="how root is served")
Make = Callable[..., Store]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / 'a folder with spaces, é and "quotes"'


@pytest.fixture
def make(folder: Path) -> Iterator[Make]:
    made: list[Store] = []

    def one(kind: type[Store], *, durable: bool = True) -> Store:
        made.append(kind(folder / kind.__name__, durable=durable))
        return made[-1]

    yield one
    for each in made:
        each.stop()


def write(server: Store, value: str) -> None:
    if isinstance(server, Postgres):
        with psycopg.connect(server.plain_url("postgres")) as connection:
            connection.execute("create table if not exists orders (what text)")
            connection.execute("insert into orders values (%s)", [value])
    elif isinstance(server, Valkey):
        with redis.Redis.from_url(server.url()) as client:
            client.rpush("orders", value)


def read(server: Store) -> list[str]:
    if isinstance(server, Postgres):
        with psycopg.connect(server.plain_url("postgres")) as connection:
            return [row[0] for row in connection.execute("select what from orders")]
    assert isinstance(server, Valkey)
    with redis.Redis.from_url(server.url(), decode_responses=True) as client:
        return list(client.lrange("orders", 0, -1))


both = pytest.mark.parametrize("kind", [Postgres, Valkey])


@both
def test_a_second_start_finds_what_the_first_wrote(kind: type[Store], make: Make) -> None:
    first = make(kind)
    first.start()
    write(first, "roses")
    first.stop()
    second = make(kind)
    second.start()
    assert read(second) == ["roses"]


@both
def test_a_killed_server_starts_again_on_its_port_with_its_data(
    kind: type[Store], make: Make
) -> None:
    server = make(kind)
    server.start()
    write(server, "roses")
    port = server.port
    assert server.process is not None
    server.process.kill()
    server.clear_away()
    server.start()
    assert (server.port, read(server)) == (port, ["roses"])


def test_killing_the_starter_ends_both_and_loses_nothing(
    folder: Path, roots_place: Path, make: Make
) -> None:
    starter = start("starter.py", "stores", folder, roots_place)
    postgres_url, valkey_url = first_line(starter).split()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("create table orders as select 'roses' as what")
    with redis.Redis.from_url(valkey_url) as client:
        client.rpush("orders", "roses")
    starter.kill()
    rest(starter)
    for name, kind in (("postgres", Postgres), ("valkey", Valkey)):
        server = kind(folder / name, durable=True)
        server.start()  # waits for the one of before to end
        try:
            assert read(server) == ["roses"]
        finally:
            server.stop()


def test_a_stale_lock_file_that_names_a_living_process_is_no_obstacle(make: Make) -> None:
    server = make(Postgres)
    server.start()
    server.stop()
    assert isinstance(server, Postgres)
    (server.data / "postmaster.pid").write_text(f"{os.getppid()}\n{server.data}\n")
    server.start()


@both
def test_two_never_run_on_the_same_data(
    kind: type[Store], make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(kind).start()
    monkeypatch.setattr(store, "FREE_WITHIN_S", 0.1)
    with pytest.raises(StoreError, match="already runs on the data in"):
        make(kind).start()


@both
def test_without_durability_it_leaves_nothing(kind: type[Store], make: Make) -> None:
    server = make(kind, durable=False)
    server.start()
    write(server, "roses")
    server.stop()
    assert not server.folder.exists()
    if isinstance(server, Postgres):
        assert not server.home.exists()


def test_nobody_gets_in_without_the_password(make: Make) -> None:
    postgres, valkey = make(Postgres), make(Valkey)
    postgres.start()
    valkey.start()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host="127.0.0.1", port=postgres.port, user="concierge", password="guess")
    with (
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    for server in (postgres, valkey):
        assert (server.folder / "password").stat().st_mode & 0o777 == 0o600


def test_postgres_is_set_up_as_production_would_be(make: Make) -> None:
    server = make(Postgres)
    server.start()
    assert isinstance(server, Postgres)
    engine = sa.create_engine(server.url("postgres"))
    with engine.connect() as connection:
        for name, value in {
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
            "max_connections": "200",
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "on",
        }.items():
            assert connection.exec_driver_sql(f"show {name}").scalar() == value
        assert connection.exec_driver_sql("select lower('É'), 'B' < 'a'").one() == ("é", True)
    engine.dispose()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(make: Make) -> None:
    server = make(Postgres)
    server.start()
    server.stop()
    assert isinstance(server, Postgres)
    (server.data / "PG_VERSION").write_text("7\n")
    with pytest.raises(StoreError, match=r"did not start(.|\n)*incompatible"):
        server.start()


def test_a_port_that_is_taken_meanwhile_is_given_up_for_another(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make(Valkey)
    taken.start()
    offers = iter([taken.port, store.free_port()])
    monkeypatch.setattr(store, "free_port", lambda: next(offers))
    server = make(Postgres)
    server.start()
    assert server.port != taken.port


@only_root
def test_as_root_it_runs_as_nobody_where_nobody_can_reach(make: Make, roots_place: Path) -> None:
    server = make(Postgres)
    server.start()
    assert isinstance(server, Postgres)
    assert server.home.parent == roots_place  # pytest's own folder is closed to others
    assert server.data.stat().st_uid == 65534


@only_root
def test_as_root_unreachable_programs_are_copied_once(
    make: Make, roots_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_module, "reachable", lambda path: False)
    for _ in range(2):
        server = make(Postgres, durable=False)
        assert isinstance(server, Postgres)
        server.start()
        assert server.binaries.is_relative_to(roots_place)
        server.stop()
    assert len(list(roots_place.glob("binaries-*"))) == 1


def test_it_ends_on_the_signal_for_a_fast_end() -> None:
    assert (Postgres.ends_on, Valkey.ends_on) == (signal.SIGINT, signal.SIGTERM)
