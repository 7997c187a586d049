"""What has been kept long enough goes, by the clock, and nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from concierge import config, db, ticking
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaContent,
    MediaStatus,
    Message,
)
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import Customer, Link, LinkPurpose
from concierge.db import Base
from concierge.effects.models import Effect, EffectStatus
from concierge.operators import accounts
from concierge.operators.models import ApiRequest
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments.models import CardSession, Payment, ProviderEvent, Refund
from concierge.privacy import erasing, retention
from concierge.privacy.map import PLACES, Fate
from concierge.privacy.models import Erasure, RetentionMark
from tests.shop import SAM, Shop

DAY = timedelta(days=1)


@contextmanager
def keeping(**settings: int) -> Iterator[None]:
    """These settings, meanwhile."""
    before = config.current()
    config.use(before.model_copy(update=settings))
    try:
        yield
    finally:
        config.use(before)


def count(model: Any) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def says(shop: Shop, customer_id: int, body: str, *, picture: bool = False) -> int:
    """A text of theirs that came in now."""
    with db.transaction() as session:
        thread = session.scalars(
            select(Conversation).where(Conversation.customer_id == customer_id)
        ).one()
        message = Message(
            conversation_id=thread.id,
            contact_point_id=thread.contact_point_id,
            channel="sms",
            direction=Direction.IN,
            author=f"customer:{customer_id}",
            body=body,
            intent_reason=f"asks: {body}",
            created_at=shop.now,
        )
        session.add(message)
        session.flush()
        thread.last_message_at, thread.last_preview = shop.now, body
        if picture:
            media = Media(
                message_id=message.id,
                position=0,
                status=MediaStatus.STORED,
                content_type="image/png",
            )
            session.add(media)
            session.flush()
            session.add(MediaContent(media_id=media.id, content=b"png"))
        return message.id


def body_of(message_id: int) -> str:
    with db.reading() as session:
        return session.get_one(Message, message_id).body


def test_nothing_that_a_person_said_goes_unless_the_shop_wants_it(shop: Shop) -> None:
    maria = shop.customer()
    old = says(shop, maria, "Roses", picture=True)
    retention.carry_out(shop.later(days=5000))
    assert body_of(old) == "Roses"
    assert count(MediaContent) == 1
    assert count(Customer) == 1


def test_words_go_after_their_days_and_the_rows_stay(shop: Shop) -> None:
    maria = shop.customer(card=False)
    old = says(shop, maria, "Roses for my mum")
    with keeping(retention_messages_days=100):
        retention.carry_out(shop.later(days=99))
        assert body_of(old) == "Roses for my mum"
        young = says(shop, maria, "Tulips")
        retention.carry_out(shop.later(days=2))
    assert (body_of(old), body_of(young)) == ("", "Tulips")
    with db.reading() as session:
        message = session.get_one(Message, old)
        assert message.intent_reason is None
        assert session.scalars(select(Conversation.last_preview)).one() == "Tulips"


def test_the_preview_of_an_old_thread_goes_with_its_words(shop: Shop) -> None:
    says(shop, shop.customer(card=False), "Roses for my mum")
    with keeping(retention_messages_days=100):
        retention.carry_out(shop.later(days=101))
    with db.reading() as session:
        assert session.scalars(select(Conversation.last_preview)).one() == ""


def test_a_text_that_is_still_to_be_sent_keeps_its_words(shop: Shop) -> None:
    maria = shop.customer()  # "You're all set" waits for a worker
    [waiting] = shop.texts(maria)
    with keeping(retention_messages_days=1):
        retention.carry_out(shop.later(days=10))
        assert shop.texts(maria) == [waiting]
        with db.transaction() as session:
            session.execute(update(Effect).values(status=EffectStatus.GIVEN_UP))
        retention.carry_out(shop.now)
    assert shop.texts(maria) == [""]


def test_it_goes_in_batches_and_does_not_read_again_what_is_done(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria = shop.customer(card=False)
    ids = [says(shop, maria, f"Text {number}") for number in range(7)]
    monkeypatch.setattr(retention, "_BATCH", 3)
    with keeping(retention_messages_days=1):
        assert retention.carry_out(shop.later(days=2))["messages"] == 7
        assert retention.carry_out(shop.now)["messages"] == 0
    assert {body_of(number) for number in ids} == {""}
    with db.reading() as session:
        assert session.get_one(RetentionMark, "messages").upto == ids[-1]


def test_pictures_go_after_their_own_days(shop: Shop) -> None:
    maria = shop.customer()
    old = says(shop, maria, "Like this", picture=True)
    with keeping(retention_media_days=10):
        retention.carry_out(shop.later(days=9))
        assert count(MediaContent) == 1
        says(shop, maria, "And this", picture=True)
        retention.carry_out(shop.later(days=2))
    assert (count(Media), count(MediaContent)) == (1, 1)
    assert body_of(old) == "Like this"


def test_calls_that_are_over_go_and_others_stay(shop: Shop) -> None:
    statuses = list(EffectStatus)
    with db.transaction() as session:
        for number, status in enumerate(statuses):
            ended = None if status in {EffectStatus.WAITING, EffectStatus.RUNNING} else shop.now
            effect = Effect(
                kind="message.send",
                key=f"k{number}",
                subject="message:1",
                params={},
                status=status,
                created_at=shop.now,
                due_at=shop.now,
                deadline_at=shop.now,
                ended_at=ended,
            )
            session.add(effect)
    retention.carry_out(shop.later(days=89))
    assert count(Effect) == len(statuses)
    retention.carry_out(shop.later(days=2))
    with db.reading() as session:
        left = set(session.scalars(select(Effect.status)))
    assert left == {EffectStatus.WAITING, EffectStatus.RUNNING, EffectStatus.GIVEN_UP}


def test_raw_events_replays_and_links_go_after_theirs(shop: Shop) -> None:
    maria = shop.customer()
    with shop.deciding(maria) as session:
        link = links.create(session, maria, LinkPurpose.CARD, at=shop.now)
        payments.open_card_session(session, link, at=shop.now)
        accounts.create_token(session, "till")
        session.flush()
        session.add(
            ProviderEvent(
                provider="stripe", event_id="evt_1", kind="x", received_at=shop.now, body={}
            )
        )
        session.add(
            ApiRequest(
                token_id=1, key="k", fingerprint=b"", created_at=shop.now, status=201, body={}
            )
        )
    tables = (ProviderEvent, ApiRequest, Link, CardSession)
    ticking.forget(shop.later(hours=23))
    assert [count(each) for each in tables] == [1, 1, 1, 1]
    ticking.forget(shop.later(hours=2))
    assert [count(each) for each in tables] == [1, 0, 1, 1]
    ticking.forget(shop.later(days=31))
    assert [count(each) for each in tables] == [1, 0, 0, 0]
    ticking.forget(shop.later(days=60))
    assert [count(each) for each in tables] == [0, 0, 0, 0]


def test_a_customer_without_activity_is_erased_and_an_active_one_is_not(shop: Shop) -> None:
    quiet, open_order = shop.customer(), shop.customer("+15550100124")
    paid, writes = shop.customer("+15550100125"), shop.customer("+15550100126")
    shop.confirmed(open_order)
    with keeping(retention_customers_days=1000):
        shop.later(days=900)
        says(shop, writes, "I am back")
        shop.paid(paid)
        retention.carry_out(shop.later(days=101))
    with db.reading() as session:
        erased = {c.id: c.erased_at is not None for c in session.scalars(select(Customer))}
        record = session.scalars(select(Erasure)).one()
    assert erased == {quiet: True, open_order: False, paid: False, writes: False}
    assert (record.by, record.because) == ("service", "inactive")


def test_the_books_are_kept_their_years_and_then_nothing_is_left(shop: Shop) -> None:
    maria, ana = shop.customer(), shop.customer("+15550100124")
    order_id = shop.paid(maria)
    shop.paid(ana)
    with db.transaction() as session:
        session.execute(update(Effect).values(status=EffectStatus.DONE, ended_at=shop.now))
    with shop.deciding(maria) as session:
        erasing.erase(session, customers.get(session, maria), by=SAM, at=shop.later(days=1))
    with keeping(retention_books_years=7):
        retention.carry_out(shop.later(days=7 * 365))
        assert shop.order(order_id).total == 5400
        retention.carry_out(shop.later(days=3))
    with db.reading() as session:
        for table, place in PLACES.items():
            if place.fate is not Fate.NOBODY and "customer_id" in Base.metadata.tables[table].c:
                column = Base.metadata.tables[table].c.customer_id
                assert maria not in session.scalars(select(column)).all(), table
        assert session.scalars(select(Order.customer_id)).all() == [ana]
        assert session.scalars(select(Payment.customer_id)).all() == [ana]
        assert session.get(Customer, maria) is None
    assert count(Refund) == 0


def test_who_is_not_erased_keeps_their_orders_for_ever(shop: Shop) -> None:
    order_id = shop.paid(shop.customer())
    retention.carry_out(shop.later(days=365 * 90))
    assert shop.order(order_id).total == 5400


def test_whatever_points_at_rows_that_retention_removes_is_removed_with_them() -> None:
    """A new table that points at one of these would hold up the clock: teach privacy/rows.py."""
    taken = {
        "media": {"media_contents"},
        "media_contents": set(),
        "provider_events": set(),
        "effects": set(),
        "links": {"card_sessions"},
        "card_sessions": set(),
        "api_requests": set(),
    }
    for name, known in taken.items():
        pointing = {
            table.name
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name == name
        }
        assert pointing == known, name
