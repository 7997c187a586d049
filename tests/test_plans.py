"""What happens on every text, and in every open console, finds its rows by an index.

The plans are PostgreSQL's own, with sequential scans made so dear that it takes them only where
no index serves.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from concierge import clock, db
from concierge.catalogue import queries as catalogue
from concierge.conversation import queries as conversations
from concierge.effects import running, sweeping
from concierge.orders import queries as orders
from concierge.orders.models import OrderStatus
from concierge.quotes import queries as quotes
from tests.world import MARIA, World

Look = Callable[[], object]


@contextmanager
def scans() -> Iterator[list[str]]:
    """The tables that are read from end to end meanwhile."""
    found: list[str] = []
    engine = db.engine()
    planning: list[bool] = []

    def plan(conn: Any, _c: Any, statement: str, parameters: Any, *_: Any) -> None:
        if planning or not re.match(r"\s*(select|update|delete)", statement, re.IGNORECASE):
            return
        planning.append(True)
        with engine.connect() as other:
            other.execute(text("SET enable_seqscan = off"))
            lines = other.exec_driver_sql("EXPLAIN " + statement, parameters).scalars().all()
            other.rollback()
        planning.clear()
        found.extend(
            f"{match[1]}: {statement}"
            for line in lines
            if (match := re.search(r"Seq Scan on (\w+)", line))
        )

    event.listen(engine, "before_cursor_execute", plan)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", plan)


def test_an_ok_that_places_an_order_reads_no_table_from_end_to_end(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    with scans() as found:
        world.text("OK")
    assert world.order().status == "confirmed"
    assert found == []


def test_a_first_text_reads_no_table_from_end_to_end(world: World) -> None:
    with scans() as found:
        world.text("Hello", sender=MARIA)
    assert found == []


@pytest.mark.parametrize(
    "look",
    [
        running.run_next,
        sweeping.sweep,
        lambda: _read(lambda session: conversations.inbox(session, after=None, limit=50)),
        lambda: _read(lambda session: quotes.lapsed(session, clock.now())),
        lambda: _read(lambda session: quotes.live(session, 1, clock.now())),
        lambda: _read(lambda session: orders.forsaken(session, clock.now())),
        lambda: _read(lambda session: orders.column(session, OrderStatus.CONFIRMED, limit=50)),
        lambda: _read(lambda session: catalogue.listed(session, "rose", limit=7)),
        lambda: _read(lambda session: quotes.ordered(session, 1)),
    ],
    ids=[
        "claim",
        "sweep",
        "inbox",
        "expiry",
        "live quotes",
        "held orders",
        "board",
        "goods",
        "usual",
    ],
)
def test_what_is_asked_all_day_has_its_index(world: World, look: Look) -> None:
    world.known()
    world.quote()
    with scans() as found:
        look()
    assert found == []


def _read(query: Callable[[Any], object]) -> object:
    with db.reading() as session:
        return query(session)
