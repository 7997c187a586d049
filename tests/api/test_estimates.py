"""Estimates, as programs offer and finish them."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from concierge import config
from tests.api.conftest import QUOTE, Api


def photo(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 90), "#fff").save(out, kind)
    return out.getvalue()


def spelt(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_program_offers_an_estimate_and_takes_what_it_cost(api: Api) -> None:
    number = api.estimate()
    quote = api.get(f"quotes/{api.get(f'orders/{number}')['quote_id']}")
    assert (quote["is_estimate"], quote["total"], quote["revises_id"]) == (True, 5400, None)
    assert "Up to $54.00" in api.get(f"quotes/{quote['id']}/text")["text"]
    order = api.made(f"orders/{number}/fulfilment", {"amount": 5000, "receipt": spelt(photo())})
    assert (order["is_estimate"], order["total"], order["final_total"]) == (True, 5400, 5000)
    api.world.work()
    payment = api.get(f"orders/{number}")["payment"]
    assert (payment["amount"], payment["amount_captured"]) == (5400, 5000)
    assert "It cost $50.00 of the $54.00 reserved; $4.00 is released." in api.world.texts()[-1]
    shown = api.call("GET", f"orders/{number}/shop-receipt")
    assert shown.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(shown.data)).size == (60, 90)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "price-missing"),
        ({"amount": 5401, "no_receipt": "Lost"}, "above-the-ceiling"),
        ({"amount": 0, "no_receipt": "Lost"}, "price-is-nothing"),
        ({"amount": 5000}, "receipt-missing"),
        ({"amount": 5000, "receipt": "%%%"}, "invalid"),
        ({"amount": 5000, "receipt": 7}, "invalid"),
        ({"amount": 5000, "receipt": spelt(b"<svg onload=alert(1)>")}, "invalid"),
        ({"no_receipt": "Lost"}, "invalid"),
    ],
)
def test_what_does_not_finish_an_estimate(api: Api, body: dict[str, Any], code: str) -> None:
    number = api.estimate()
    answer = api.post(f"orders/{number}/fulfilment", body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert api.get(f"orders/{number}")["final_total"] is None


def test_a_picture_beyond_the_limit_is_not_taken(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    number = api.estimate()
    settings = config.current().model_copy(update={"picture_megabytes": 1})
    monkeypatch.setattr(config, "_current", settings)
    large = spelt(photo() + bytes(1_000_001))
    answer = api.post(f"orders/{number}/fulfilment", {"amount": 5000, "receipt": large})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")
    assert "at most 1 MB" in answer.text


def test_more_is_asked_for_and_kept_to_what_was_agreed(api: Api) -> None:
    number = api.estimate()
    asked = api.post(f"orders/{number}/revision", {"amount": 6800, "note": "Dear saffron."})
    assert asked.status_code == 201
    quote = asked.get_json()
    first = api.get(f"orders/{number}")["quote_id"]
    assert (quote["revises_id"], quote["agreed_total"], quote["total"]) == (first, 5400, 6800)
    assert api.get(f"orders/{number}")["asked_total"] == 6800
    waits = api.post(f"orders/{number}/fulfilment", {"amount": 5000, "no_receipt": "Lost"})
    assert (waits.status_code, waits.get_json()["code"]) == (409, "customer-is-asked")
    kept = api.made(f"orders/{number}/ceiling")
    assert (kept["asked_total"], kept["total"]) == (None, 5400)
    assert api.get(f"quotes/{quote['id']}")["status"] == "withdrawn"


def test_an_ok_to_more_is_reserved_anew(api: Api) -> None:
    number = api.asked()
    api.world.work()
    api.world.text("OK")
    order = api.get(f"orders/{number}")
    assert (order["total"], order["asked_total"], order["status"]) == (6800, None, "confirmed")
    assert (order["payment"]["amount"], order["payment"]["status"]) == (6800, "authorised")


def test_a_fixed_price_has_no_other(api: Api) -> None:
    number = api.order()
    answer = api.post(f"orders/{number}/fulfilment", {"amount": 5000, "no_receipt": "Lost"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "price-is-fixed")
    assert QUOTE.get("is_estimate") is None
