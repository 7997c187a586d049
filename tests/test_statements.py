"""How much a text asks of the database: so many statements, and one commit, whatever went before.

Counted, not timed: these figures are the same on every machine.
"""

import pytest

from concierge import db
from concierge.channels.base import Inbound
from concierge.conversation import past, receive
from concierge.orders.models import OrderStatus
from tests.counting import Count, counted
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import shop as shop


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
    assert len(count) <= 6, count
    assert count.commits == 1
    assert maria.waits_for == "Perhaps “human”: a question"


def test_a_text_that_was_here_before_takes_four_statements(maria: Phone) -> None:
    settle_in(maria)
    texts(maria, "could you also put some eucalyptus in, please?")
    count = texts(maria, "could you also put some eucalyptus in, please?")
    assert len(count) <= 4, count


def test_an_ok_that_places_the_order_takes_fourteen_statements_and_one_commit(
    maria: Phone,
) -> None:
    settle_in(maria)
    maria.is_quoted()
    count = texts(maria, "OK")
    assert len(count) <= 14, count
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
    assert len(count) <= 22, count
