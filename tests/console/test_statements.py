"""How much a thread asks of the database: so many statements, however much is in it."""

from typing import Any

import pytest

from concierge import clock, db
from concierge.conversation import queries
from concierge.quotes.models import QuoteStatus
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import MINUTE, Shop

THREAD = "/console/conversations/1"
# Whose cookie it is, before anything else.
SEAT = 1


def fill(shop: Shop) -> None:
    """Six times as much of everything as a thread has on that day."""
    with db.transaction() as session:
        maria = queries.get(session, 1)
        busy = Shop(session, clock.now())
        for number in range(30):
            message = busy.heard(maria, (60 - number) * MINUTE, f"text {number}")
            busy.picture(message)
            lines = (("rose", 1, 500), ("peony", 2, 700))
            busy.quote(maria, 50 * MINUTE, *lines, status=QuoteStatus.DECLINED, number=9 + number)
        busy.said(maria, MINUTE, "With pleasure")  # by a person, whose name is looked up


@pytest.mark.parametrize("busy", [False, True])
def test_a_page_of_the_thread_takes_seven_statements(
    open_shop: Desk, shop: Shop, statements: Any, busy: bool
) -> None:
    open_shop.get(THREAD)
    if busy:
        fill(shop)
    with db.reading() as session:
        before = queries.newest(session, 1)
    with statements() as made:
        open_shop.get(f"{THREAD}?before={before}", headers=FRAGMENT)
    assert len(made) <= SEAT + 7, made


def test_opening_a_thread_takes_as_many_however_much_is_in_it(
    open_shop: Desk, shop: Shop, statements: Any
) -> None:
    open_shop.get(THREAD)
    with statements() as quiet:
        open_shop.get(THREAD)
    fill(shop)
    open_shop.get(THREAD)
    with statements() as busy:
        open_shop.get(THREAD)
    assert len(busy) == len(quiet), busy
    assert len(busy) <= 24, busy


def test_having_read_something_is_one_statement_more(
    open_shop: Desk, shop: Shop, statements: Any
) -> None:
    open_shop.get(THREAD)
    with statements() as quiet:
        open_shop.get(THREAD)
    with db.transaction() as session:
        Shop(session, clock.now()).heard(queries.get(session, 1), MINUTE, "And?")
    with statements() as busy:
        open_shop.get(THREAD)
    assert len(busy) == len(quiet) + 1
    assert len([each for each in busy if each.lstrip().startswith("INSERT")]) == 1
