"""The tables change while the version before is serving: no migration may get in its way."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import MetaData, create_engine, text

from app import compose
from concierge import clock, db
from concierge.db import Base, MigrationBlocked
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from tests.operations.schema_changes import (
    FIRST,
    ROOT,
    configured,
    dangers,
    revisions,
    run,
    tables,
)
from tests.stores import plain
from tests.waiting import until
from tests.world import OPERATOR, World

NewDatabase = Callable[..., str]
# (revision, words of the danger) to the reason why it does no harm there.
ALLOWED: dict[tuple[str, str], str] = {
    ("0090", "ix_messages_created_at"): "a block-range index, made before anybody is live",
}
NEWER = [revision for revision in revisions() if revision not in FIRST]


@pytest.fixture
def before(new_database: NewDatabase) -> Callable[[str], str]:
    """A database as it was before a migration."""

    def make(revision: str) -> str:
        url = new_database(migrated=False)
        all_of_them = revisions()
        db.upgrade(url, all_of_them[all_of_them.index(revision) - 1])
        return url

    return make


@pytest.mark.parametrize("revision", NEWER)
def test_a_migration_does_nothing_that_the_version_before_could_not_live_with(
    before: Callable[[str], str], revision: str
) -> None:
    url = before(revision)
    existing = tables(url)
    found = [
        danger
        for danger in dangers(_own(run(configured(url), revision)), existing)
        if not any(of == revision and words in danger for of, words in ALLOWED)
    ]
    assert found == [], "docs/operations.md, Migrations, says how to do it safely"


def _own(statements: list[str]) -> list[str]:
    """Without what env.py does before the migration."""
    begun = next(n for n, said in enumerate(statements) if "lock_timeout" in said)
    return [said for said in statements[begun + 1 :] if "alembic_version" not in said]


DANGEROUS = (
    "ALTER TABLE customers ADD COLUMN shoe VARCHAR NOT NULL",
    'ALTER TABLE "orders" ADD COLUMN token UUID DEFAULT gen_random_uuid()',
    "ALTER TABLE customers ADD COLUMN up VARCHAR GENERATED ALWAYS AS (upper(name)) STORED",
    "ALTER TABLE customers DROP COLUMN name",
    "ALTER TABLE customers DROP name",
    "ALTER TABLE customers RENAME COLUMN name TO called",
    "ALTER TABLE customers RENAME TO people",
    "ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC",
    "ALTER TABLE orders ALTER COLUMN summary SET NOT NULL",
    "DROP TABLE quotes",
    "CREATE INDEX ix_x ON messages (body)",
    "CREATE UNIQUE INDEX ix_x ON effects (kind)",
    "ALTER TABLE messages ADD CONSTRAINT ck_x CHECK (parts > 0)",
    "UPDATE messages SET body = ''",
    "SET lock_timeout = 0",
    "LOCK TABLE customers",
)
HARMLESS = (
    "ALTER TABLE customers ADD COLUMN shoe VARCHAR",
    "ALTER TABLE customers ADD COLUMN vip BOOLEAN DEFAULT false NOT NULL",
    "CREATE TABLE visits (id BIGINT NOT NULL)",
    "CREATE INDEX ix_v ON visits (id)",
    "CREATE INDEX CONCURRENTLY ix_x ON messages (body)",
    "ALTER TABLE messages ADD CONSTRAINT ck_x CHECK (parts > 0) NOT VALID",
    "ALTER TABLE messages VALIDATE CONSTRAINT ck_x",
    "ALTER TABLE customers DROP CONSTRAINT ck_x",
    "CREATE INDEX ix_x ON catalogue_items (name)",
)


@pytest.mark.parametrize("statement", DANGEROUS)
def test_what_is_dangerous_is_noticed(statement: str) -> None:
    assert len(dangers([statement], set(Base.metadata.tables))) == 1


def test_what_is_harmless_is_let_through() -> None:
    assert dangers(HARMLESS, set(Base.metadata.tables)) == []
    fresh = ["CREATE TABLE visits (id BIGINT)", "ALTER TABLE visits ADD COLUMN a INT NOT NULL"]
    assert dangers(fresh, set(Base.metadata.tables)) == []


# --- the version before, on the tables of this one -----------------------------------------------


def a_day(world: World) -> None:
    """What writes to most tables."""
    world.text("Hi, can you get 12 red roses?", media=[("image/png", world.sample_picture())])
    world.save_card()
    world.quote()


def the_rest_of_it(world: World) -> None:
    world.text("OK")
    order = world.order()
    assert order.status == "confirmed"
    world.decide(
        order.customer_id,
        lambda s: orders.fulfil(s, order_queries.get(s, order.id), by=OPERATOR, at=clock.now()),
    )
    world.work()
    assert world.order().status == "paid"
    assert "Receipt" in world.texts()[-1] or "/l/" in world.texts()[-1]
    world.text("STOP")


@pytest.mark.parametrize("revision", NEWER)
def test_what_the_version_before_writes_can_be_written_after_a_migration(
    world: World, before: Callable[[str], str], revision: str
) -> None:
    """The rows of a whole day, with the columns that it knew and no others."""
    a_day(world)
    the_rest_of_it(world)
    written = read_all(world.settings.database_url)
    assert sum(1 for rows in written.values() if rows) >= 15

    url = before(revision)
    known = reflected(url)
    db.upgrade(url, revision)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for table in known.sorted_tables:
            names = table.columns.keys()
            for row in written.get(table.name, []):
                old = {name: value for name, value in row.items() if name in names}
                connection.execute(table.insert(), old)
    engine.dispose()


def reflected(url: str) -> MetaData:
    metadata = MetaData()
    engine = create_engine(url)
    metadata.reflect(engine)
    engine.dispose()
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def read_all(url: str) -> dict[str, list[dict[str, Any]]]:
    metadata = reflected(url)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: [dict(row._mapping) for row in connection.execute(table.select())]
                for table in metadata.tables.values()
            }
    finally:
        engine.dispose()


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade():
    for table in {tables}:
        op.add_column(table, sa.Column("later", sa.String()))
        op.add_column(table, sa.Column("flag", sa.Boolean(), server_default="f", nullable=False))
    op.create_table(
        "visits",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("customer_id", sa.BigInteger(), sa.ForeignKey("customers.id")),
    )
    op.execute("ALTER TABLE messages ADD CONSTRAINT ck_later CHECK (later <> '') NOT VALID")
    with op.get_context().autocommit_block():
        op.create_index("ix_later", "messages", ["later"], postgresql_concurrently=True)
"""


