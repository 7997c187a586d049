"""What a migration may not do while the version before it is serving, read from its SQL."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect

ROOT = Path(__file__).resolve().parents[2]
# They grow with every text: a lock on one for as long as it takes to read it holds up the shop.
BIG = {"messages", "media", "media_contents", "events", "effects", "provider_events"}
# These were made before anybody served.
FIRST = ("0001", "0002")

_VOLATILE = r"gen_random_uuid|uuid_generate|random\(|clock_timestamp|nextval|\bserial|identity"


def configured(url: str, *, versions: Path | None = None, **attributes: Any) -> Config:
    """Alembic as `flask db upgrade` sets it up; `versions` is one more folder of migrations."""
    given = Config()
    given.set_main_option("script_location", str(ROOT / "migrations"))
    if versions is not None:
        given.set_main_option("path_separator", "newline")
        both = f"{ROOT / 'migrations' / 'versions'}\n{versions}"
        given.set_main_option("version_locations", both)
    given.attributes.update(url=url, **attributes)
    return given


def revisions() -> list[str]:
    """All migrations, oldest first."""
    script = ScriptDirectory.from_config(configured(""))
    return [each.revision for each in script.walk_revisions()][::-1]


def tables(url: str) -> set[str]:
    """The tables that there are."""
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def run(config: Config, revision: str) -> list[str]:
    """Upgrade, and every statement that this was."""
    with listening() as statements:
        command.upgrade(config, revision)
    return statements


@contextmanager
def listening() -> Iterator[list[str]]:
    """The statements that any engine of this process makes meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def dangers(statements: Iterable[str], existing: set[str]) -> list[str]:
    """What of these statements the version before could not live with, as sentences.

    `existing` are the tables that were there before; on a new one everything is allowed.
    """
    made: set[str] = set()
    found = []
    for statement in statements:
        plain = " ".join(statement.replace('"', "").split()).lower()
        if match := re.match(r"create table (?:if not exists )?(\w+)", plain):
            made.add(match[1])
        old = existing - made
        found += [f"{why}: {plain[:160]}" for rule in _RULES for why in rule(plain, old)]
    return found


def _alters(plain: str, old: set[str]) -> str | None:
    """What is done to a table that was there before."""
    match = re.match(r"alter table (?:if exists )?(?:only )?(?:public\.)?(\w+) (.*)", plain)
    return match[2] if match and match[1] in old else None


def _column(plain: str, old: set[str]) -> Iterator[str]:
    what = _alters(plain, old)
    if what is None or not what.startswith("add column"):
        return
    if "not null" in what and "default" not in what and "generated" not in what:
        yield "the old version does not fill a new NOT NULL column; give it a server default"
    if re.search(_VOLATILE, what) or "generated always as" in what:
        yield "this writes every row anew under a lock"


def _taken_away(plain: str, old: set[str]) -> Iterator[str]:
    what = _alters(plain, old) or ""
    if re.match(r"drop (column )?(?!constraint)", what) and not what.startswith("drop constraint"):
        yield "the old version still uses the column; stop using it first, drop it a release later"
    if "rename" in what:
        yield "the old version knows the old name; make a new one, fill it, drop the old one later"
    if re.match(r"alter column \w+ (set data )?type", what):
        yield "the old version reads another type, and the whole table is written anew"
    if re.match(r"alter column \w+ set not null", what):
        yield "the old version may still write NULL, and the whole table is read under a lock"
    match = re.match(r"drop table (?:if exists )?(?:public\.)?(\w+)", plain)
    if match and match[1] in old:
        yield "the old version still uses the table"


def _index(plain: str, old: set[str]) -> Iterator[str]:
    match = re.match(r"create (?:unique )?index (?!concurrently).*? on (?:only )?(\w+)", plain)
    if match and match[1] in BIG & old:
        yield "nobody can write to this big table meanwhile; make it CONCURRENTLY"


def _constraint(plain: str, old: set[str]) -> Iterator[str]:
    what = _alters(plain, old & BIG)
    if what and what.startswith("add constraint") and not re.search("not valid|using index", what):
        yield "the big table is read under a lock; add it NOT VALID, then validate"


def _locks(plain: str, _: set[str]) -> Iterator[str]:
    if re.match(r"set (local |session )?lock_timeout|lock table", plain):
        yield "env.py says how long a lock is waited for"


def _fills(plain: str, old: set[str]) -> Iterator[str]:
    match = re.match(r"(?:update|delete from) (?:only )?(\w+)", plain)
    if match and match[1] in BIG & old:
        yield "this holds many rows of a big table; fill it in batches, by the clock"


_RULES: Sequence[Callable[[str, set[str]], Iterator[str]]] = (
    _column,
    _taken_away,
    _index,
    _constraint,
    _locks,
    _fills,
)
