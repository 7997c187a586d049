"""Whatever a person or a program of the business does is on the trail, and stays there."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import create_app
from concierge import clock, db
from concierge.events import operator
from concierge.operators import accounts
from tests.api.conftest import SCENES as API_SCENES
from tests.api.conftest import Api, a_token
from tests.audit.conftest import DECIDES_NOTHING, SCENES, on_trail
from tests.console.conftest import Desk
from tests.console.shop import PASSWORD
from tests.console_orders.conftest import KIM, SAM, at_the_desk
from tests.shop import Shop
from tests.test_plans import scans
from tests.world import World

FROM_HOME = {"REMOTE_ADDR": "203.0.113.7"}


def test_every_button_of_the_console_has_a_scene_here(world: World) -> None:
    buttons = {
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/console") and "POST" in (rule.methods or ())
    }
    assert buttons - DECIDES_NOTHING - {"console.session.create"} == set(SCENES), (
        "give the new button a scene, and see that what it does records an event"
    )


@pytest.mark.parametrize("button", SCENES)
def test_a_button_leaves_who_pressed_it_and_from_where(
    world: World, shop: Shop, sam: Desk, button: str
) -> None:
    path, typed = SCENES[button](shop)
    before = len(on_trail())
    answer = sam.post(f"/console/{path}", typed)
    assert answer.status_code in {200, 302, 303}, answer.text
    new = [event for event in on_trail()[before:] if event.actor == "operator:1"]
    assert new, f"{button} left nothing"
    assert {event.address for event in new} == {"127.0.0.1"}


@pytest.mark.parametrize("path", [*API_SCENES, "/customers/<id:customer_id>"])
def test_a_write_through_the_api_leaves_which_program_it_was(world: World, path: str) -> None:
    api = Api(world, a_token("shop"))
    if path in API_SCENES:
        method, (address, body) = "POST", API_SCENES[path](api)
    else:
        api.conversation()
        method, address, body = "PATCH", f"customers/{world.customer().id}", {"name": "Ana"}
    before = len(on_trail())
    assert api.call(method, address, body).status_code in {200, 201}
    new = [event for event in on_trail()[before:] if event.actor == "script:1"]
    assert new, f"{path} left nothing"
    assert {event.address for event in new} == {"127.0.0.1"}


def test_every_write_of_the_api_has_a_scene(world: World) -> None:
    writes = {
        rule.rule.removeprefix("/api/v1")
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and {"POST", "PATCH", "PUT", "DELETE"} & rule.methods
    }
    assert writes == {*API_SCENES, "/customers/<id:customer_id>"}


def test_coming_and_going_and_failing_to_is_kept(world: World, operators: None) -> None:
    desk = Desk(world.app.test_client())
    for email, password in (("SAM@example.com", "wrong"), ("my secret", "x"), (SAM, PASSWORD)):
        data = {"email": email, "password": password, "csrf_token": desk.token()}
        desk.client.post("/console/login", data=data, environ_overrides=FROM_HOME)
    page = desk.client.get("/console/catalogue", environ_overrides=FROM_HOME).text
    [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    data = {"csrf_token": token}
    desk.client.post("/console/logout", data=data, environ_overrides=FROM_HOME)

    kept = [(each.kind, each.actor, each.subject_id, each.address) for each in on_trail()[-4:]]
    assert kept == [
        ("login.refused", "stranger", 1, "203.0.113.7"),
        ("login.refused", "stranger", 0, "203.0.113.7"),
        ("login.opened", "operator:1", 1, "203.0.113.7"),
        ("login.closed", "operator:1", 1, "203.0.113.7"),
    ]
    assert "secret" not in str([event.data for event in on_trail()]), "perhaps a password"


def test_what_is_done_at_the_terminal_is_kept_under_the_users_name(world: World) -> None:
    run = world.app.test_cli_runner().invoke
    for command in (
        ("operators", "create", "ana@example.com"),
        ("operators", "password", "ana@example.com"),
        ("tokens", "create", "till"),
        ("tokens", "revoke", "till"),
        ("replies", "corrections"),
        ("audit", "--csv"),
    ):
        answer = run(args=list(command))
        assert answer.exit_code == 0, answer.output
    assert [event.kind for event in on_trail()] == [
        "operator.created",
        "operator.password_changed",
        "token.created",
        "token.revoked",
        "correction.exported",
        "trail.exported",
    ]
    assert all(event.actor.startswith("shell") for event in on_trail())


# --- it stays as it was written ------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "update events set actor = 'operator:2'",
        "update events set at = at + interval '1 second'",
        "update events set kind = 'order.started'",
        "update events set subject_id = subject_id + 1",
        "update events set data = data || '{\"amount\": 1}'",
        "update events set address = '198.51.100.1'",
        "delete from events",
        "truncate events",
    ],
)
def test_nobody_rewrites_what_happened(shop: Shop, sam: Desk, change: str) -> None:
    shop.quote(shop.customer())
    with pytest.raises(DBAPIError, match="append-only"), db.transaction() as session:
        session.execute(text(change))


def test_what_is_personal_in_it_can_be_blanked(shop: Shop, sam: Desk) -> None:
    shop.quote(shop.customer())
    with db.transaction() as session:
        session.execute(text("update events set data = data - 'number', address = null"))
        session.execute(text("update events set data = jsonb_set(data, '{total}', 'null')"))
        session.execute(text("update events set customer_id = null, data = '{}'"))
    assert {str(event.data) for event in on_trail()} == {"{}"}


# --- reading it ----------------------------------------------------------------------------------


@pytest.fixture
def busy(world: World, shop: Shop, sam: Desk) -> Desk:
    """Sam refunds Maria, Kim edits Ana, somebody fails to log in."""
    sam.post(f"/console/orders/{shop.paid(shop.customer())}/refunds", {"amount": "14"})
    kim = at_the_desk(world, KIM)
    ana = shop.customer("+15550100177", name="Ana Reyes")
    kim.post(f"/console/customers/{ana}", {"notes": "Likes peonies"})
    Desk(world.app.test_client()).log_in("mallory@example.com", "guess")
    return sam


def rows(page: str) -> list[str]:
    """Each line of the page, as text."""
    found = re.findall(r'<li class="audit-row".*?</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]


def test_sam_reads_who_did_what_to_whom_from_where(busy: Desk) -> None:
    shown = rows(busy.get("/console/audit").text)
    assert any(
        row.startswith("Refund requested")
        and "Sam Okafor from 127.0.0.1" in row
        and "$14.00" in row
        for row in shown
    ), shown
    assert any(
        "Customer edited" in row and "Kim Tran" in row and "Ana Reyes" in row for row in shown
    )
    assert any("Login refused" in row and "mallory@example.com" in row for row in shown)


@pytest.mark.parametrize(
    ("asked", "only"),
    [
        ("by=operator:2", "Kim Tran"),
        ("by=stranger", "mallory"),
        ("kind=refund", "$14.00"),
        ("kind=customer.edited", "Ana Reyes"),
        ("customer=2", "Ana Reyes"),
    ],
)
def test_the_trail_is_filtered(busy: Desk, asked: str, only: str) -> None:
    shown = rows(busy.get(f"/console/audit?{asked}").text)
    assert shown
    assert all(only in row for row in shown), shown


def test_the_trail_of_a_day(busy: Desk, world: World) -> None:
    today = clock.now().astimezone(world.settings.zone).date()
    assert rows(busy.get(f"/console/audit?day={today}").text)
    assert not rows(busy.get(f"/console/audit?day={today - timedelta(days=1)}").text)
    assert rows(busy.get("/console/audit?day=nonsense").text), "no day is no filter"


def test_a_long_trail_is_turned_page_by_page(busy: Desk) -> None:
    with db.transaction() as session:
        for number in range(70):
            accounts.refuse(session, f"x{number}@x.example", by=operator(1), at=clock.now())
    first = busy.get("/console/audit?kind=login").text
    older = re.search(r'href="(\?[^"]*)">Older', first)
    assert older
    second = busy.get("/console/audit" + older[1].replace("&amp;", "&")).text
    both = [*re.findall(r'id="event-(\d+)"', first), *re.findall(r'id="event-(\d+)"', second)]
    assert len(both) == len(set(both)) == len([e for e in on_trail() if e.subject_kind == "login"])
    assert "That is all." in second


def test_the_export_has_every_line_and_no_formula(busy: Desk) -> None:
    with db.transaction() as session:
        accounts.refuse(session, "=HYPERLINK(1)@x.example", by=operator(1), at=clock.now())
    answer = busy.post("/console/audit/exports", {"kind": "login"})
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    expected = [event for event in on_trail() if event.subject_kind == "login"]
    assert [int(line["id"]) for line in lines] == [event.id for event in reversed(expected)]
    assert lines[0]["facts"] == "tried: =HYPERLINK(1)@x.example"
    assert all(cell[:1] not in "=+-@" for line in lines for cell in line.values() if cell)


def test_the_terminal_reads_the_same(busy: Desk, world: World) -> None:
    run = world.app.test_cli_runner().invoke
    said = run(args=["audit", "--kind", "refund"]).output.splitlines()
    assert len(said) == 1
    assert "Sam Okafor" in said[0]
    assert "refund.requested" in said[0]
    assert "$14.00" in said[0]
    assert run(args=["audit", "--by", "operator:2", "--day", "2001-01-01"]).output == ""


@pytest.mark.parametrize(
    "asked", ["", "by=operator:2", "kind=refund", "customer=2", "day=2026-11-20"]
)
def test_the_trail_has_its_indexes(busy: Desk, asked: str) -> None:
    with scans() as found:
        busy.get(f"/console/audit?{asked}")
    assert [each for each in found if each.startswith("events:")] == []


def test_a_proxy_is_believed_as_far_as_the_settings_say(world: World, operators: None) -> None:
    behind = create_app(world.settings.model_copy(update={"trusted_proxies": 1}))
    desk = Desk(behind.test_client())
    data = {"email": SAM, "password": "wrong", "csrf_token": desk.token()}
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    desk.client.post("/console/login", data=data, headers=headers)
    assert on_trail()[-1].address == "203.0.113.9"
    create_app(world.settings)
