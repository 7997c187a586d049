"""Counts what is asked of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from concierge import db

# Asked by the time that has gone by and not by what is done: see overrides.find.
HAVE_TEXTS_CHANGED = "SELECT house_rules.changed_at"


class Count(list[str]):
    """The statements, and how many commits there were."""

    commits = 0


@contextmanager
def counted(*, also_by_the_clock: bool = False) -> Iterator[Count]:
    """Count meanwhile. BEGIN and COMMIT are no statements, a SAVEPOINT is one."""
    count, engine = Count(), db.engine()

    def asked(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if also_by_the_clock or not statement.startswith(HAVE_TEXTS_CHANGED):
            count.append(statement)

    def saved(_conn: Any, name: str) -> None:
        count.append(f"SAVEPOINT {name}")

    def committed(_conn: Any) -> None:
        count.commits += 1

    listeners: dict[str, Callable[..., Any]] = {
        "before_cursor_execute": asked,
        "savepoint": saved,
        "commit": committed,
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield count
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
