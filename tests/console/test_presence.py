"""Who else is in a conversation: seen at once, forgotten soon, and never in the way."""

import json
from datetime import timedelta
from typing import Any

import pytest
import redis
from freezegun import freeze_time

from concierge import clock, db, presence
from concierge.operators import accounts
from concierge.operators.models import Role
from concierge.presence import Board, Person, State
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import Shop
from tests.console.test_crossing import BEN
from tests.console.test_crossing import ben as ben
from tests.console.test_live import NOBODY, Ear, a_pass, serving
from tests.waiting import until
from tests.world import World

THREAD = "/console/conversations/1"
HERE = '<p class="present" id="present" data-here="1">'


@pytest.fixture(autouse=True)
def nobody_yet(world: World) -> None:
    redis.Redis.from_url(world.settings.redis_url).delete("presence:looking", "presence:typing")


def test_ben_sees_that_nadia_is_looking(open_shop: Desk, ben: Desk) -> None:
    open_shop.get(THREAD)
    assert f"{HERE}Nadia Haddad is looking</p>" in ben.get(THREAD).text
    assert f"{HERE}Ben Ortiz is looking</p>" in open_shop.get(THREAD, headers=FRAGMENT).text


def test_nobody_is_shown_to_themselves(open_shop: Desk) -> None:
    open_shop.get(THREAD)
    assert f"{HERE}</p>" in open_shop.get(THREAD).text


def test_ben_sees_that_nadia_types_and_then_that_she_has_gone(open_shop: Desk, ben: Desk) -> None:
    assert open_shop.post(f"{THREAD}/presence", {"state": "typing"}).status_code == 204
    assert f"{HERE}Nadia Haddad is typing…</p>" in ben.get(THREAD).text
    open_shop.post(f"{THREAD}/presence", {"state": "looking"})
    assert f"{HERE}Nadia Haddad is looking</p>" in ben.get(THREAD).text
    open_shop.post(f"{THREAD}/presence", {"state": "gone"})
    assert f"{HERE}</p>" in ben.get(THREAD).text


def test_the_inbox_marks_where_somebody_is(open_shop: Desk, ben: Desk) -> None:
    open_shop.get(THREAD)
    for page in (ben.get("/console/").text, ben.get("/console/", headers=FRAGMENT).text):
        assert '<span class="row-here" data-here="1">Nadia Haddad is looking</span>' in page
        assert '<span class="row-here" data-here="2"></span>' in page


def test_a_browser_that_was_lost_is_forgotten(open_shop: Desk, ben: Desk) -> None:
    open_shop.get(THREAD)
    with freeze_time(clock.now() + presence.LOOKING_LASTS + timedelta(seconds=1)):
        assert f"{HERE}</p>" in ben.get(THREAD).text


def test_whoever_may_not_answer_is_not_shown(open_shop: Desk, ben: Desk) -> None:
    with db.transaction() as session:
        viewer = accounts.by_email(session, BEN)
        assert viewer
        viewer.role = Role.VIEWER
    ben.get(THREAD)
    assert ben.post(f"{THREAD}/presence", {"state": "typing"}).status_code == 403
    assert f"{HERE}</p>" in open_shop.get(THREAD).text


def test_what_makes_no_sense_is_refused(open_shop: Desk) -> None:
    assert open_shop.post(f"{THREAD}/presence", {"state": "dreaming"}).status_code == 400


def test_a_name_may_have_any_letters(world: World) -> None:
    board = Board(world.settings.redis_url)
    board.note(4, 7, "Zoë: “O'Brien” 🌹", State.TYPING)
    assert board.look() == {4: [Person(7, "Zoë: “O'Brien” 🌹", True)]}


def test_nothing_is_written_to_the_database(open_shop: Desk, statements: Any) -> None:
    token = open_shop.token()
    with statements() as made:
        open_shop.client.post(f"{THREAD}/presence", data={"csrf_token": token, "state": "typing"})
    assert len(made) == 1, "who sits there"
    assert made[0].lstrip().startswith("SELECT")


def test_without_redis_nobody_is_shown_and_nobody_waits(
    world: World, open_shop: Desk, ben: Desk
) -> None:
    open_shop.get(THREAD)
    at_hand = world.app.extensions["presence"]
    world.app.extensions["presence"] = Board(NOBODY)
    try:
        assert f"{HERE}</p>" in ben.get(THREAD).text
        assert ben.post(f"{THREAD}/presence", {"state": "typing"}).status_code == 204
        assert ben.get("/console/").status_code == 200
    finally:
        world.app.extensions["presence"] = at_hand


def test_open_pages_are_told_by_the_stream(world: World, shop: Shop) -> None:
    board = Board(world.settings.redis_url)
    with (
        serving(world.settings, world) as stream,
        Ear(f"{stream}?token={a_pass()}") as page,
    ):
        assert page.next() == ("hello", "hello")
        listening = redis.Redis.from_url(world.settings.redis_url).pubsub_numsub
        until(lambda: listening(presence.CHANNEL)[0][1], "the stream to listen to Redis")
        board.note(3, 2, "Ben Ortiz", State.TYPING)
        kind, line = page.next()
        assert kind == "message"
        assert json.loads(line) == [3, [[2, "Ben Ortiz", "Ben Ortiz is typing…"]]]


def test_it_is_said_on_one_line() -> None:
    line = presence.said(3, [Person(2, "Ben\nOrtiz", False)])
    assert "\n" not in line
