"""Coming to work at the florist's, and leaving."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from concierge import clock, db, events
from concierge.errors import Refused
from concierge.events import Event
from concierge.operators import accounts, people
from concierge.operators.models import Invitation, Operator, Role
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.people.conftest import OMAR, VERA, known
from tests.world import World

ZOE = "zoe@roseandthorn.example"


def happened(kind: str) -> list[Event]:
    with db.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def invite(desk: Desk, email: str = ZOE, role: str = "viewer") -> str:
    """The path of the link that is shown."""
    page = desk.post("/console/people/invitations", {"email": email, "role": role})
    assert page.status_code == 200, page.text
    found = re.search(r'value="http[^"]*?(/console/invitations/[\w-]+)"', page.text)
    assert found
    return found[1]


def come_in(seat: Desk, path: str, password: str = "ten white tulips", **more: str) -> Any:
    given = {"name": "Zoe", "password": password, "again": password, **more}
    return seat.post(path, given)


# --- roles ---------------------------------------------------------------------------------------


def test_the_first_is_an_owner_and_the_next_an_operator(world: World) -> None:
    with db.transaction() as session:
        first = accounts.create(session, EMAIL, "Nadia", PASSWORD)
        second = accounts.create(session, OMAR, "Omar", PASSWORD)
        assert (first.role, second.role) == (Role.OWNER, Role.OPERATOR)


def test_the_first_can_be_nothing_less(world: World) -> None:
    with db.transaction() as session, pytest.raises(Refused, match="no owner yet"):
        accounts.create(session, EMAIL, "Nadia", PASSWORD, role=Role.VIEWER)


def test_the_terminal_gives_roles(world: World) -> None:
    run = world.app.test_cli_runner().invoke
    assert run(args=["operators", "create", EMAIL]).exit_code == 0
    made = run(args=["operators", "create", VERA, "--role", "viewer"])
    assert "as viewer" in made.output
    assert known(VERA).role is Role.VIEWER
    refused = run(args=["operators", "role", EMAIL, "viewer"])
    assert refused.exit_code == 1
    assert "is the only owner" in refused.output
    assert run(args=["operators", "role", VERA, "owner"]).exit_code == 0
    assert known(VERA).role is Role.OWNER


def test_nadia_makes_omar_a_viewer_and_it_counts_at_once(nadia: Desk, omar: Desk) -> None:
    number = known(OMAR).id
    answer = nadia.post(f"/console/people/{number}/role", {"role": "viewer"}, follow_redirects=True)
    assert "Omar is viewer now." in answer.text
    assert omar.post("/console/catalogue", {"name": "Tulips", "price": "5"}).status_code == 403
    [event] = happened("operator.role_changed")
    assert event.actor == f"operator:{known().id}"
    assert event.data == {"role": "viewer", "before": "operator"}


@pytest.mark.parametrize("way", ["role", "deactivation"])
def test_the_last_owner_neither_steps_down_nor_leaves(nadia: Desk, omar: Desk, way: str) -> None:
    answer = nadia.post(f"/console/people/{known().id}/{way}", {"role": "operator"})
    assert answer.status_code == 422
    assert "Nadia Haddad is the only owner" in answer.text
    assert (known().role, known().active) == (Role.OWNER, True)


def test_an_owner_who_has_left_is_no_other_owner(nadia: Desk, omar: Desk) -> None:
    with db.transaction() as session:
        at, by = clock.now(), events.SERVICE
        people.change_role(session, known(OMAR).id, Role.OWNER, by=by, at=at)
        people.deactivate(session, known(OMAR).id, by=by, at=at)
    answer = nadia.post(f"/console/people/{known().id}/role", {"role": "viewer"})
    assert answer.status_code == 422


def test_a_role_that_is_none_is_refused(nadia: Desk, omar: Desk) -> None:
    answer = nadia.post(f"/console/people/{known(OMAR).id}/role", {"role": "admin"})
    assert answer.status_code == 422
    assert "Choose a role" in answer.text
    assert nadia.post("/console/people/999/role", {"role": "viewer"}).status_code == 404


def test_who_comes_in_is_not_decided_at_a_desk_that_was_left_open(
    nadia: Desk, omar: Desk, freezer_at: Callable[..., Any]
) -> None:
    number = known(OMAR).id
    with freezer_at(clock.now() + timedelta(minutes=16)):
        for button in ("invitations", f"{number}/role", f"{number}/second-factor/reset"):
            answer = nadia.post(f"/console/people/{button}", {"email": ZOE, "role": "owner"})
            assert answer.status_code == 403, button
            assert "Type your password on your own page first" in answer.text
        nadia.post("/console/account/confirmation", {"password": PASSWORD})
        assert invite(nadia)
    assert known(OMAR).role is Role.OPERATOR


# --- invitations ---------------------------------------------------------------------------------


def test_zoe_comes_in_by_a_link_once(nadia: Desk, world: World) -> None:
    path = invite(nadia)
    zoe = Desk(world.app.test_client())
    assert ZOE in zoe.get(path).text
    assert come_in(zoe, path).location == "/console/login"
    assert zoe.log_in(ZOE, "ten white tulips").status_code == 302
    assert known(ZOE).role is Role.VIEWER

    assert zoe.get(path).status_code == 404
    assert come_in(Desk(world.app.test_client()), path, name="Eve").status_code == 404
    assert [event.kind for event in happened("invitation.accepted")] == ["invitation.accepted"]
    [created] = happened("invitation.created")
    assert created.data == {"email": ZOE, "role": "viewer"}


def test_only_the_hash_of_a_link_is_kept_and_no_page_shows_it_again(nadia: Desk) -> None:
    secret = invite(nadia).rsplit("/", 1)[1]
    assert secret not in nadia.get("/console/people").text
    with db.reading() as session:
        [row] = session.scalars(select(Invitation))
        assert secret.encode() not in row.hash
        assert len(row.hash) == 32
        assert secret not in str([event.data for event in session.scalars(select(Event))])


def test_a_link_that_was_taken_back_replaced_or_is_too_old_opens_nothing(
    nadia: Desk, world: World, freezer_at: Callable[..., Any]
) -> None:
    stranger = Desk(world.app.test_client())
    first = invite(nadia)
    second = invite(nadia)
    assert stranger.get(first).status_code == 404
    with db.reading() as session:
        [row] = people.invitations(session, at=clock.now())
    nadia.post(f"/console/people/invitations/{row.id}/revocation")
    assert stranger.get(second).status_code == 404
    assert "was used, taken back, or is too old" in stranger.get(second).text
    third = invite(nadia)
    with freezer_at(clock.now() + timedelta(days=3, minutes=1)):
        assert stranger.get(third).status_code == 404
    assert stranger.get(third).status_code == 200
    assert nadia.post(f"/console/people/invitations/{row.id}/revocation").status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "short", "again": "short"}, "at least 10"),
        ({"again": "something else"}, "two passwords differ"),
        ({"name": "  "}, "by which name"),
    ],
)
def test_a_mistake_uses_no_invitation_up(
    nadia: Desk, world: World, given: dict[str, str], said: str
) -> None:
    path, zoe = invite(nadia), Desk(world.app.test_client())
    answer = come_in(zoe, path, **given)
    assert answer.status_code == 422
    assert said in answer.text
    assert come_in(zoe, path).status_code == 303


@pytest.mark.parametrize("email", ["no address", EMAIL])
def test_whom_nobody_can_invite(nadia: Desk, email: str) -> None:
    answer = nadia.post("/console/people/invitations", {"email": email, "role": "viewer"})
    assert answer.status_code == 422
    with db.reading() as session:
        assert session.scalar(select(Invitation.id)) is None


# --- leaving -------------------------------------------------------------------------------------


def test_omar_leaves_and_is_out_everywhere_then_comes_back(
    nadia: Desk, omar: Desk, world: World
) -> None:
    number = known(OMAR).id
    assert omar.get("/console/").status_code == 200
    nadia.post(f"/console/people/{number}/deactivation")
    assert omar.get("/console/").status_code == 302
    assert Desk(world.app.test_client()).log_in(OMAR).status_code == 422
    page = nadia.get("/console/people").text
    assert "has left" in page

    nadia.post(f"/console/people/{number}/activation")
    assert omar.get("/console/").status_code == 302, "the old session stays ended"
    assert omar.log_in(OMAR).status_code == 302
    kinds = [happened(f"operator.{kind}")[0].subject_id for kind in ("deactivated", "activated")]
    assert kinds == [number, number]


def test_the_list_is_read_in_pages(nadia: Desk) -> None:
    with db.transaction() as session:
        for number in range(51):
            session.add(
                Operator(
                    email=f"{number}@x.example",
                    name=f"Temp {number}",
                    password_hash="x",
                    role=Role.VIEWER,
                    created_at=clock.now(),
                )
            )
    first = nadia.get("/console/people").text
    found = re.search(r'href="(/console/people\?after=\d+)"', first)
    assert found
    rest = nadia.get(found[1]).text
    assert "Temp 48" in first
    assert "Temp 49" in rest
    assert "Temp 48" not in rest
