"""Everything that has happened in the sandbox, in one SQLite database.

One connection behind one lock: a change is short and there is one process, so serial order is
the simplest thing that makes every change atomic. What must never differ (an effect, its saved
answer, the webhook that reports it) is written in one `change()`.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_customer ON objects (kind, json_extract(body, '$.customer'));
CREATE INDEX IF NOT EXISTS objects_intent
    ON objects (kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS objects_charge ON objects (kind, json_extract(body, '$.charge'));
CREATE INDEX IF NOT EXISTS objects_phone ON objects (kind, json_extract(body, '$.phone'));
CREATE INDEX IF NOT EXISTS objects_status ON objects (kind, json_extract(body, '$.status'));
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY, endpoint TEXT NOT NULL, params TEXT NOT NULL,
    status INTEGER NOT NULL, answer TEXT NOT NULL, created REAL NOT NULL);
CREATE INDEX IF NOT EXISTS idempotency_created ON idempotency (created);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL,
    lane TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL, due REAL NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, seq);
CREATE INDEX IF NOT EXISTS deliveries_lane ON deliveries (lane, state, seq);
CREATE TABLE IF NOT EXISTS opt_outs (
    phone TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (phone, number));
CREATE TABLE IF NOT EXISTS blobs (
    id TEXT PRIMARY KEY, content_type TEXT NOT NULL, data BLOB NOT NULL);
"""
TABLES = ("objects", "idempotency", "deliveries", "opt_outs", "blobs")


class Books:
    """Objects by id and kind, and the tables of SCHEMA. Safe to use from any thread."""

    def __init__(self, path: str = "") -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self.moved = threading.Condition()
        self.version = 0
        self.closed = False

    def close(self) -> None:
        """Close the database; the books may not be used afterwards."""
        self.end_waiting()
        with self._lock:
            self._db.close()

    def end_waiting(self) -> None:
        """Tell whoever waits for something new that nothing more will come."""
        self.closed = True
        self.nudge()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; an inner change joins the outer. An exception undoes all of it."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth:
                return
            self._db.execute("COMMIT")
        self.nudge()

    def nudge(self) -> None:
        """Wake whoever waits for something new: the outbox, and phones that are looking."""
        with self.moved:
            self.version += 1
            self.moved.notify_all()

    def wait(self, version: int, timeout: float) -> int:
        """Wait until the books have moved past `version`, at most `timeout` s; the new version."""
        with self.moved:
            self.moved.wait_for(lambda: self.version != version, timeout)
            return self.version

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """All rows of one statement."""
        with self._lock:
            return list(self._db.execute(sql, values))

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """The first row of one statement, or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def put(self, kind: str, thing: Json) -> Json:
        """Insert the object, or replace the one with its "id"; its place in lists is kept."""
        with self.change():
            self._db.execute(
                "INSERT INTO objects (id, kind, body) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (thing["id"], kind, json.dumps(thing)),
            )
        return thing

    def get(self, kind: str, id: str) -> Json | None:
        """The object of that kind and id, or None."""
        row = self.row("SELECT body FROM objects WHERE id = ? AND kind = ?", id, kind)
        return None if row is None else _read(row["body"])

    def need(self, kind: str, id: str) -> Json:
        """The object of that kind and id, which another object names; LookupError without it."""
        found = self.get(kind, id)
        if found is None:
            raise LookupError(f"{kind} {id} is not in the books")
        return found

    def any(self, id: str) -> tuple[str, Json] | None:
        """The object of whatever kind with that id: (kind, object), or None."""
        row = self.row("SELECT kind, body FROM objects WHERE id = ?", id)
        return None if row is None else (str(row["kind"]), _read(row["body"]))

    def find(self, kind: str, where: Mapping[str, object] | None = None) -> list[Json]:
        """Objects of a kind whose top-level fields equal `where`, newest first."""
        sql, values = "SELECT body FROM objects WHERE kind = ?", [kind]
        for name, value in (where or {}).items():
            sql += f" AND json_extract(body, '$.{name}') = ?"
            values.append(value)  # type: ignore[arg-type]
        return [_read(row["body"]) for row in self.rows(sql + " ORDER BY seq DESC", *values)]

    def add_blob(self, id: str, content_type: str, data: bytes) -> None:
        """Keep a file under `id`."""
        with self.change():
            self.rows("INSERT INTO blobs VALUES (?, ?, ?)", id, content_type, data)

    def blob(self, id: str) -> tuple[str, bytes] | None:
        """(content type, bytes) of a kept file, or None."""
        row = self.row("SELECT content_type, data FROM blobs WHERE id = ?", id)
        return None if row is None else (str(row["content_type"]), bytes(row["data"]))

    def clear(self) -> None:
        """Forget everything."""
        with self.change():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - one of TABLES


def _read(body: str) -> Json:
    thing: Json = json.loads(body)
    return thing
