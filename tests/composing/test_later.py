"""A text that is to be sent at a time is sent then, once, unless something has happened since."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from concierge import clock, db, ticking
from concierge.composing.models import LaterText
from concierge.conversation.models import Message
from concierge.customers.models import Customer
from tests.composing.conftest import field, hidden
from tests.console.conftest import Desk
from tests.world import World

Freeze = Callable[[datetime], AbstractContextManager[Any]]
BODY = "Good morning, Maria"


def plan(desk: Desk, thread: str, when: str = "in 2 hours", body: str = BODY) -> int:
    """Plan a text; its id."""
    answer = desk.post(f"{thread}/later", {"body": body, "when": when})
    assert answer.status_code == 303, html.unescape(answer.text)
    return planned()[-1].id


def planned() -> list[LaterText]:
    with db.reading() as session:
        return list(session.scalars(select(LaterText).order_by(LaterText.id)))


def its_time_comes(world: World, late: timedelta = timedelta(0)) -> int:
    """The clock comes by as it is due, or later; how many were sent."""
    with db.transaction() as session:
        session.execute(update(LaterText).values(due_at=clock.now() - late))
    sent = ticking.send_later(clock.now())
    world.work()
    return sent


def test_it_is_sent_at_its_time_and_not_before(desk: Desk, thread: str, world: World) -> None:
    plan(desk, thread)
    assert ticking.send_later(clock.now()) == 0
    world.work()
    assert BODY not in world.texts()
    assert its_time_comes(world) == 1
    assert world.texts()[-1] == BODY
    assert planned() == []
    assert ticking.send_later(clock.now()) == 0
    with db.reading() as session:
        sent = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert sent.author == "operator:1"
    assert world.conversation().waiting_since is None


def test_it_stands_in_the_thread_with_their_clock(desk: Desk, thread: str, world: World) -> None:
    with db.transaction() as session:
        session.execute(update(Customer).values(timezone="Europe/Paris"))
    plan(desk, thread, "24 Dec 9:00")
    [text] = planned()
    local = text.due_at.astimezone(UTC)
    assert (local.month, local.day, local.hour) == (12, 24, 8), "nine in Paris"
    page = desk.get(thread).text
    assert re.search(r"03:00 \(their 09:00\)</strong> Good morning, Maria", page)
    assert field(page) == ""


def test_the_browsers_own_picker_is_on_their_clock_too(desk: Desk, thread: str) -> None:
    day = (clock.now() + timedelta(days=30)).date()
    data = {"body": BODY, "when": "", "moment": f"{day}T09:30"}
    assert desk.post(f"{thread}/later", data).status_code == 303
    assert f"{planned()[0].due_at:%M}" == "30"


@pytest.mark.parametrize(
    ("body", "when", "sentence"),
    [
        (BODY, "soon", "“soon” is not a time I can read"),
        (BODY, "", "Write it like"),
        (BODY, "2020-01-01 09:00", "has passed already"),
        (BODY, "in 60 weeks", "within a year"),
        ("", "tomorrow 9:00", "Write something first"),
        ("Hi {name}", "tomorrow 9:00", "is not known here"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(
    desk: Desk, thread: str, body: str, when: str, sentence: str
) -> None:
    answer = desk.post(f"{thread}/later", {"body": body, "when": when})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert field(desk.get(thread).text) == body
    assert planned() == []


def test_the_same_form_twice_plans_one_text(desk: Desk, thread: str) -> None:
    key = hidden(desk.get(thread).text, "compose")
    for _ in range(2):
        data = {"body": BODY, "when": "tomorrow 9:00", "compose": key}
        assert desk.post(f"{thread}/later", data).status_code == 303
    assert len(planned()) == 1


def test_if_she_writes_first_it_is_held_back_and_a_person_is_called(
    desk: Desk, thread: str, world: World
) -> None:
    plan(desk, thread)
    desk.post(f"{thread}/settlement")
    world.text("Never mind, I found some")
    desk.post(f"{thread}/settlement")
    assert its_time_comes(world) == 0
    assert BODY not in world.texts()
    assert world.conversation().waiting_for == "Held back: They wrote first."
    assert "Held back: They wrote first." in desk.get(thread).text
    assert ticking.send_later(clock.now()) == 0


def test_a_machine_that_answers_for_her_holds_nothing_back(
    desk: Desk, thread: str, world: World
) -> None:
    plan(desk, thread)
    world.text("Automatic reply: I'm driving and can't text right now")
    assert world.messages()[-1].intent == "autoreply"
    assert its_time_comes(world) == 1


def test_an_opt_out_is_respected_when_its_time_comes(desk: Desk, thread: str, world: World) -> None:
    plan(desk, thread)
    world.text("STOP")
    with db.transaction() as session:  # as if it had been planned after that
        session.execute(update(LaterText).values(after_id=10_000))
    assert its_time_comes(world) == 0
    assert BODY not in world.texts()
    assert "has opted out" in (planned()[0].held_because or "")


def test_what_the_clock_slept_through_is_not_sent_by_itself(
    desk: Desk, thread: str, world: World
) -> None:
    plan(desk, thread)
    assert its_time_comes(world, late=timedelta(minutes=61)) == 0
    assert "stood still" in (planned()[0].held_because or "")


def test_it_is_cancelled(desk: Desk, thread: str, world: World) -> None:
    text_id = plan(desk, thread)
    data = {"later": text_id, "body": "half a thought"}
    assert desk.post(f"{thread}/later/cancellation", data).status_code == 303
    assert planned() == []
    assert its_time_comes(world) == 0
    assert field(desk.get(thread).text) == "half a thought"
    answer = desk.post(f"{thread}/later/cancellation", data)
    assert answer.status_code == 422
    assert "There is no such text that is still to be sent" in answer.text


def test_it_is_changed_in_the_composer(desk: Desk, thread: str, world: World) -> None:
    text_id = plan(desk, thread)
    assert desk.post(f"{thread}/later/edit", {"later": text_id, "body": ""}).status_code == 303
    assert planned() == []
    assert field(desk.get(thread).text) == BODY


def test_of_two_clocks_one_sends_it(desk: Desk, thread: str, world: World) -> None:
    plan(desk, thread)
    with db.transaction() as session:
        session.execute(update(LaterText).values(due_at=clock.now()))
    at = clock.now()
    with db.reading() as session:
        from concierge.composing import later

        both = later.due(session, at)
    assert len(both) == 1
    assert ticking.send_later(at) == 1
    with db.transaction() as session:
        assert later.carry_out(session, both[0][0], at) is False
    world.work()
    assert world.texts().count(BODY) == 1
