"""Who may do what: every route of the console held against the table of roles."""

from typing import Any

import pytest

from concierge.operators.models import Role
from concierge.web.console import OPEN, doors
from tests.console.conftest import FRAGMENT, Desk
from tests.console.test_doors import routes
from tests.world import World

# A viewer's own: what they may press.
OWN = {"session", "account", "factors", "passkeys"}
# An owner's: nobody else sees or presses any of it.
OWNERS = {"people", "hours", "texts", "fields", "entries", "settings"}


def noun(endpoint: str) -> str:
    return endpoint.split(".")[1]


def guarded(app: Any, method: str) -> list[tuple[str, str]]:
    return [(endpoint, path) for endpoint, path in routes(app, method) if endpoint not in OPEN]


def test_a_viewer_may_press_nothing_but_what_is_their_own(vera: Desk, world: World) -> None:
    token = vera.token()
    buttons = guarded(world.app, "POST")
    assert len(buttons) > 20
    for endpoint, path in buttons:
        if noun(endpoint) in OWN:
            assert doors.needed(endpoint, "POST") is Role.VIEWER
            continue
        answer = vera.client.post(path, data={"csrf_token": token})
        assert answer.status_code == 403, endpoint
        assert "was done" in answer.text, endpoint


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_owners_see_and_press_what_is_theirs(
    omar: Desk, vera: Desk, world: World, method: str
) -> None:
    token = omar.token()
    theirs = [each for each in guarded(world.app, method) if noun(each[0]) in OWNERS]
    assert {noun(endpoint) for endpoint, _ in theirs} >= OWNERS - {"settings"}
    for endpoint, path in theirs:
        for seat in (omar, vera):
            answer = seat.client.open(path, method=method, data={"csrf_token": token})
            assert answer.status_code == 403, endpoint
        assert "This is for owners" in answer.text


def test_an_operator_may_press_all_the_rest(omar: Desk, world: World) -> None:
    for endpoint, path in guarded(world.app, "POST"):
        if noun(endpoint) not in OWNERS:
            # Without a token, so that nothing happens: the door lets them through to that.
            assert omar.client.post(path).status_code == 400, endpoint


def test_the_table_names_nouns_that_there_are(world: World) -> None:
    nouns = {noun(endpoint) for endpoint, _ in routes(world.app, "GET") + routes(world.app, "POST")}
    assert set(doors.NEEDS) <= nouns
    own = {name for name, role in doors.NEEDS.items() if role is Role.VIEWER}
    assert own - {"second"} == OWN
    owners = {name for name, role in doors.NEEDS.items() if role is Role.OWNER}
    assert owners == OWNERS


def test_a_refusal_is_a_sentence_on_a_page_and_in_a_part_of_one(vera: Desk) -> None:
    page = vera.get("/console/people")
    assert "<h1>That did not work</h1>" in page.text
    assert "This is for owners, and you are here as viewer." in page.text
    part = vera.get("/console/people", headers=FRAGMENT)
    assert part.mimetype == "text/plain"
    assert part.text.startswith("This is for owners")


def test_vera_looks_at_everything_else(vera: Desk) -> None:
    for path in ("/console/", "/console/orders", "/console/catalogue", "/console/audit"):
        answer = vera.get(path)
        assert answer.status_code == 200, path
        assert "only-looks" in answer.text
        assert 'href="/console/people"' not in answer.text
