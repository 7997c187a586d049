"""The second factor: digits from an app, recovery codes, and the rule that all need one."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, text

from concierge import clock, db
from concierge.operators import factors
from concierge.operators.models import Operator, RecoveryCode
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.people.conftest import OMAR, known
from tests.people.test_people import happened
from tests.world import World

SOON = timedelta(seconds=90)


def secret_on(page: str) -> str:
    found = re.search(r'type in <code class="num">([A-Z2-7 ]+)</code>', page)
    assert found, page
    return found[1].replace(" ", "")


def digits(secret: str, at: datetime | None = None) -> str:
    return pyotp.TOTP(secret).at(at or clock.now())


def set_up(desk: Desk) -> tuple[str, list[str]]:
    """Somebody sets up an app: its secret, and their recovery codes."""
    assert desk.post("/console/account/app").status_code == 303
    secret = secret_on(desk.get("/console/account").text)
    answer = desk.post("/console/account/app/confirmation", {"code": digits(secret)})
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<code>([\w-]+)</code>", answer.text)


def at_the_door(world: World, email: str = EMAIL) -> Desk:
    """Somebody whose password was right, elsewhere."""
    seat = Desk(world.app.test_client())
    answer = seat.log_in(email, next="/console/orders")
    assert answer.location == "/console/login/second"
    return seat


# --- setting up ----------------------------------------------------------------------------------


def test_nadia_sets_up_an_app_and_is_asked_for_its_digits(
    nadia: Desk, world: World, freezer_at: Callable[..., Any]
) -> None:
    secret, codes = set_up(nadia)
    assert len(set(codes)) == 10
    with freezer_at(clock.now() + SOON):
        seat = at_the_door(world)
        assert seat.get("/console/").status_code == 302, "halfway is not in"
        answer = seat.post("/console/login/second", {"code": digits(secret)})
        assert answer.location == "/console/orders"
        assert seat.get("/console/").status_code == 200
    assert happened("login.opened")[-1].data == {"with": "password and app"}
    assert [event.subject_id for event in happened("operator.app_added")] == [known().id]


def test_the_qr_code_says_what_the_app_needs_and_is_gone_afterwards(nadia: Desk) -> None:
    nadia.post("/console/account/app")
    picture = nadia.get("/console/account/app.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"<path" in picture.data
    address = factors.address(known())
    assert address is not None
    assert pyotp.parse_uri(address).issuer == "Rose & Thorn"
    set_up_again = secret_on(nadia.get("/console/account").text)
    nadia.post("/console/account/app/confirmation", {"code": digits(set_up_again)})
    assert nadia.get("/console/account/app.svg").status_code == 404
    assert set_up_again not in nadia.get("/console/account").text


def test_an_app_counts_only_once_its_first_digits_were_right(nadia: Desk, world: World) -> None:
    nadia.post("/console/account/app")
    answer = nadia.post("/console/account/app/confirmation", {"code": "12345"})
    assert answer.status_code == 422
    assert "not the digits" in answer.text
    assert Desk(world.app.test_client()).log_in().location == "/console/"


def test_neither_the_secret_nor_a_code_is_kept_as_it_is(nadia: Desk) -> None:
    secret, codes = set_up(nadia)
    with db.reading() as session:
        kept = str(session.execute(text("select row_to_json(o)::text from operators o")).all())
        assert secret not in kept
        for row in session.scalars(select(RecoveryCode)):
            assert len(row.hash) == 32
            assert not any(code.encode() in row.hash for code in codes)
        trail = str(session.execute(text("select data::text from events")).all())
    assert secret not in trail


# --- at the door ---------------------------------------------------------------------------------


def test_digits_are_taken_once(nadia: Desk, world: World, freezer_at: Callable[..., Any]) -> None:
    secret, _ = set_up(nadia)
    with freezer_at(clock.now() + SOON):
        code = digits(secret)
        first, second = at_the_door(world), at_the_door(world)
        assert first.post("/console/login/second", {"code": code}).status_code == 302
        answer = second.post("/console/login/second", {"code": code})
        assert answer.status_code == 422
        assert "used before" in answer.text


@pytest.mark.parametrize(("off", "right"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_wrong_by_half_a_minute(
    nadia: Desk, world: World, freezer_at: Callable[..., Any], off: int, right: bool
) -> None:
    secret, _ = set_up(nadia)
    later = clock.now() + timedelta(hours=1)
    with freezer_at(later):
        seat = at_the_door(world)
        code = digits(secret, later + timedelta(seconds=off))
        answer = seat.post("/console/login/second", {"code": code})
    assert (answer.status_code == 302) is right


def test_a_recovery_code_lets_in_once(nadia: Desk, world: World) -> None:
    _, codes = set_up(nadia)
    typed = codes[0].upper().replace("-", " ")
    assert at_the_door(world).post("/console/login/second", {"code": typed}).status_code == 302
    assert at_the_door(world).post("/console/login/second", {"code": typed}).status_code == 422
    assert "9 left" in nadia.get("/console/account").text
    assert happened("login.opened")[-1].data == {"with": "password and recovery code"}


def test_new_codes_end_the_old_ones(nadia: Desk, world: World) -> None:
    _, old = set_up(nadia)
    new = re.findall(r"<code>([\w-]+)</code>", nadia.post("/console/account/codes").text)
    assert len(new) == 10
    assert at_the_door(world).post("/console/login/second", {"code": old[0]}).status_code == 422
    assert at_the_door(world).post("/console/login/second", {"code": new[0]}).status_code == 302


def test_guessing_ends_after_ten_tries_from_wherever_they_come(nadia: Desk, world: World) -> None:
    _, codes = set_up(nadia)
    for _ in range(10):
        answer = at_the_door(world).post("/console/login/second", {"code": "000000"})
        assert answer.status_code == 422
    answer = at_the_door(world).post("/console/login/second", {"code": codes[0]})
    assert answer.status_code == 429
    assert "Too many tries" in answer.text
    assert len(happened("login.refused")) == 10


def test_the_password_counts_for_ten_minutes(
    nadia: Desk, world: World, freezer_at: Callable[..., Any]
) -> None:
    _, codes = set_up(nadia)
    seat = at_the_door(world)
    with freezer_at(clock.now() + timedelta(minutes=11)):
        answer = seat.post("/console/login/second", {"code": codes[0]})
        assert answer.location == "/console/login"
        assert seat.get("/console/login/second").location == "/console/login"


def test_a_new_password_meanwhile_ends_what_was_halfway(nadia: Desk, world: World) -> None:
    _, codes = set_up(nadia)
    seat = at_the_door(world)
    new = {"password": "thirteen white lilies", "again": "thirteen white lilies"}
    assert nadia.post("/console/account/password", new).status_code == 303
    assert seat.post("/console/login/second", {"code": codes[0]}).status_code == 422
    assert seat.get("/console/").status_code == 302


def test_under_another_secret_key_the_app_is_wrong_and_a_recovery_code_right(
    nadia: Desk, world: World
) -> None:
    secret, codes = set_up(nadia)
    with db.transaction() as session:
        operator = factors.hold(session, known().id)
        operator.totp_sealed = "gAAAAA" + (operator.totp_sealed or "")[6:-4] + "AAA="
    assert (
        at_the_door(world).post("/console/login/second", {"code": digits(secret)}).status_code
        == 422
    )
    assert at_the_door(world).post("/console/login/second", {"code": codes[0]}).status_code == 302


# --- without it, and when all need one -----------------------------------------------------------


def test_removing_the_app_removes_the_codes(nadia: Desk, world: World) -> None:
    set_up(nadia)
    assert nadia.post("/console/account/app/removal").status_code == 303
    with db.reading() as session:
        assert session.scalar(select(RecoveryCode.id)) is None
    assert Desk(world.app.test_client()).log_in().location == "/console/"


def test_an_owner_resets_what_omar_has_lost(nadia: Desk, omar: Desk, world: World) -> None:
    set_up(omar)
    number = known(OMAR).id
    assert "two factors" in nadia.get("/console/people").text
    assert nadia.post(f"/console/people/{number}/second-factor/reset").status_code == 303
    assert omar.get("/console/").status_code == 302, "every session of his has ended"
    assert Desk(world.app.test_client()).log_in(OMAR).location == "/console/"
    [event] = happened("operator.second_factor_reset")
    assert (event.actor, event.subject_id) == (f"operator:{known().id}", number)
    mine = nadia.post(f"/console/people/{known().id}/second-factor/reset")
    assert mine.status_code == 422


def test_the_terminal_resets_it_too(nadia: Desk, world: World) -> None:
    set_up(nadia)
    run = world.app.test_cli_runner().invoke
    assert run(args=["operators", "reset-second-factor", EMAIL]).exit_code == 0
    assert Desk(world.app.test_client()).log_in().location == "/console/"


def test_when_all_need_one_omar_gets_no_further_than_setting_it_up(nadia: Desk, omar: Desk) -> None:
    refused = nadia.post("/console/people/two-factor", {"required": "y"})
    assert "of your own first" in refused.text
    set_up(nadia)
    assert nadia.post("/console/people/two-factor", {"required": "y"}).status_code == 303
    assert nadia.get("/console/").status_code == 200

    assert omar.get("/console/orders").location == "/console/account"
    assert omar.get("/console/orders", headers=FRAGMENT).status_code == 403
    answer = omar.client.post("/console/catalogue", data={"name": "Tulips", "price": "5"})
    assert answer.location == "/console/account"
    token = re.search(r'name="csrf_token" value="([^"]+)"', omar.get("/console/account").text)
    assert token
    given = {"csrf_token": token[1]}
    assert omar.client.post("/console/account/app", data=given).status_code == 303
    secret = secret_on(omar.get("/console/account").text)
    given["code"] = digits(secret)
    omar.client.post("/console/account/app/confirmation", data=given)
    assert omar.get("/console/orders").status_code == 200

    nadia.post("/console/people/two-factor", {"required": ""})
    assert [event.data["required"] for event in happened("house.two_factor_set")] == [True, False]


def test_a_password_that_was_typed_long_ago_changes_nothing(
    nadia: Desk, freezer_at: Callable[..., Any]
) -> None:
    with freezer_at(clock.now() + timedelta(minutes=16)):
        page = nadia.get("/console/account").text
        assert "Is it you?" in page
        for button in ("app", "password", "codes", "app/removal", "passkeys/question"):
            assert nadia.post(f"/console/account/{button}").status_code == 403, button
        wrong = nadia.post("/console/account/confirmation", {"password": "guess"})
        assert wrong.status_code == 422
        nadia.post("/console/account/confirmation", {"password": PASSWORD})
        assert nadia.post("/console/account/app").status_code == 303
    with db.reading() as session:
        assert session.get_one(Operator, known().id).totp_sealed is not None
