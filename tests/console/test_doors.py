"""Who gets in: every route behind the login, every button with its token."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.routing import Rule

from concierge import clock, db
from concierge.operators import accounts
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.world import World

OPEN = {"console.session.new", "console.session.create"}


def routes(app: Any, method: str) -> list[tuple[str, str]]:
    """(endpoint, an address) of every console route with this method."""

    def address(rule: Rule) -> str:
        adapter = app.url_map.bind("localhost")
        return str(adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method=method))

    return [
        (rule.endpoint, address(rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/console") and method in (rule.methods or ())
    ]


def test_there_are_console_routes_to_guard(world: World) -> None:
    assert len(routes(world.app, "GET")) >= 7
    assert len(routes(world.app, "POST")) >= 6
    assert not any(
        rule.methods and rule.methods & {"PUT", "PATCH", "DELETE"}
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/console")
    )


def test_every_page_asks_a_stranger_to_log_in(world: World) -> None:
    client = world.app.test_client()
    for endpoint, address in routes(world.app, "GET"):
        if endpoint in OPEN:
            continue
        answer = client.get(address)
        assert answer.status_code == 302, endpoint
        assert answer.location.startswith("/console/login"), endpoint
        assert client.get(address, headers=FRAGMENT).status_code == 401, endpoint


def test_every_button_asks_a_stranger_to_log_in(world: World) -> None:
    client = world.app.test_client()
    for endpoint, address in routes(world.app, "POST"):
        if endpoint not in OPEN:
            answer = client.post(address)
            assert answer.status_code == 302, endpoint
            assert answer.location == "/console/login", endpoint


def test_every_button_needs_the_token(desk: Desk, world: World) -> None:
    for endpoint, address in routes(world.app, "POST"):
        if endpoint != "console.session.create":
            assert desk.client.post(address).status_code == 400, endpoint
            assert desk.client.post(address, data={"csrf_token": "x"}).status_code == 400, endpoint
    assert desk.get("/console/").status_code == 200, "logout, too, wants its token"


def test_the_login_form_needs_the_token(door: Desk) -> None:
    data = {"email": EMAIL, "password": PASSWORD}
    assert door.client.post("/console/login", data=data).status_code == 400
    assert door.get("/console/").status_code == 302


def test_webhooks_need_no_token(world: World) -> None:
    answer = world.app.test_client().post("/webhooks/twilio/messages", data={"Body": "hi"})
    assert answer.status_code == 403
    assert "signature" in answer.text.lower()


def test_nadia_logs_in_and_out(door: Desk) -> None:
    assert "Log in" in door.get("/console/login").text
    assert door.log_in().location == "/console/"
    assert door.get("/console/").status_code == 200
    assert door.post("/console/logout").location == "/console/login"
    assert door.get("/console/").status_code == 302


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_a_wrong_password_is_said_and_the_address_kept(door: Desk, email: str) -> None:
    answer = door.log_in(email, "wrong")
    assert answer.status_code == 422
    assert "do not go together" in answer.text
    assert f'value="{email}"' in answer.text
    assert door.get("/console/").status_code == 302


def test_the_address_may_be_written_in_capitals(door: Desk) -> None:
    assert door.log_in(f" {EMAIL.upper()} ").status_code == 302


def test_login_leads_to_where_they_were_going(door: Desk) -> None:
    sent_away = door.get("/console/conversations/7?q=maria").location
    assert door.client.get(sent_away).status_code == 200
    back = door.log_in(next="/console/conversations/7?q=maria").location
    assert back == "/console/conversations/7?q=maria"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/console",
        "//evil.example/console",
        "/\\evil.example",
        "/console\\..\\..//evil.example",
        "javascript:alert(1)",
        "/elsewhere",
        "/console/\r\nSet-Cookie: a=b",
        "/consoles",
        "",
    ],
)
def test_login_never_leads_elsewhere(door: Desk, elsewhere: str) -> None:
    assert door.log_in(next=elsewhere).location == "/console/"


def test_logging_out_ends_every_copy_of_the_cookie_and_no_other_session(
    desk: Desk, world: World
) -> None:
    cookie = desk.client.get_cookie("session")
    assert cookie
    copy, phone = Desk(world.app.test_client()), Desk(world.app.test_client())
    copy.client.set_cookie("session", cookie.value)
    assert copy.get("/console/").status_code == 200
    phone.log_in()

    desk.post("/console/logout")

    assert copy.get("/console/").status_code == 302
    assert copy.get("/console/live-pass", headers=FRAGMENT).status_code == 401
    assert phone.get("/console/").status_code == 200


def test_no_session_lasts_for_ever_however_busy(desk: Desk, freezer_at: Any) -> None:
    def seated() -> bool:
        with db.reading() as session:
            return accounts.seated(session, 1, 0, 1) is not None

    with freezer_at(clock.now() + timedelta(days=89)):
        assert seated()
    with freezer_at(clock.now() + timedelta(days=91)):
        assert not seated()


def test_a_new_password_ends_sessions_elsewhere(desk: Desk) -> None:
    with db.transaction() as session:
        operator = accounts.by_email(session, EMAIL)
        assert operator
        accounts.change_password(operator, "thirteen white lilies")
    assert desk.get("/console/").status_code == 302


def test_an_operator_who_left_is_out(desk: Desk) -> None:
    with db.transaction() as session:
        operator = accounts.by_email(session, EMAIL)
        assert operator
        operator.active = False
    assert desk.get("/console/").status_code == 302


def test_a_session_does_not_move_to_another_browser(desk: Desk, world: World) -> None:
    cookie = desk.client.get_cookie("session")
    assert cookie
    other = world.app.test_client()
    other.set_cookie("session", cookie.value)
    assert other.get("/console/", headers={"User-Agent": "another"}).status_code == 302


def test_nothing_planted_before_the_login_survives_it(door: Desk) -> None:
    with door.client.session_transaction() as session:
        session["planted"] = "x"
    door.log_in()
    with door.client.session_transaction() as session:
        assert "planted" not in session


def test_a_session_ends_after_idle_hours_that_scripts_do_not_fill(
    desk: Desk, freezer_at: Any
) -> None:
    with freezer_at(clock.now() + timedelta(hours=11)):
        assert desk.get("/console/").status_code == 200  # begins the hours anew
    with freezer_at(clock.now() + timedelta(hours=22)):
        assert desk.get("/console/", headers=FRAGMENT).status_code == 200  # a page by itself
    with freezer_at(clock.now() + timedelta(hours=24)):
        assert desk.get("/console/").status_code == 302


def test_the_cookie_is_for_the_browser_alone(door: Desk) -> None:
    answer = door.log_in()
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
