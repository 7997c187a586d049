"""One click at the console says what a text meant."""

import json
import re

from concierge.commands import corrections
from tests.console.conftest import Desk
from tests.world import World

THREAD = "/console/conversations/1"


def nearly_a_yes(world: World) -> int:
    """Maria has a quote and says yes with something more; her text's id."""
    world.known()
    world.quote()
    world.text("ok but ring the bell twice")
    return world.messages()[-1].id


def test_under_a_text_stands_what_was_understood_and_why(desk: Desk, world: World) -> None:
    number = nearly_a_yes(world)
    page = desk.get(THREAD).text

    assert "For a person: not a plain yes: &#39;but&#39; after &#39;ok&#39;" in page
    assert f'action="/console/messages/{number}/correction"' in page
    assert re.findall(r'name="meaning" value="([a-z:\d]+)"', page) == [
        *("accept:1", "decline:1", "undo", "stop", "start", "unclear"),
    ]


def test_one_click_orders_and_is_exported(desk: Desk, world: World) -> None:
    number = nearly_a_yes(world)
    answer = desk.post(f"/console/messages/{number}/correction", {"meaning": "accept:1"})
    world.work()

    assert answer.status_code == 303
    assert world.order().number == 1
    assert "Quote 1 is ordered." in desk.get(THREAD).text
    assert "Read as a yes: a person says so; it was read as unclear" in desk.get(THREAD).text
    line = json.loads(world.app.test_cli_runner().invoke(corrections).output)
    assert (line["text"], line["label"], line["lang"]) == (
        "ok but ring the bell twice",
        "CONFIRM",
        "en",
    )
    assert line["context"].startswith("12 red roses")


def test_what_may_not_be_is_said(desk: Desk, world: World) -> None:
    number = nearly_a_yes(world)
    for meaning in ("", "accept:99", "help", "accept:x1", "undo"):
        answer = desk.post(
            f"/console/messages/{number}/correction", {"meaning": meaning}, follow_redirects=True
        )
        assert "notice-refused" in answer.text, meaning
    assert world.orders() == []
    assert desk.post("/console/messages/999/correction", {"meaning": "stop"}).status_code == 404
