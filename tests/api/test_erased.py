"""A customer who was erased, as programs see them."""

import pytest
from sqlalchemy import select

from concierge import clock, db
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint
from concierge.operators.models import ApiRequest
from concierge.privacy import erasing, places
from tests.api.conftest import SCENES, Api
from tests.world import OPERATOR


def erase(customer_id: int) -> None:
    with db.transaction() as session:
        customer = customers.lock(session, customer_id)
        erasing.erase(session, customer, by=OPERATOR, at=clock.now())


@pytest.mark.parametrize("rule", [rule for rule in SCENES if not rule.startswith("/catalogue")])
def test_every_answer_to_a_program_is_found_as_its_customers(api: Api, rule: str) -> None:
    """If this fails: teach concierge/privacy/map.py how api_requests are found."""
    path, body = SCENES[rule](api)
    assert api.post(path, body, key="monday-7").status_code in {200, 201}
    with db.reading() as session:
        [customer_id] = session.scalars(
            select(ContactPoint.customer_id).order_by(ContactPoint.id.desc()).limit(1)
        )
        whom = places.person(session, customer_id)
        found = [row["key"] for row in places.rows(session, "api_requests", whom)]
    assert found == ["monday-7"]


def test_a_repeated_request_is_not_carried_out_again_and_tells_nothing(api: Api) -> None:
    ana = {"number": "+15550100177", "name": "Ana Ruiz"}
    made = api.post("customers", ana, key="monday-7").get_json()
    erase(made["id"])

    again = api.post("customers", ana, key="monday-7")

    assert again.status_code == 409
    assert again.get_json()["code"] == "customer-is-erased"
    with db.reading() as session:
        assert [row.body for row in session.scalars(select(ApiRequest))] == [{}]
        assert customers.by_address(session, "sms", "+15550100177") is None


def test_they_are_listed_without_anything_that_tells_who_it_was(api: Api) -> None:
    made = api.made("customers", {"number": "+15550100177", "name": "Ana Ruiz"})
    erase(made["id"])
    read = api.get(f"customers/{made['id']}")
    assert read["erased_at"]
    assert (read["name"], read["notes"]) == (None, "")
    assert "5550100177" not in str(read)
    edited = api.call("PATCH", f"customers/{made['id']}", {"name": "Ana"})
    assert edited.get_json()["code"] == "customer-is-erased"
