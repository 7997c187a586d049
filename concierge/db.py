"""The database: one engine a process, one way to open a transaction."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from sqlalchemy import (
    BigInteger,
    ColumnDefault,
    DateTime,
    Engine,
    MetaData,
    String,
    create_engine,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, sessionmaker
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")
_ROOT = Path(__file__).resolve().parent.parent


class Base(DeclarativeBase):
    """Every table. Times are aware UTC, ids 64 bits, statuses text with a check."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's own name)
        datetime: DateTime(timezone=True),
        int: BigInteger,
        dict[str, Any]: JSONB,
    }


class Choice(TypeDecorator[StrEnum]):
    """A StrEnum kept as text: a new value needs no ALTER TYPE, which would lock the table."""

    impl = String
    cache_ok = True
    LENGTH = 32

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__(self.LENGTH)
        self.enum = enum

    def process_bind_param(self, value: StrEnum | str | None, dialect: Any) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        return None if value is None else self.enum(value)


_sessions: sessionmaker[Session] | None = None


def connect(url: str, *, pool: int = 10) -> Engine:
    """Make `url` this process's database. Connections are opened when first used.

    `pool` is how many connections are kept; twice as many may be open at once.
    """
    global _sessions
    old = _sessions
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=pool,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,  # errors are logged, and parameters are what people wrote
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    # The new one first: a thread that asks meanwhile finds a database either way.
    _sessions = sessionmaker(engine, expire_on_commit=False)
    if old is not None:
        cast(Engine, old.kw["bind"]).dispose()
    return engine


def disconnect() -> None:
    """Close every connection; there is no database until the next `connect`."""
    global _sessions
    if _sessions is not None:
        engine().dispose()
        _sessions = None


def engine() -> Engine:
    """The engine of this process. RuntimeError before `connect`."""
    if _sessions is None:
        raise RuntimeError("no database: create_app() has not run")
    return cast(Engine, _sessions.kw["bind"])


@contextmanager
def transaction() -> Iterator[Session]:
    """One decision: everything inside commits together or not at all.

    What `after_commit` was given runs once the commit is through, and never after a rollback.
    """
    if _sessions is None:
        raise RuntimeError("no database: create_app() has not run")
    with _sessions() as session:
        with session.begin():
            yield session
            settle(session)
        for callback in session.info.pop("after_commit", {}).values():
            callback()


def ask(session: Session, sql: str, **given: Any) -> Sequence[Sequence[Any]]:
    """One plain statement in the session's transaction, its rows as tuples.

    For what happens on every text. SQLAlchemy takes two to ten times as much of the processor for
    the same statement (docs/performance.md). What the session has yet to write is written first;
    of what it has loaded, nothing is looked up again.
    """
    session.flush()
    connection = session.connection()
    if connection.engine.dispatch.before_cursor_execute:  # somebody counts, or reads plans
        watched = connection.exec_driver_sql(sql, given)
        return watched.all() if watched.returns_rows else ()
    driver = cast("psycopg.Connection[Any]", connection.connection.dbapi_connection)
    try:
        cursor = driver.execute(sql, given)
        # Not `description`: it is put together anew for each answer.
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else ()
    except psycopg.Error as error:
        lost = driver.closed
        if lost:  # and so, most likely, has every other connection been
            connection.invalidate(error)
            connection.engine.dispose(close=False)
        raise DBAPIError.instance(
            sql, None, error, psycopg.Error, hide_parameters=True, connection_invalidated=lost
        ) from error


def put(session: Session, row: Base) -> None:
    """INSERT a new row now, and give it its id: what `add` and `flush` do, by one plain statement.

    For tables that a text writes to. Relationships may be set from here on, not before.
    """
    table = type(row)
    sql, defaults = _insert(table)
    # Every column, also where it is nothing: what is left out would be looked up again. Past the
    # attributes, which would note down each as a change that is still to be saved.
    columns = instance_dict(row)
    columns.update({n: d if (v := columns.get(n)) is None else v for n, d in defaults.items()})
    [made] = ask(session, sql, **{name: columns[name] for name in defaults})
    columns["id"] = made[0]
    make_transient_to_detached(row)
    session.add(row)


@cache
def _insert(table: type[Base]) -> tuple[str, dict[str, Any]]:
    """The statement, and each column with its default."""
    columns = [column for column in table.__table__.columns if column.name != "id"]
    defaults = {
        column.name: column.default.arg if isinstance(column.default, ColumnDefault) else None
        for column in columns
    }
    names, values = ", ".join(defaults), ", ".join(f"%({name})s" for name in defaults)
    into = table.__table__.fullname  # type: ignore[attr-defined]
    return f"INSERT INTO {into} ({names}) VALUES ({values}) RETURNING id", defaults  # noqa: S608


def later(session: Session, write: Callable[[Session, list[T]], None], item: T) -> None:
    """Have `write` write `item` down with others of its kind, before the commit at the latest."""
    session.info.setdefault("later", {}).setdefault(write, []).append(item)


def settle(session: Session) -> None:
    """Write down now what was put off until later."""
    for write, items in session.info.pop("later", {}).items():
        write(session, items)


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """All of what is inside happens, or nothing of it; what went before stays."""
    settle(session)
    try:
        with session.begin_nested():
            yield
            settle(session)
    except BaseException:
        session.info.pop("later", None)
        raise


def insist(decide: Callable[[Session], T], *, within: float = 8.0) -> T:
    """`transaction`, begun anew for `within` seconds while the database goes away and comes back.

    Only for what may be decided twice: a commit whose answer was lost may have been one.
    """
    deadline = time.monotonic() + within
    while True:
        try:
            with transaction() as session:
                return decide(session)
        except DBAPIError as error:
            lost = error.connection_invalidated or isinstance(error, OperationalError)
            if not lost or time.monotonic() >= deadline:
                raise
            time.sleep(0.1)


def after_commit(session: Session, key: str, callback: Callable[[], None]) -> None:
    """Run `callback` after the commit, once for each `key`. It may not fail and may not query.

    (SQLAlchemy's own after_commit event also fires when a savepoint is released.)
    """
    session.info.setdefault("after_commit", {})[key] = callback


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only look: no commit, no locks, nothing to nudge."""
    if _sessions is None:
        raise RuntimeError("no database: create_app() has not run")
    with _sessions() as session:
        session.connection(execution_options={"postgresql_readonly": True})
        yield session


class MigrationBlocked(Exception):
    """A migration could not have its lock in time; what it had begun was undone."""

    def __init__(self, waited: str, statement: str) -> None:
        super().__init__(
            f"Somebody else holds a table that a migration needs, and it waited {waited}:\n"
            f"  {' '.join(statement.split())}\n"
            "That migration was undone and nobody was held up. Run `flask db upgrade` again; if it "
            "keeps failing, look in pg_stat_activity for a transaction that stays open (a dump, a "
            "report, a forgotten psql), and end it."
        )


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database's tables up to date with the migrations. Raises MigrationBlocked."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_ROOT / "migrations"))
    config.attributes["url"] = url
    command.upgrade(config, revision)
