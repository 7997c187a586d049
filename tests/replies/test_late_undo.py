"""The text that says "UNDO in the next 10 minutes" is true whenever it goes out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation import retrying
from concierge.conversation.models import Message
from concierge.effects import Effect
from concierge.orders import lifecycle as orders
from concierge.payments.gateway import Standing
from tests.replies.conftest import Phone
from tests.shop import SAM

ORDERED = "Ordered: $54.00 on Visa 4242. Changed your mind? Reply UNDO in the next 10 minutes."


@pytest.fixture
def ordered(maria: Phone) -> Phone:
    """Maria's money is reserved, and the text that says so has not gone out yet."""
    maria.is_quoted()
    maria.says("OK")
    maria.shop.bank_says(maria.orders[0].id, Standing.AUTHORISED)
    assert maria.texts[-1] == ORDERED
    return maria


def test_sent_at_once_the_minutes_are_those_since_it_was_ordered(ordered: Phone) -> None:
    until = ordered.orders[0].undo_until
    ordered.shop.later(seconds=5)
    ordered.gets_texts()
    assert ordered.orders[0].undo_until == until
    ordered.shop.later(minutes=10)
    ordered.says("UNDO")
    assert ordered.orders[0].status == "confirmed"


def test_held_back_by_an_outage_they_begin_when_she_can_read_it(ordered: Phone) -> None:
    ordered.shop.later(minutes=45)
    ordered.gets_texts()
    ordered.shop.later(minutes=9)
    ordered.says("UNDO")
    assert ordered.orders[0].status == "cancelled"


def test_but_they_end_all_the_same(ordered: Phone) -> None:
    ordered.shop.later(minutes=45)
    ordered.gets_texts()
    ordered.shop.later(minutes=10)
    ordered.says("UNDO")
    assert ordered.orders[0].status == "confirmed"
    assert "too late" in ordered.waits_for


def test_what_somebody_has_begun_meanwhile_takes_a_person(ordered: Phone) -> None:
    order = ordered.orders[0].id
    ordered.shop.later(minutes=45)
    ordered.shop.on_order(order, lambda s, o: orders.start(s, o, by=SAM, at=ordered.shop.now))
    until = ordered.orders[0].undo_until
    ordered.gets_texts()
    assert ordered.orders[0].undo_until == until
    ordered.says("UNDO")
    assert ordered.orders[0].status == "confirmed"
    assert "too late" in ordered.waits_for


def test_lost_by_the_carrier_and_sent_anew_they_begin_anew(ordered: Phone) -> None:
    ordered.gets_texts(reported=False)
    ordered.shop.later(minutes=20)
    with ordered.shop.deciding(ordered.customer.id) as session:
        lost = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        lost.status, lost.expires_at = DeliveryStatus.FAILED, clock.now() + timedelta(hours=1)
        retrying.SendAgain().record(session, Effect(), lost.id)
    ordered.gets_texts()
    with db.reading() as session:
        newest = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert newest.again_of is not None
    assert ordered.orders[0].undo_until == ordered.shop.now + timedelta(minutes=10)
    ordered.says("UNDO")
    assert ordered.orders[0].status == "cancelled"
