"""What happens on every text, and in every open console, finds its rows by an index.

The plans are PostgreSQL's own, with sequential scans made so dear that it takes them only where
no index serves.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from concierge import clock, db
from concierge.catalogue import queries as catalogue
from concierge.conversation import assigning, lapsing, queue, searching, snoozing
from concierge.conversation.queue import View
from concierge.customers import entry
from concierge.customers import parting as partings
from concierge.customers import queries as customers
from concierge.customers.models import Customer
from concierge.effects import running, sweeping
from concierge.ledger import booking
from concierge.ledger import queries as ledger
from concierge.ledger.models import EntryKind
from concierge.ledger.queries import Span
from concierge.orders import board_queries as board
from concierge.orders import queries as orders
from concierge.payments import dispute_queries as disputes
from concierge.payments import queries as payments
from concierge.payments.models import Card
from concierge.quotes import queries as quotes
from concierge.reconciliation import queries as differences
from concierge.reconciliation.models import Noun, Reconciliation
from concierge.web.console import panel
from tests.world import MARIA, World

Look = Callable[[], object]
RUN = Reconciliation(id=1, since=clock.now() - timedelta(days=2), asked_at=clock.now())
EACH = dict.fromkeys(board.Column, 20)
TODAY = board.Wanted(clock.now() - timedelta(hours=9), clock.now() + timedelta(hours=15), 1)
MARIAS = Card(customer_id=1, brand="visa", last4="4242")
NOBODY = Customer()


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
        *(
            lambda view=view: _read(lambda s: queue.page(s, view, me=1, at=clock.now()))
            for view in View
        ),
        lambda: _read(lambda session: queue.counts(session, me=1, at=clock.now())),
        lambda: _read(lambda session: searching.search(session, "#12")),
        lambda: _read(lambda session: searching.search(session, "54.00")),
        lambda: _read(lambda session: assigning.idle(session, clock.now())),
        lambda: _read(lambda session: snoozing.over(session, clock.now())),
        lambda: _read(lambda session: lapsing.due(session, clock.now())),
        lambda: _read(lambda session: lapsing.near(session, clock.now(), me=1)),
        lambda: _read(lambda session: lapsing.unpromised(session, clock.now())),
        lambda: _read(lambda session: quotes.lapsed(session, clock.now())),
        lambda: _read(lambda session: quotes.live(session, 1, clock.now())),
        lambda: _read(lambda session: ledger.page(session, Span(order_id=1))),
        lambda: _read(lambda session: ledger.balances(session, Span(customer_id=1))),
        lambda: _read(lambda session: booking.is_booked(session, EntryKind.CAPTURED, "payment", 1)),
        lambda: _read(lambda session: differences.page(session, is_open=True)),
        lambda: _read(lambda session: differences.open_count(session)),
        lambda: _read(lambda session: differences.unlisted(session, RUN, Noun.TEXT)),
        lambda: _read(lambda session: orders.forsaken(session, clock.now())),
        lambda: _read(lambda session: orders.lapsing(session, clock.now())),
        lambda: _read(lambda session: disputes.page(session, is_open=True, limit=30)),
        lambda: _read(lambda session: disputes.warnings_page(session, limit=30)),
        lambda: _read(lambda session: disputes.of(session, customer_id=1)),
        lambda: _read(lambda session: disputes.is_contested(session, MARIAS)),
        lambda: _read(lambda session: payments.renewals(session, 1)),
        lambda: _read(lambda session: payments.renewal(session, 1)),
        lambda: _read(lambda session: board.columns(session, board.EVERYTHING, EACH)),
        lambda: _read(lambda session: board.columns(session, TODAY, EACH)),
        lambda: _read(lambda session: board.counts(session, TODAY)),
        lambda: _read(
            lambda session: board.page(
                session, board.Column.HOUSE, TODAY, after=(clock.now(), 1), limit=50
            )
        ),
        lambda: _read(lambda session: board.to_do(session, TODAY, EACH, after=None, limit=50)),
        lambda: _read(lambda session: catalogue.listed(session, "rose", limit=7)),
        lambda: _read(lambda session: quotes.ordered(session, 1)),
        lambda: _read(lambda session: panel.read(session, 1)),
        lambda: _read(lambda session: customers.tagged(session, "vip", before=None, limit=9)),
        lambda: _read(lambda session: entry.arrive(session, NOBODY, "Hi (market)", at=clock.now())),
    ],
    ids=[
        "claim",
        "sweep",
        *View,
        "counts",
        "by number",
        "by amount",
        "idle",
        "woken",
        "promises due",
        "promises near",
        "unpromised",
        "expiry",
        "live quotes",
        "ledger",
        "balance",
        "booked",
        "differences",
        "open differences",
        "unlisted texts",
        "held orders",
        "lapsing",
        "disputes",
        "warnings",
        "customer's disputes",
        "contested",
        "renewals",
        "renewal",
        "board",
        "board of a day",
        "counts of the board",
        "column",
        "list to print",
        "goods",
        "usual",
        "panel",
        "tagged",
        "entry point",
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


def test_what_the_clock_asks_of_cards_and_pages_of_payment_reads_no_table(world: World) -> None:
    world.known()
    world.give_card()
    now = clock.now()
    with db.reading() as session, scans() as found:
        payments.expiring(session, now, now)
        payments.overdue_pay_visits(session, now)
        payments.pay_visits_under_way(session, 1)
        payments.holding(session, 1)
        payments.cards(session, 1)
        customers.is_doubted(session, 1)
        partings.latest(session, 1)
    assert found == []
