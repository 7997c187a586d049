"""A text written at the console waits for a few seconds, and can be taken back as long."""

import html
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from concierge import clock, db
from concierge.config import Settings
from concierge.conversation.models import Conversation, Message, Wait
from concierge.customers import queries as customers
from concierge.effects import running
from concierge.effects.models import Effect, EffectStatus
from tests.composing.conftest import SetUp, field
from tests.composing.test_drafts import somebody_else
from tests.console.conftest import FRAGMENT, Desk
from tests.world import World


@pytest.fixture(autouse=True)
def _a_while(set_up: SetUp) -> None:
    """As long as the slowest machine needs; by default it is five seconds."""
    set_up(undo_send_seconds=60)


def later(world: World) -> None:
    """The while has passed, and the worker has come by."""
    with db.transaction() as session:
        now = clock.now()
        waiting = update(Effect).where(Effect.status == EffectStatus.WAITING)
        session.execute(waiting.values(due_at=now, fair_at=now))
    world.work()


def send(desk: Desk, thread: str, body: str) -> int:
    """Press Send; the message's id."""
    assert desk.post(f"{thread}/messages", {"body": body}).status_code == 303
    with db.reading() as session:
        return session.scalars(select(Message.id).order_by(Message.id.desc()).limit(1)).one()


def undo(desk: Desk, thread: str, message_id: int, body: str = "") -> int:
    """Press Undo, with this in the composer; the answer's status."""
    return desk.post(f"{thread}/undo", {"message": message_id, "body": body}).status_code


def waits(world: World) -> tuple[datetime | None, str | None]:
    found = world.conversation()
    return found.waiting_since, found.waiting_for


def test_it_waits_for_five_seconds_unless_the_shop_says_otherwise() -> None:
    assert Settings.model_fields["undo_send_seconds"].default == 5


def test_nothing_goes_out_meanwhile_and_then_it_does(desk: Desk, thread: str, world: World) -> None:
    send(desk, thread, "We are")
    world.work()
    assert "We are" not in world.texts()
    with db.reading() as session:
        [effect] = session.scalars(select(Effect).where(Effect.status == EffectStatus.WAITING))
        assert effect.due_at == effect.created_at + timedelta(seconds=60)
    assert 'id="undo"' in desk.get(thread).text
    later(world)
    assert world.texts()[-1] == "We are"
    assert 'id="undo"' not in desk.get(thread).text


def test_a_text_taken_back_is_a_draft_again_and_never_sent(
    desk: Desk, thread: str, world: World
) -> None:
    before = waits(world)
    assert before[0] is not None
    message_id = send(desk, thread, "We aer open")
    assert waits(world) == (None, None)
    assert undo(desk, thread, message_id) == 303
    page = desk.get(thread).text
    assert field(page) == "We aer open"
    assert f'data-key="m{message_id}"' not in page
    assert waits(world) == before, "she waits, and has waited as long"
    assert world.conversation().last_preview == "Are you open on Sunday?"
    with db.reading() as session:
        assert session.scalars(select(Wait)).all() == []
    later(world)
    assert "We aer open" not in world.texts()


def test_what_was_begun_meanwhile_stands_below_it(desk: Desk, thread: str) -> None:
    message_id = send(desk, thread, "We are")
    assert undo(desk, thread, message_id, body="And a card?") == 303
    assert field(desk.get(thread).text) == "We are\nAnd a card?"


def test_what_a_worker_has_is_not_taken_back(desk: Desk, thread: str, world: World) -> None:
    message_id = send(desk, thread, "We are")
    later(world)
    answer = desk.post(f"{thread}/undo", {"message": message_id, "body": "x"}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "It has gone out already" in html.unescape(answer.text)
    assert world.texts().count("We are") == 1


def test_either_the_worker_has_it_or_it_is_taken_back(
    desk: Desk, thread: str, world: World
) -> None:
    message_id = send(desk, thread, "We are")
    with db.transaction() as session:
        now = clock.now()
        session.execute(update(Effect).values(due_at=now, fair_at=now))
    with db.transaction() as session:
        [effect] = running._next(session, clock.now(), 1)
        assert undo(desk, thread, message_id) == 422, "a worker is claiming it"
        effect.status, effect.attempt, effect.lease_until = EffectStatus.RUNNING, 1, clock.now()
    assert undo(desk, thread, message_id) == 422, "a worker has it"
    with db.transaction() as session:
        running.release_lapsed(session, clock.now())
    later(world)
    assert world.texts().count("We are") == 1


def test_what_is_written_after_it_goes_after_it(desk: Desk, thread: str, world: World) -> None:
    send(desk, thread, "Here is a quote")
    world.send_quote()
    world.drain()
    assert "Here is a quote" not in world.texts()
    later(world)
    first, second = world.texts()[-2:]
    assert first == "Here is a quote"
    assert second.startswith("12 red roses")


def test_of_two_the_newest_is_taken_back_first(desk: Desk, thread: str, world: World) -> None:
    first = send(desk, thread, "One")
    second = send(desk, thread, "Two")
    assert re.search(rf'id="undo" name="message" value="{second}"', desk.get(thread).text)
    assert undo(desk, thread, second) == 303
    assert re.search(rf'id="undo" name="message" value="{first}"', desk.get(thread).text)
    later(world)
    assert "One" in world.texts()
    assert "Two" not in world.texts()


def test_a_colleagues_text_is_theirs_to_take_back(desk: Desk, thread: str, world: World) -> None:
    message_id = send(desk, thread, "We are")
    kim = somebody_else(world)
    assert 'id="undo"' not in kim.get(thread).text
    assert undo(kim, thread, message_id) == 422
    later(world)
    assert world.texts()[-1] == "We are"


def test_who_wrote_meanwhile_waits_for_that_too(desk: Desk, thread: str, world: World) -> None:
    since, _ = waits(world)
    message_id = send(desk, thread, "We are")
    world.text("And on Monday?")
    assert undo(desk, thread, message_id) == 303
    assert waits(world)[0] == since
    assert world.conversation().last_preview == "And on Monday?"


def test_a_first_text_taken_back_leaves_an_empty_thread(desk: Desk, world: World) -> None:
    desk.post("/console/conversations", {"number": "(212) 555-0147", "body": "Hello Ruth"})
    with db.reading() as session:
        message = session.scalars(select(Message)).one()
    thread = f"/console/conversations/{message.conversation_id}"
    assert undo(desk, thread, message.id) == 303
    page = desk.get(thread).text
    assert "Nothing written yet" in page
    assert field(page) == "Hello Ruth"
    with db.transaction() as session:
        found = session.get_one(Conversation, message.conversation_id)
        customers.lock(session, found.customer_id)
        assert found.last_preview == ""


def test_with_no_seconds_it_goes_at_once(
    desk: Desk, thread: str, world: World, set_up: SetUp
) -> None:
    set_up(undo_send_seconds=0)
    send(desk, thread, "We are")
    assert 'id="undo"' not in desk.get(thread).text
    world.work()
    assert world.texts()[-1] == "We are"
