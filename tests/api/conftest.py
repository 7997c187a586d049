"""A program that calls the API, in the world of the whole product."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from sqlalchemy import text, update
from werkzeug.test import TestResponse

from concierge import db
from concierge.events import Event
from concierge.operators import accounts
from tests.world import MARIA, World

QUOTE = {
    "customer": MARIA,
    "lines": [{"description": "12 red roses, hand-tied", "quantity": 1, "unit_amount": 5400}],
    "send": True,
}


def a_token(name: str = "shop") -> str:
    """As `flask tokens create NAME` makes it."""
    with db.transaction() as session:
        return accounts.create_token(session, name)


@dataclass
class Api:
    """Calls, and holds every answer against the OpenAPI document."""

    world: World
    token: str
    document: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.document = self.world.app.test_client().get("/api/v1/openapi.json").get_json()

    def get(self, path: str, **query: Any) -> Any:
        """What is read; it has to be there."""
        answer = self.call("GET", path, query=query)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, body: Any = None, key: str | None = None) -> TestResponse:
        """The answer to a POST."""
        return self.call("POST", path, body, headers={"Idempotency-Key": key} if key else {})

    def made(self, path: str, body: Any = None) -> Any:
        """What a POST answers; it has to succeed."""
        answer = self.post(path, body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.get_json()

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        content_type: str = "application/json",
    ) -> TestResponse:
        """The answer to a request, which fits the document."""
        address = path if path.startswith("/") else f"/api/v1/{path}"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        answer: TestResponse = self.world.app.test_client().open(
            address,
            method=method,
            data=raw,
            query_string=query,
            content_type=content_type if raw is not None else None,
            headers={"Authorization": f"Bearer {self.token}", **(headers or {})},
        )
        self._fits(method, answer)
        return answer

    def _fits(self, method: str, answer: TestResponse) -> None:
        found = self.described(method, answer.request.path)
        if found is None:
            assert answer.status_code in {404, 405}, answer.text
            return
        said = found["responses"].get(str(answer.status_code))
        assert said is not None, f"{answer.status_code} is not in the document: {answer.text}"
        if "$ref" in said:
            said = self.document["components"]["responses"][said["$ref"].rpartition("/")[2]]
        [(media_type, content)] = said["content"].items()
        if media_type == "image/*":
            assert str(answer.mimetype).startswith("image/")
            return
        assert answer.mimetype == media_type, answer.text
        self.validate(content["schema"], answer.get_json())

    def validate(self, schema: dict[str, Any], instance: Any) -> None:
        """Raises unless it fits."""
        self._validator(schema).validate(instance)

    def fits(self, schema: dict[str, Any], instance: Any) -> bool:
        """Whether it does."""
        return bool(self._validator(schema).is_valid(instance))

    def _validator(self, schema: dict[str, Any]) -> Any:
        whole = {**schema, "components": self.document["components"]}
        return OAS31Validator(whole, format_checker=OAS31Validator.FORMAT_CHECKER)

    def described(self, method: str, address: str) -> dict[str, Any] | None:
        """The operation of a path, in the document."""
        parts = address.removeprefix("/api/v1/").split("/")
        for path, methods in self.document["paths"].items():
            wanted = path.strip("/").split("/")
            if len(wanted) == len(parts) and all(
                part.isdigit() if want.startswith("{") else want == part
                for want, part in zip(wanted, parts, strict=True)
            ):
                found: dict[str, Any] | None = methods.get(method.lower())
                return found
        return None

    # --- how things come to be -------------------------------------------------------------------

    def conversation(self) -> int:
        """The thread of Maria, who is known."""
        if not self.get("customers", number=MARIA)["data"]:
            self.world.known()
        return int(self.get("conversations", customer=MARIA)["data"][0]["id"])

    def draft(self) -> int:
        """A quote that has not been sent."""
        return int(self.made("quotes", {**QUOTE, "send": False})["id"])

    def sent(self) -> int:
        """A quote on Maria's phone."""
        number = self.made("quotes", QUOTE)["id"]
        self.world.work()
        return int(number)

    def nearly_a_yes(self) -> int:
        """A text of Maria's that a person has to read."""
        self.conversation()
        self.sent()
        self.world.text("ok but ring the bell twice")
        return self.world.messages()[-1].id

    def order(self) -> int:
        """An order whose money is reserved."""
        self.conversation()
        self.world.give_card()
        self.sent()
        self.world.text("OK")
        order = self.world.orders()[-1]
        assert self.get(f"orders/{order.id}")["status"] == "confirmed"
        return order.id

    def held(self) -> int:
        """An order that has waited for a card for a while."""
        self.conversation()
        self.sent()
        self.world.text("OK")
        order = self.world.orders()[-1]
        with db.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger
            session.execute(update(Event).values(at=Event.at - timedelta(hours=1)))
        assert self.get(f"orders/{order.id}")["status"] == "held"
        return order.id

    def estimate(self) -> int:
        """An order up to $54.00, whose money is reserved."""
        self.conversation()
        self.world.give_card()
        self.made("quotes", {**QUOTE, "is_estimate": True})
        self.world.work()
        self.world.text("OK")
        return self.world.orders()[-1].id

    def asked(self) -> int:
        """The same, whose customer is being asked for more."""
        number = self.estimate()
        self.made(f"orders/{number}/revision", {"amount": 6800})
        return number

    def paid(self) -> int:
        """An order that is fulfilled, with its money taken."""
        number = self.order()
        self.made(f"orders/{number}/fulfilment", {"note": "Left with the porter."})
        self.world.work()
        assert self.get(f"orders/{number}")["status"] == "paid"
        return number