@pytest.fixture
def elsewhere(world: World, new_database: NewDatabase) -> Iterator[str]:
    """The world on a database of its own, whose tables may change."""
    url = new_database()
    db.connect(url)
    yield url
    compose(world.settings)


def later(folder: Path) -> Path:
    """The next version's migration: all that the guard lets through, to every table there is."""
    names = sorted(Base.metadata.tables)
    (folder / "9999_later.py").write_text(LATER.format(head=revisions()[-1], tables=names))
    return folder


def test_the_main_job_goes_on_while_the_next_versions_migration_runs(
    world: World, elsewhere: str, tmp_path: Path
) -> None:
    a_day(world)  # connections are open, statements are prepared
    existing = tables(elsewhere)
    config = configured(elsewhere, versions=later(tmp_path))

    statements = run(config, "head")

    assert dangers(_own(statements), existing) == [], "it is what the guard lets through"
    the_rest_of_it(world)
    world.text("START")
    columns = "select count(*) from information_schema.columns where column_name = 'later'"
    with db.reading() as session:
        assert session.scalar(text(columns)) == len(Base.metadata.tables)
        assert session.scalar(text("select count(*) from messages where later is null"))


# --- locks ---------------------------------------------------------------------------------------


def test_every_lock_is_waited_for_five_seconds_at_most(before: Callable[[str], str]) -> None:
    statements = run(configured(before(NEWER[0])), "head")
    said = [each for each in statements if "lock_timeout" in each]
    assert said == ["SET lock_timeout = '5s'"]
    first = next(n for n, each in enumerate(statements) if each.lstrip().startswith("ALTER"))
    assert statements.index(said[0]) < first


def test_a_migration_that_can_not_have_its_lock_says_so_and_is_run_again(
    before: Callable[[str], str],
) -> None:
    url = before("0030")
    with psycopg.connect(plain(url)) as report:
        report.execute("select * from customers")  # a transaction that somebody left open
        with pytest.raises(MigrationBlocked) as blocked:
            run(configured(url, lock_timeout="50ms"), "0030")
        said = str(blocked.value)
        assert "ALTER TABLE customers ADD COLUMN erased_at" in said
        assert "waited 50ms" in said
        assert "Run `flask db upgrade` again" in said
    assert "erasures" not in tables(url)
    run(configured(url), "0030")
    assert "erasures" in tables(url)


def test_the_command_tells_it_in_a_sentence_and_not_in_a_traceback(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocked(_url: str) -> None:
        raise MigrationBlocked("5s", "ALTER TABLE x\n ADD COLUMN y")

    monkeypatch.setattr(db, "upgrade", blocked)
    done = world.app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 1
    assert "Somebody else holds a table" in done.output
    assert "ALTER TABLE x ADD COLUMN y" in done.output


def test_a_second_release_waits_and_holds_up_no_index_meanwhile(
    new_database: NewDatabase,
) -> None:
    url = new_database()
    with psycopg.connect(plain(url), autocommit=True) as first:
        first.execute("select pg_advisory_lock(7242001)")
        second = subprocess.Popen(
            [sys.executable, "-c", f"from concierge import db; db.upgrade({url!r})"], cwd=ROOT
        )
        try:
            until(lambda: _turns(first), "the second release to wait for its turn")
            first.execute("set statement_timeout = '60s'")
            first.execute("create index concurrently ix_later on messages (body)")
            assert second.poll() is None
            first.execute("select pg_advisory_unlock(7242001)")
            assert second.wait(60) == 0
        finally:
            second.kill()
            second.wait()


def _turns(connection: Any) -> bool:
    [count] = connection.execute(
        "select count(*) from pg_stat_activity where query like '%pg_try_advisory_lock%'"
        " and pid <> pg_backend_pid() and datname = current_database()"
    ).fetchone()
    return bool(count)


def test_the_operations_page_tells_what_the_guard_refuses() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    section = re.split(r"^## ", page, flags=re.MULTILINE)[-1]
    for word in (
        "NOT NULL",
        "NOT VALID",
        "lock_timeout",
        "autocommit_block",
        "postgresql_concurrently",
    ):
        assert word in section, word
