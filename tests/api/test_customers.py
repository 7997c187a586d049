"""Customers, as programs find, welcome and correct them."""

import pytest
from sqlalchemy import select

from concierge import clock, db
from concierge.events import Event
from concierge.merging import lifecycle as merging
from tests.api.conftest import QUOTE, Api
from tests.world import MARIA, OPERATOR

SPELLINGS = ["+15550100123", "+1 555 010 0123", "(555) 010-0123", "555.010.0123", "15550100123"]


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_number_in_any_spelling_is_the_same_customer(api: Api, number: str) -> None:
    maria = api.world.known()
    answer = api.post("customers", {"number": number, "name": "Somebody Else"})
    assert (answer.status_code, answer.get_json()["id"]) == (200, maria.id)
    assert answer.get_json()["name"] == "Maria Lopez"
    assert api.made("quotes", {**QUOTE, "customer": number})["customer_id"] == maria.id
    assert [row["id"] for row in api.get("customers", number=number)["data"]] == [maria.id]


def test_an_id_is_a_number_and_a_phone_number_a_string(api: Api) -> None:
    maria = api.world.known()
    assert api.made("quotes", {**QUOTE, "customer": maria.id})["customer_id"] == maria.id
    assert api.post("quotes", {**QUOTE, "customer": str(maria.id)}).status_code == 422
    assert api.post("quotes", {**QUOTE, "customer": 99}).status_code == 404


def test_a_new_number_becomes_a_customer_of_whom_a_little_is_known(api: Api) -> None:
    answer = api.post(
        "customers",
        {"number": "555 010 0177", "name": " Ana Ruiz ", "language": "es", "timezone": "UTC"},
    )
    ana = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{api.world.url}/api/v1/customers/{ana['id']}"
    assert (ana["name"], ana["language"], ana["email"]) == ("Ana Ruiz", "es", None)
    assert ana["contact_points"][0]["address"] == "+15550100177"
    assert api.get(f"customers/{ana['id']}") == ana
    assert api.get(f"conversations/{ana['conversation_id']}")["customer_id"] == ana["id"]
    with db.reading() as session:
        by = session.scalars(select(Event.actor).where(Event.kind == "customer.created")).all()
    assert by == ["script:1"]


def test_what_is_known_can_be_corrected_bit_by_bit(api: Api) -> None:
    maria = api.world.known()
    path = f"customers/{maria.id}"
    edited = api.call("PATCH", path, {"email": "maria@example.com", "notes": "Likes peonies"})
    assert edited.get_json()["email"] == "maria@example.com"
    assert edited.get_json()["name"] == "Maria Lopez"
    gone = api.call("PATCH", path, {"email": None, "notes": ""}).get_json()
    assert (gone["email"], gone["notes"], gone["name"]) == (None, "", "Maria Lopez")
    assert api.get(path) == gone


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "maria"},
        {"language": "tlh"},
        {"timezone": "Elm Street"},
        {"name": ""},
        {"number": "+15550100177"},
    ],
)
def test_nonsense_is_not_kept(api: Api, wrong: dict[str, str]) -> None:
    maria = api.world.known()
    before = api.get(f"customers/{maria.id}")
    assert api.call("PATCH", f"customers/{maria.id}", wrong).status_code == 422
    assert api.get(f"customers/{maria.id}") == before


def test_who_has_opted_out_is_shown_so(api: Api) -> None:
    maria = api.world.known()
    api.world.text("STOP")
    [point] = api.get(f"customers/{maria.id}")["contact_points"]
    assert point["opted_out_at"] is not None
    assert point["address"] == MARIA


def test_a_script_says_that_a_number_may_have_changed_hands(api: Api) -> None:
    maria = api.world.known()
    api.world.give_card()
    for _ in range(2):
        answer = api.post(f"customers/{maria.id}/doubt", {})
        assert answer.status_code == 200
        assert answer.get_json()["contact_points"][0]["doubted_at"] is not None
    api.world.quote()
    api.world.text("OK")
    assert api.world.orders() == []
    with db.reading() as session:
        doubted = session.scalars(select(Event.actor).where(Event.kind == "customer.doubted"))
        assert doubted.all() == ["script:1"]


def test_whoever_is_one_person_with_another_is_named_as_such(api: Api) -> None:
    maria, other = api.world.known(), api.world.known("+15550100177", "M. Lopez")
    with db.transaction() as session:
        merging.merge(session, maria.id, other.id, by=OPERATOR, at=clock.now())
    shown = api.get(f"customers/{other.id}")
    assert (shown["merged_into_id"], shown["contact_points"]) == (maria.id, [])
    assert len(api.get(f"customers/{maria.id}")["contact_points"]) == 2
    quote = {**QUOTE, "customer": other.id}
    for path, body in ((f"customers/{other.id}/doubt", {}), ("quotes", quote)):
        answer = api.post(path, body)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "customer-is-merged")