@pytest.fixture
def api(world: World) -> Api:
    """A program with a token."""
    return Api(world, a_token())


# For each POST: what it needs, where it goes, and what is sent.
Scene = Callable[[Api], tuple[str, Any]]
SCENES: dict[str, Scene] = {
    "/customers": lambda _: ("customers", {"number": "+15550100177", "name": "Ana"}),
    "/conversations/<id:conversation_id>/messages": lambda api: (
        f"conversations/{api.conversation()}/messages",
        {"body": "We have peonies today."},
    ),
    "/conversations/<id:conversation_id>/settlement": lambda api: (
        f"conversations/{api.conversation()}/settlement",
        None,
    ),
    "/messages/<id:message_id>/correction": lambda api: (
        f"messages/{api.nearly_a_yes()}/correction",
        {"meaning": "accept"},
    ),
    "/quotes": lambda _: ("quotes", QUOTE),
    "/quotes/<id:quote_id>/sending": lambda api: (f"quotes/{api.draft()}/sending", None),
    "/quotes/<id:quote_id>/withdrawal": lambda api: (f"quotes/{api.sent()}/withdrawal", None),
    "/quotes/<id:quote_id>/replacement": lambda api: (
        f"quotes/{api.sent()}/replacement",
        {"lines": QUOTE["lines"], "note": "In white."},
    ),
    "/orders/<id:order_id>/start": lambda api: (f"orders/{api.order()}/start", None),
    "/orders/<id:order_id>/fulfilment": lambda api: (
        f"orders/{api.order()}/fulfilment",
        {"note": "Left with the porter."},
    ),
    "/orders/<id:order_id>/revision": lambda api: (
        f"orders/{api.estimate()}/revision",
        {"amount": 6800, "note": "The saffron is dear this week."},
    ),
    "/orders/<id:order_id>/ceiling": lambda api: (f"orders/{api.asked()}/ceiling", None),
    "/orders/<id:order_id>/cancellation": lambda api: (
        f"orders/{api.order()}/cancellation",
        {"reason": "No roses to be had"},
    ),
    "/orders/<id:order_id>/resumption": lambda api: (
        f"orders/{api.held()}/resumption",
        {"by": "link"},
    ),
    "/orders/<id:order_id>/refunds": lambda api: (
        f"orders/{api.paid()}/refunds",
        {"amount": 1500, "reason": "Three were broken"},
    ),
}
