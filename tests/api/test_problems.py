"""Every error beneath /api/v1 is an RFC 9457 problem, and says what to do."""

from typing import Any

import pytest

from concierge.quotes import queries
from tests.api.conftest import QUOTE, Api
from tests.world import World

LINE = QUOTE["lines"][0]  # type: ignore[index]


def test_a_problem_has_all_its_parts(api: Api) -> None:
    number = api.sent()
    answer = api.post(f"quotes/{number}/sending")
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json() == {
        "type": f"{api.world.url}/api/v1/openapi.json#/x-problems/quote-is-sent",
        "title": "The quote is sent",
        "status": 409,
        "detail": "This quote is sent already.",
        "instance": f"/api/v1/quotes/{number}/sending",
        "code": "quote-is-sent",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nothing-here", 404, "not-found"),
        ("GET", "quotes/99", 404, "not-found"),
        ("GET", "quotes/0", 404, "not-found"),
        ("GET", "quotes/99999999999999999999", 404, "not-found"),
        ("GET", "quotes/roses", 404, "not-found"),
        ("POST", "quotes/99/sending", 404, "not-found"),
        ("POST", "orders/99/start", 404, "not-found"),
        ("POST", "conversations/99/settlement", 404, "not-found"),
        ("DELETE", "quotes", 405, "method-not-allowed"),
        ("PUT", "quotes/1", 405, "method-not-allowed"),
        ("OPTIONS", "quotes", 405, "method-not-allowed"),
    ],
)
def test_what_is_not_there(api: Api, method: str, path: str, status: int, code: str) -> None:
    answer = api.call(method, path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.get_json()["code"] == code
    if status == 405:
        assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"roses", b"\xff\xfe", b'{"customer": "\\ud800"}', b"[" * 100_000],
    ids=["empty", "open", "bare", "bytes", "surrogate", "deep"],
)
def test_a_body_that_is_not_json(api: Api, raw: bytes) -> None:
    answer = api.call("POST", "quotes", raw)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "not-json")


def test_a_body_that_is_not_said_to_be_json(api: Api) -> None:
    answer = api.call("POST", "quotes", b"{}", content_type="text/plain")
    assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported-media-type")


def test_a_body_that_is_too_large(api: Api) -> None:
    answer = api.call("POST", "quotes", b" " * 300_000)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "content-too-large")


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"expire_at": "2030-01-01T12:00:00Z"}, "/expire_at", "not permitted"),
        ({"lines": []}, "/lines", "at least 1"),
        ({"lines": [LINE] * 21}, "/lines", "at most 20"),
        ({"lines": [{**LINE, "quantity": 0}]}, "/lines/0/quantity", "greater than"),
        ({"lines": [{**LINE, "quantity": 1.5}]}, "/lines/0/quantity", "integer"),
        ({"lines": [{**LINE, "quantity": "1"}]}, "/lines/0/quantity", "integer"),
        ({"lines": [{**LINE, "unit_amount": "54.00"}]}, "/lines/0/unit_amount", "integer"),
        ({"lines": [{**LINE, "description": " "}]}, "/lines/0/description", "at least 1"),
        ({"lines": [{**LINE, "description": "ro\0ses"}]}, "/lines/0/description", "control"),
        ({"lines": [{**LINE, "unit_amount": 0}]}, "/lines", "more than zero"),
        ({"lines": [{**LINE, "quantity": 9999, "unit_amount": 99_999_999}]}, "/lines", "total"),
        ({"delivery_amount": -1}, "/delivery_amount", "greater than"),
        ({"currency": "usd"}, "/currency", "match"),
        ({"currency": "ZZZ"}, "/currency", "ISO 4217"),
        ({"send": "yes"}, "/send", "boolean"),
        ({"customer": None}, "/customer", "phone number"),
        ({"customer": 0}, "/customer", "whole number"),
        ({"customer": 2**63}, "/customer", "whole number"),
        ({"customer": True}, "/customer", "phone number"),
        ({"customer": "Maria"}, "/customer", "+15550100123"),
        ({"customer": "+1800FLOWERS"}, "/customer", "+15550100123"),
        ({"customer": "+15550100123 x9"}, "/customer", "+15550100123"),
        ({"customer": "0100123"}, "/customer", "+15550100123"),
        ({"expires_at": "2099-01-01T12:00:00"}, "/expires_at", "with its zone, like 2030"),
        ({"promised_at": "2099-01-01T12:00:00"}, "/promised_at", "with its zone, like 2030"),
        ({"expires_at": "2099-01-01"}, "/expires_at", "with its zone"),
        ({"expires_at": "tomorrow noon"}, "/expires_at", "with its zone"),
        ({"expires_at": 4070952000}, "/expires_at", "with its zone"),
        ({"expires_at": "2099-02-30T12:00:00Z"}, "/expires_at", "no such time"),
        ({"expires_at": "9999-12-31T23:59:59-01:00"}, "/expires_at", "no such time"),
        ({"expires_at": "9999-12-31T23:59:59Z"}, "/expires_at", "more than a year"),
        ({"expires_at": "2020-01-01T12:00:00Z"}, "/expires_at", "has passed"),
    ],
)
def test_a_quote_that_can_not_be_says_where_and_why(
    api: Api, change: dict[str, Any], pointer: str, said: str
) -> None:
    answer = api.post("quotes", {**QUOTE, **change})
    assert answer.status_code == 422, answer.text
    [finding] = answer.get_json()["errors"]
    assert finding["pointer"] == pointer
    assert said in finding["detail"]
    assert api.get("quotes")["data"] == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"before": "-1"}, "before"),
        ({"before": "0"}, "before"),
        ({"before": "9" * 19}, "before"),
        ({"before": "tulips"}, "before"),
        ({"status": "lost"}, "status"),
        ({"customer": "Maria"}, "customer"),
        ({"customer": "0"}, "customer"),
        ({"offset": 10}, "offset"),
    ],
)
def test_a_list_that_can_not_be_says_which_parameter(
    api: Api, query: dict[str, Any], parameter: str
) -> None:
    answer = api.call("GET", "quotes", query=query)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] == parameter


def test_a_field_with_a_slash_in_its_name_is_escaped(api: Api) -> None:
    answer = api.post("quotes", {**QUOTE, "a/b~c": 1})
    assert answer.get_json()["errors"][0]["pointer"] == "/a~1b~0c"


def test_a_mistake_of_ours_is_a_problem_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(queries, "page", broken)
    monkeypatch.setitem(api.world.app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = api.call("GET", "quotes")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal-server-error")
    assert "secret" not in answer.text


def test_errors_elsewhere_are_pages_as_before(world: World) -> None:
    answer = world.app.test_client().get("/nothing-here")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
