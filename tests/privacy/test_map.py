"""Nothing is kept about a person that nobody has decided about."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, select

from concierge import db, events
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.db import Base, Choice
from concierge.privacy import erasing, exporting
from concierge.privacy.map import MESSAGE_FACTS, MESSAGE_WORDS, PLACES, Fate
from tests.privacy.filling import AT, SKIPPED, fill
from tests.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
HELP = "concierge/privacy/map.py: say there whether an erasure removes or blanks it, or why not"


def about_customers(metadata: MetaData) -> set[str]:
    """The tables from which foreign keys lead to a customer."""
    found = {"customers"}
    while True:
        more = {
            table.name
            for table in metadata.sorted_tables
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def can_hold_words(column: Column[Any]) -> bool:
    if isinstance(column.type, Choice) or column.computed is not None:
        return False
    return not isinstance(column.type, Integer | DateTime) and str(column.type) != "BOOLEAN"


def undecided(metadata: MetaData) -> Iterator[str]:
    """Every table and column about which nobody has decided, as a sentence."""
    linked = about_customers(metadata)
    for table in metadata.tables.values():
        place = PLACES.get(table.name)
        if place is None:
            yield f"the table {table.name} is not in {HELP}"
        elif place.fate is Fate.NOBODY and table.name in linked:
            yield f"the table {table.name} leads to a customer, so it is not nobody's: {HELP}"
        elif place.fate is Fate.BLANKED:
            for column in table.columns:
                if can_hold_words(column) and column.name not in {*place.blank, *place.kept}:
                    yield f"{table.name}.{column.name} is neither blanked nor kept: {HELP}"


def test_every_table_and_column_has_been_decided_about() -> None:
    assert list(undecided(Base.metadata)) == []


def test_a_new_table_or_column_is_noticed() -> None:
    metadata = MetaData()
    Table("customers", metadata, Column("id", Integer, primary_key=True), Column("shoe", String))
    Table("visits", metadata, Column("customer_id", ForeignKey("customers.id")))
    Table("catalogue_items", metadata, Column("wished_by", ForeignKey("customers.id")))
    said = " ".join(undecided(metadata))
    for name in ("the table visits", "customers.shoe", "catalogue_items leads to a customer"):
        assert name in said


def test_the_map_names_nothing_that_is_gone() -> None:
    tables = Base.metadata.tables
    assert set(PLACES) <= set(tables)
    for name, place in PLACES.items():
        named = {*place.blank, *place.kept, *place.hidden}
        assert named <= set(tables[name].columns.keys()), name


def test_what_points_at_others_comes_before_them() -> None:
    order = list(PLACES)
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            other = key.column.table.name
            if other != table.name and PLACES[other].fate is not Fate.NOBODY:
                assert order.index(table.name) < order.index(other), f"{table.name} -> {other}"


def test_each_text_column_of_a_message_is_said_or_a_fact() -> None:
    wordy = {
        column.name for column in Base.metadata.tables["messages"].columns if can_hold_words(column)
    }
    assert wordy == {*MESSAGE_WORDS, *MESSAGE_FACTS}
    assert {name for name in MESSAGE_WORDS if name not in Message.__table__.columns} == set()


@pytest.fixture
def full(shop: Shop, new_database: Callable[..., str]) -> Shop:
    """Every table has a row about Maria, customer 1."""
    db.connect(new_database())
    with db.engine().begin() as connection:
        fill(connection)
    return shop


def everything() -> dict[str, list[dict[str, Any]]]:
    with db.engine().connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(select(table))]
            for name, table in Base.metadata.tables.items()
        }


def test_an_erasure_leaves_nothing_personal_in_any_table(full: Shop) -> None:
    before = everything()
    assert all(rows or name in SKIPPED for name, rows in before.items())

    with db.transaction() as session:
        customer = customers.lock(session, 1)
        erasing.erase(session, customer, by=events.operator(1), at=AT)

    after = everything()
    for name, rows in after.items():
        assert "secret" not in repr(rows), f"{name}: {rows}"
    for name in ("orders", "quotes", "quote_lines", "payments", "refunds"):
        for column in Base.metadata.tables[name].columns:
            if not can_hold_words(column):
                kept = [row[column.name] for row in after[name]]
                assert kept == [row[column.name] for row in before[name]], f"{name}.{column.name}"
    [told] = [row for row in after["events"] if row["id"] == 1]
    assert told["data"] == {"amount": 5400, "currency": "USD"}


def test_an_export_holds_every_word_that_is_kept(full: Shop) -> None:
    out = io.BytesIO()
    exporting.export(1, out, at=AT)

    with zipfile.ZipFile(out) as packed:
        data = json.loads(packed.read("data.json"))
        readme = packed.read("README.txt").decode()
        assert packed.read("media/1.png") == b"secret media_contents content"
    told = json.dumps(data)
    for name, place in PLACES.items():
        for column in Base.metadata.tables[name].columns:
            shown = place.fate is not Fate.NOBODY and not place.not_exported
            words = f"secret {name} {column.name}"
            if not shown or column.name in place.hidden:
                assert f'"{words}"' not in told, words
            elif can_hold_words(column) and name not in {"media_contents", *SKIPPED}:
                assert column.name in data[name][0], words
        if name in exporting.sections() and name not in SKIPPED:
            assert f"  {name} (1): {place.about}" in readme


def test_the_document_describes_every_section_of_an_export() -> None:
    document = (ROOT / "docs" / "privacy.md").read_text()
    told = set(re.findall(r"^\| `(\w+)` \|", document, re.MULTILINE))
    assert told >= set(exporting.sections())
    for name, place in PLACES.items():
        if place.not_exported:
            assert f"`{name}`" in document, f"docs/privacy.md says why {name} is not exported"
