"""Receipts come late, twice and in any order; a text's story only goes forward."""

from itertools import permutations

import pytest

from concierge import db
from concierge.channels.base import DeliveryStatus, Receipt
from concierge.channels.twilio import TwilioChannel
from concierge.conversation import outcomes, write
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from tests.shop import SAM, Shop

SID = "SM" + "7" * 32
TWILIO = TwilioChannel("AC" + "0" * 32, "token", public_url="http://shop.test", phone_number="+1")
RANK = ["queued", "sent", "failed", "delivered", "read"]
Said = tuple[str, str]


@pytest.fixture
def number(shop: Shop) -> int:
    """A text that a worker is just sending."""
    customer = shop.customer()
    with shop.deciding(customer) as session:
        conversation = write.of_customer(session, customer)
        return write.write(session, conversation, "We close at six.", by=SAM, at=shop.now).id


def hear(shop: Shop, number: int, said: Said) -> None:
    status, code = said
    form = {"MessageSid": SID, "MessageStatus": status, "ErrorCode": code}
    receipt = TWILIO.parse_receipt(form, {"message": str(number)})
    assert isinstance(receipt, Receipt)
    with db.transaction() as session:
        assert outcomes.receive_receipt(session, receipt, explain=None, at=shop.later(seconds=1))


def read(number: int) -> Message:
    with db.reading() as session:
        return session.get_one(Message, number)


def orders_of(*said: Said) -> list[tuple[Said, ...]]:
    return list(permutations(said))


@pytest.mark.parametrize(
    "order", orders_of(("sent", ""), ("delivered", ""), ("undelivered", "30008"), ("read", ""))
)
def test_whatever_the_order_a_text_that_was_read_stays_read(
    shop: Shop, number: int, order: tuple[Said, ...]
) -> None:
    ranks = []
    for said in order * 2:
        hear(shop, number, said)
        ranks.append(RANK.index(str(read(number).status)))
    assert ranks == sorted(ranks), "never a step back"
    assert read(number).status is DeliveryStatus.READ


@pytest.mark.parametrize("order", orders_of(("failed", "30007"), ("failed", ""), ("sent", "")))
def test_a_failure_without_a_code_does_not_erase_the_code(
    shop: Shop, number: int, order: tuple[Said, ...]
) -> None:
    for said in order * 2:
        hear(shop, number, said)
    message = read(number)
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, "30007")


def test_a_code_that_comes_after_the_failure_is_still_acted_on(shop: Shop, number: int) -> None:
    hear(shop, number, ("failed", ""))
    hear(shop, number, ("failed", "21610"))
    with db.reading() as session:
        point = customers.by_address(session, "sms", "+15550100123")
        assert point is not None
        assert point.opted_out_at is not None


def test_a_failure_after_the_delivery_leaves_no_code_behind(shop: Shop, number: int) -> None:
    hear(shop, number, ("delivered", ""))
    hear(shop, number, ("undelivered", "30005"))
    message = read(number)
    assert (message.status, message.error_code) == (DeliveryStatus.DELIVERED, None)
    with db.reading() as session:
        point = customers.by_address(session, "sms", "+15550100123")
        assert point is not None
        assert point.dead_at is None


def test_a_receipt_for_a_text_that_came_in_is_not_ours(shop: Shop) -> None:
    receipt = TWILIO.parse_receipt({"MessageSid": SID, "MessageStatus": "sent"}, {"message": "99"})
    assert receipt is not None
    with db.transaction() as session:
        assert not outcomes.receive_receipt(session, receipt, explain=None, at=shop.now)
