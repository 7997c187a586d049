"""A row about Maria in every table there is, or will be: its words are told apart by "secret"."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from concierge.db import Base, Choice
from concierge.privacy.map import PLACES, Fate

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
# Her business is over, and what has no foreign key to her is about her all the same.
GIVEN: dict[str, Any] = {
    "customers.erased_at": None,
    "cards.detached_at": None,
    "card_sessions.provider_id": "cs_1",  # known until no more events about it can come
    "orders.status": "paid",
    "payments.status": "captured",
    "refunds.status": "succeeded",
    "quotes.status": "expired",
    "effects.status": "done",
    "media.status": "stored",
    "media.content_type": "image/png",
    "events.subject_kind": "order",
    "provider_events.body": {"words": "secret", "customer": "kept wallets provider_id"},
    "api_requests.body": {"words": "secret", "customer_id": 1},
    "events.data": {"words": "secret", "amount": 5400, "currency": "USD"},
}


SKIPPED = {"erasures"}  # she has not been erased yet


def fill(connection: Connection) -> None:
    """One row a table, all of customer 1."""
    connection.execute(text(_NO_CHECKS))
    rows: dict[str, dict[str, Any]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in SKIPPED:
            continue
        row = {
            column.name: _value(column, rows)
            for column in table.columns
            if column.computed is None and column.identity is None
        }
        connection.execute(table.insert(), row)
        rows[table.name] = row
    connection.execute(text(_NUMBERS_GO_ON))


def _value(column: Column[Any], rows: dict[str, dict[str, Any]]) -> Any:
    name = f"{column.table.name}.{column.name}"
    if name in GIVEN:
        return GIVEN[name]
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return rows[target.table.name][target.name] if target.table.name in rows else None
    kind = column.type
    if isinstance(kind, Choice):
        return None if column.nullable else next(iter(kind.enum))
    place = PLACES[column.table.name]
    stays = place.fate is Fate.NOBODY or column.name in place.kept
    words = f"{'kept' if stays else 'secret'} {column.table.name} {column.name}"
    match kind:
        case String():
            return words
        case JSONB():
            return {"words": words}
        case LargeBinary():
            return words.encode()
        case DateTime():
            return AT
        case Date():
            return AT.date()
        case ARRAY():
            return []
        case Boolean():
            return False
        case Integer():
            return 1
    raise AssertionError(f"tests/privacy/filling.py can't make up a {kind} for {name}: teach it")


_NO_CHECKS = """
do $$
declare found record;
begin
  for found in select conrelid\\:\\:regclass as relation, conname from pg_constraint
    where contype = 'c' and connamespace = 'public'\\:\\:regnamespace
  loop
    execute format('alter table %s drop constraint %I', found.relation, found.conname);
  end loop;
end $$
"""
_NUMBERS_GO_ON = """
select setval(format('%I.%I', schemaname, sequencename)\\:\\:regclass, 1000)
from pg_sequences where schemaname = 'public'
"""
