"""`flask events replay`: the same words by the same door, which changes nothing twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from concierge import clock, config, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation import reception
from concierge.conversation.models import Message
from concierge.effects.models import Effect, EffectStatus
from concierge.events import Event
from concierge.privacy import retention
from concierge.provider_events import ProviderEvent
from tests.webhooks.conftest import kept
from tests.world import World


@pytest.fixture
def day(world: World) -> World:
    """Maria ordered, and everything that there is to be told was told."""
    world.text("Hello")
    world.save_card()
    world.quote()
    world.text("OK")
    assert world.order().status == "confirmed"
    return world


def replay(world: World, *options: str) -> str:
    result = world.app.test_cli_runner().invoke(args=["events", "replay", *options])
    assert result.exit_code == 0, result.output
    world.work()
    return str(result.output)


def picture(world: World) -> Any:
    """Everything that a customer, Stripe or an operator could see."""
    with db.reading() as session:
        happened = session.scalar(select(func.count()).select_from(Event))
        calls = session.scalar(select(func.count()).select_from(Effect))
    messages = [(m.id, m.body, m.status, m.provider_id) for m in world.messages()]
    return messages, world.order().status, world.authorisations(), happened, calls, world.texts()


def test_what_was_applied_stays_as_it_is(day: World) -> None:
    before = picture(day)
    said = replay(day)
    assert "2 texts: 0 taken in anew, 2 left as they were." in said
    assert "Stripe events: 0 taken in anew" in said
    assert picture(day) == before


def test_a_dry_run_names_what_there_is_and_touches_nothing(day: World) -> None:
    before = picture(day)
    said = replay(day, "--dry-run")
    assert "2 texts would be taken in again." in said
    assert "checkout.session.completed  evt_" in said
    assert "message.delivered  SM" in said
    assert picture(day) == before


def test_a_receipt_that_was_lost_on_us_is_applied(day: World) -> None:
    """A mistake of ours, since mended, had left a text as sent."""
    last = day.messages()[-1]
    with db.transaction() as session:
        session.execute(
            update(Message)
            .where(Message.id == last.id)
            .values(status=DeliveryStatus.SENT, delivered_at=None)
        )
    replay(day, "--provider", "twilio", "--id", str(last.provider_id))
    assert day.messages()[-1].status is DeliveryStatus.DELIVERED


def test_a_text_that_was_lost_on_us_is_taken_in(world: World) -> None:
    world.known()
    world.text("Where are my roses?")
    [message] = world.messages()
    with db.transaction() as session:
        raw = session.get_one(Message, message.id).raw
        session.execute(delete(Message).where(Message.id == message.id))
    with db.transaction() as session:
        channel = world.app.extensions["channel"]
        anew = reception.take_text(session, channel, raw or {}, at=clock.now())
    assert anew is not None
    assert [m.body for m in world.messages()] == ["Where are my roses?"]


def test_an_event_whose_reading_was_given_up_is_read(day: World) -> None:
    with db.transaction() as session:
        first = session.scalars(select(ProviderEvent).order_by(ProviderEvent.id)).all()
        event = next(each for each in first if each.provider == "stripe")
        session.execute(
            update(Effect)
            .where(Effect.subject == f"event:{event.id}")
            .values(status=EffectStatus.GIVEN_UP)
        )
    said = replay(day, "--provider", "stripe", "--id", event.event_id)
    assert "1 Stripe events: 1 taken in anew, 0 left as they were." in said
    assert "texts" not in said
    assert "0 taken in anew" in replay(day, "--provider", "stripe")


def test_only_what_came_between_two_moments_is_replayed(day: World) -> None:
    tomorrow = f"{clock.now() + timedelta(days=1):%Y-%m-%d}"
    assert "0 texts would" in replay(day, "--since", tomorrow, "--dry-run")
    assert "2 texts would" in replay(day, "--until", tomorrow, "--dry-run")


def test_what_was_kept_long_enough_is_forgotten_batch_by_batch(
    day: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 1)
    days = config.current().retention_raw_events_days

    def forgotten(days: int) -> int:
        gone = retention.carry_out(clock.now() + timedelta(days=days))
        return gone["raw-events"] + gone["raw-texts"]

    assert forgotten(days - 1) == 0
    count = len(kept("stripe")) + len(kept("twilio"))
    assert forgotten(days + 1) == count + 2
    assert kept("stripe") == kept("twilio") == []
    assert [m.body for m in day.messages() if m.inbound] == ["Hello", "OK"], "the texts stay"
    assert "0 texts" in replay(day, "--dry-run")
