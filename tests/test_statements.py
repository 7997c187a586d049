"""How much a text asks of the database: so many statements, and one commit, whatever went before.

Counted, not timed: these figures are the same on every machine.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event

from concierge import db
from concierge.channels.base import Inbound
from concierge.conversation import past, receive
from concierge.orders.models import OrderStatus
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import shop as shop


@dataclass
class Count:
    """What the database was asked."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Count meanwhile. BEGIN and COMMIT are no statements, a SAVEPOINT is one."""
    count, engine = Count(), db.engine()

    def asked(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        count.statements.append(statement)

    def saved(_conn: Any, name: str) -> None:
        count.statements.append(f"SAVEPOINT {name}")

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


def texts(phone: Phone, body: str, sid: str = "SMcounted") -> Count:
    """They text, half a minute later, and it is taken in as the webhook does it."""
    inbound = Inbound("sms", sid, phone.number, "+15550100000", body)
    at = phone.shop.later(seconds=30)
    with counted() as count, db.transaction() as session:
        receive.receive(session, inbound, at=at)
    return count


def settle_in(phone: Phone, times: int = 3) -> None:
    """Enough of a past that their language is known and a quote has come."""
    for number in range(times):
        phone.says(f"Could you please put some of the tall white ones with it, say {number}?")
        phone.is_told("We will see to it.")


@pytest.mark.parametrize("quoted", [False, True], ids=["no quote", "a quote"])
def test_a_text_for_a_person_takes_six_statements_and_one_commit(
    maria: Phone, quoted: bool
) -> None:
    settle_in(maria)
    if quoted:
        maria.is_quoted()
    count = texts(maria, "could you also put some eucalyptus in, please?")
    assert len(count.statements) <= 6, count.statements
    assert count.commits == 1
    assert maria.waits_for == "Perhaps “human”: a question"


def test_a_text_that_was_here_before_takes_four_statements(maria: Phone) -> None:
    settle_in(maria)
    texts(maria, "could you also put some eucalyptus in, please?")
    count = texts(maria, "could you also put some eucalyptus in, please?")
    assert len(count.statements) <= 4, count.statements


def test_an_ok_that_places_the_order_takes_fourteen_statements_and_one_commit(
    maria: Phone,
) -> None:
    settle_in(maria)
    maria.is_quoted()
    count = texts(maria, "OK")
    assert len(count.statements) <= 14, count.statements
    assert count.commits == 1
    [order] = maria.orders
    assert order.status is OrderStatus.PLACED


def test_a_quote_that_lies_far_back_takes_some_more_and_no_more_than_that(maria: Phone) -> None:
    """What they were shown lies far back, beyond the messages that are read at once."""
    settle_in(maria)
    maria.is_quoted()
    for number in range(past.ENOUGH + 5):
        maria.says(f"It is really very kind of you, and so much better than number {number}!")
    assert maria.orders == []
    count = texts(maria, "OK 1")
    assert len(maria.orders) == 1
    assert len(count.statements) <= 22, count.statements
