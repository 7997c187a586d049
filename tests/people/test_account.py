"""One's own page: another password, and where one is logged in."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from concierge import clock, db
from concierge.operators import sessions
from tests.console.conftest import Desk
from tests.console.shop import EMAIL
from tests.people.conftest import OMAR, known
from tests.people.test_people import happened
from tests.world import World

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
NEW = {"password": "thirteen white lilies", "again": "thirteen white lilies"}


def on_a_phone(world: World) -> Desk:
    """Nadia, logged in on her phone as well."""
    client = world.app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = PHONE
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    phone = Desk(client)
    assert phone.log_in().status_code == 302
    return phone


def test_nadia_sees_where_she_is_logged_in(nadia: Desk, world: World) -> None:
    on_a_phone(world)
    page = nadia.get("/console/account").text
    assert "Safari on iPhone" in page
    assert "203.0.113.7" in page
    assert page.count("this one") == 1


def test_she_ends_the_session_on_the_phone_she_lost(nadia: Desk, world: World) -> None:
    phone = on_a_phone(world)
    found = re.search(r"/console/account/sessions/\d+/end", nadia.get("/console/account").text)
    assert found
    assert nadia.post(found[0]).status_code == 303
    assert phone.get("/console/").status_code == 302
    assert nadia.get("/console/").status_code == 200
    assert "Safari on iPhone" not in nadia.get("/console/account").text
    assert len(happened("login.revoked")) == 1
    assert nadia.post(found[0]).status_code == 404


def test_she_ends_all_others_at_once(nadia: Desk, world: World) -> None:
    others = [on_a_phone(world), on_a_phone(world)]
    answer = nadia.post("/console/account/sessions/end", follow_redirects=True)
    assert "2 other sessions are over." in answer.text
    assert [each.get("/console/").status_code for each in others] == [302, 302]
    assert nadia.get("/console/").status_code == 200


def test_nobody_ends_somebody_elses_session(nadia: Desk, omar: Desk) -> None:
    with db.reading() as session:
        [login] = sessions.open_ones(session, known().id, at=clock.now())
    assert omar.post(f"/console/account/sessions/{login.id}/end").status_code == 404
    assert nadia.get("/console/").status_code == 200


def test_last_seen_moves_with_her_but_not_with_every_click(
    nadia: Desk, freezer_at: Callable[..., Any]
) -> None:
    def seen() -> Any:
        with db.reading() as session:
            return sessions.open_ones(session, known().id, at=clock.now())[0].seen_at

    began = seen()
    with freezer_at(began + timedelta(minutes=4)):
        nadia.get("/console/catalogue")
    assert seen() == began
    later = began + timedelta(minutes=6)
    with freezer_at(later):
        nadia.get("/console/catalogue", environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert seen() == later


def test_another_password_ends_every_session_but_this(nadia: Desk, world: World) -> None:
    phone = on_a_phone(world)
    assert nadia.post("/console/account/password", NEW).status_code == 303
    assert nadia.get("/console/").status_code == 200
    assert phone.get("/console/").status_code == 302
    assert nadia.get("/console/account").text.count("this one") == 1
    assert "Safari on iPhone" not in nadia.get("/console/account").text
    assert Desk(world.app.test_client()).log_in().status_code == 422
    assert Desk(world.app.test_client()).log_in(EMAIL, NEW["password"]).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "short", "again": "short"}, "at least 10"),
        ({**NEW, "again": "thirteen white roses"}, "two passwords differ"),
    ],
)
def test_a_password_that_will_not_do(nadia: Desk, given: dict[str, str], said: str) -> None:
    answer = nadia.post("/console/account/password", given)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_viewer_has_the_page_too(vera: Desk) -> None:
    assert vera.post("/console/account/password", NEW).status_code == 303
    assert "People</a>" not in vera.get("/console/account").text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_by_its_name(agent: str, words: str) -> None:
    assert sessions.called(agent) == words


def test_omar_is_not_nadia(omar: Desk) -> None:
    assert OMAR in omar.get("/console/account").text
