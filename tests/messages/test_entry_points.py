"""A code on a poster says where a customer came from, and is no request."""

from urllib.parse import unquote

import pytest
from sqlalchemy import select

from concierge import db, events
from concierge.channels.base import Inbound
from concierge.conversation import receive
from concierge.conversation.models import Conversation, Message
from concierge.customers import entry
from concierge.customers import queries as customers
from concierge.customers.models import Customer, EntryPoint
from concierge.errors import Refused
from tests.shop import SAM, Shop

ANA = "+15550100199"


def stall(shop: Shop, word: str = "market") -> int:
    with db.transaction() as session:
        return entry.name(session, "Saturday market", word, "Hi!", by=SAM, at=shop.now).id


def texts(shop: Shop, body: str, *, sender: str = ANA, number: int = 1) -> Message:
    with db.transaction() as session:
        inbound = Inbound("sms", f"SM{number}", sender, "+15550100000", body)
        text = receive.receive(session, inbound, at=shop.now)
        assert text is not None
        return session.get_one(Message, text.id)


def known(sender: str = ANA) -> Customer:
    with db.reading() as session:
        point = customers.by_address(session, "sms", sender)
        assert point is not None
        customer = customers.get(session, point.customer_id)
        assert customer.source is None or customer.source.name
        return customer


@pytest.mark.parametrize("body", ["Hi! (market)", "(MARKET) Hi!", "12 red roses (market) please"])
def test_ana_came_by_the_market(shop: Shop, body: str) -> None:
    stall(shop)
    texts(shop, body)
    source = known().source
    assert source is not None
    assert source.name == "Saturday market"


def test_what_is_read_is_the_rest(shop: Shop) -> None:
    stall(shop, "usual-corner")
    plain = texts(shop, "Hi!", sender="+15550100198")
    coded = texts(shop, "Hi! (usual-corner)", number=2)
    assert (coded.intent, coded.intent_reason) == (plain.intent, plain.intent_reason)
    assert coded.body == "Hi! (usual-corner)", "what was written stays in the thread"
    with db.reading() as session:
        thread = session.get_one(Conversation, coded.conversation_id)
        assert thread.waiting_for == "New customer, by Saturday market"


def test_a_stop_beside_a_code_is_a_stop(shop: Shop) -> None:
    stall(shop)
    assert texts(shop, "STOP (market)").intent == "stop"
    with db.reading() as session:
        point = customers.by_address(session, "sms", ANA)
        assert point is not None
        assert point.opted_out_at is not None


def test_a_word_of_nobodys_stays_in_what_is_read(shop: Shop) -> None:
    stall(shop)
    texts(shop, "12 roses (red)")
    assert known().source is None


def test_only_the_first_text_says_where_somebody_comes_from(shop: Shop) -> None:
    stall(shop)
    texts(shop, "Hello")
    texts(shop, "Hi! (market)", number=2)
    assert known().source is None


def test_a_customer_whom_we_know_came_from_where_they_came(shop: Shop) -> None:
    stall(shop)
    maria = shop.customer()
    texts(shop, "Hi! (market)", sender="+15550100123")
    with db.reading() as session:
        assert customers.get(session, maria).source is None


def test_a_retired_word_means_nothing_and_may_be_used_again(shop: Shop) -> None:
    first = stall(shop)
    with db.transaction() as session:
        entry.retire(session, first, by=SAM, at=shop.now)
    texts(shop, "Hi! (market)")
    assert known().source is None
    second = stall(shop)
    texts(shop, "Hi! (market)", sender="+15550100188", number=2)
    assert known("+15550100188").source_id == second


@pytest.mark.parametrize(
    ("name", "word", "greeting", "sentence"),
    [
        ("", "market", "Hi!", "Write what you call it"),
        ("Market", "m*rket", "Hi!", "letters a to z"),
        ("Stop", "", "Hi!", "means something else"),
        ("Market", "", "Grüße", "plain characters"),
        ("Market", "", "Hi (you)", "no brackets"),
        ("Another", "saturday", "Hi!", "has the word “saturday” already"),
    ],
)
def test_what_a_text_can_not_carry_is_refused(
    shop: Shop, name: str, word: str, greeting: str, sentence: str
) -> None:
    stall(shop, "saturday")
    with db.transaction() as session, pytest.raises(Refused) as refused:
        entry.name(session, name, word, greeting, by=events.SERVICE, at=shop.now)
    assert sentence in refused.value.message


def test_the_word_is_made_of_the_name_unless_another_is_written(shop: Shop) -> None:
    with db.transaction() as session:
        made = entry.name(session, "Café Élan", "", "", by=SAM, at=shop.now)
        assert (made.word, made.greeting) == ("cafe-elan", "Hi!")


def test_the_link_puts_greeting_and_word_into_the_phone(shop: Shop) -> None:
    stall(shop)
    with db.reading() as session:
        made = session.scalars(select(EntryPoint)).one()
        link = entry.link(made, "+15550100000")
        assert unquote(link) == "sms:+15550100000?&body=Hi! (market)"
        assert b"<svg" in entry.picture(made, "+15550100000")
        assert entry.listed(session) == [(made, 0)]
    texts(shop, unquote(link).partition("body=")[2])
    with db.reading() as session:
        assert [came for _, came in entry.listed(session)] == [1]
