"""The catalogue, as programs keep it."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from tests.api.conftest import QUOTE, Api

ROSES = {
    "name": "Red roses",
    "code": "r12",
    "unit_amount": 5400,
    "description": "60 cm",
    "stock": 2,
    "weekdays": [1, 5],
    "periods": [{"first": "2026-12-24", "last": "2026-12-26", "off": True}],
    "options": [{"name": "Size", "required": True, "choices": [{"name": "24", "surcharge": 1800}]}],
}


def spelt(size: tuple[int, int]) -> str:
    out = io.BytesIO()
    Image.new("RGB", size, "#a12").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def quoted(item: int, quantity: int, **more: Any) -> dict[str, Any]:
    line = {"description": "Red roses", "quantity": quantity, "unit_amount": 5400, "item_id": item}
    return {**QUOTE, "lines": [line | {"choices": {"Size": "24"}}], **more}


def test_a_program_adds_and_reads_an_item(api: Api) -> None:
    made = api.made("catalogue", ROSES)
    assert {name: made[name] for name in ROSES if name != "options"} == {
        name: value for name, value in (ROSES | {"code": "R12"}).items() if name != "options"
    }
    assert made["options"][0]["choices"] == [{"name": "24", "surcharge": 1800}]
    assert (made["currency"], made["has_picture"], made["archived_at"]) == ("USD", False, None)
    assert api.get(f"catalogue/{made['id']}") == made
    assert api.get("catalogue", q="rose 60")["data"] == [made]
    assert api.get("catalogue", q="tulip")["data"] == []


def test_what_is_left_out_of_a_change_stays(api: Api) -> None:
    made = api.made("catalogue", ROSES)
    path = f"catalogue/{made['id']}"
    changed = api.call("PATCH", path, {"unit_amount": 5800}).get_json()
    assert changed == made | {"unit_amount": 5800}
    assert api.call("PATCH", path, {"stock": None}).get_json()["stock"] is None


def test_archived_it_is_another_list(api: Api) -> None:
    path = f"catalogue/{api.made('catalogue', ROSES)['id']}"
    assert api.call("PATCH", path, {"archived": True}).get_json()["archived_at"]
    assert api.get("catalogue")["data"] == []
    assert len(api.get("catalogue", archived="true")["data"]) == 1
    again = api.made("catalogue", ROSES)
    back = api.call("PATCH", path, {"archived": False})
    assert (back.status_code, back.get_json()["code"]) == (409, "item-code-taken")
    api.call("PATCH", f"catalogue/{again['id']}", {"code": None})
    assert api.call("PATCH", path, {"archived": False}).get_json()["archived_at"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit_amount": -1}, "invalid"),
        ({"weekdays": []}, "invalid"),
        ({"weekdays": [8]}, "invalid"),
        ({"periods": [{"first": "24/12/2026", "last": "2026-12-26"}]}, "invalid"),
        ({"periods": [{"first": "2026-12-26", "last": "2026-12-24"}]}, "period-ends-first"),
        ({"options": [{"name": "Size", "choices": []}]}, "invalid"),
        ({"options": [{"name": "S", "choices": [{"name": "a"}, {"name": "A"}]}]}, "option-twice"),
        ({"picture": base64.b64encode(b"<svg onload=alert(1)>").decode()}, "invalid"),
        ({"colour": "red"}, "invalid"),
    ],
)
def test_what_can_not_be_sold_by(api: Api, change: dict[str, Any], code: str) -> None:
    answer = api.post("catalogue", ROSES | change)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert api.get("catalogue")["data"] == []


def test_a_picture_is_made_anew_and_taken_away(api: Api) -> None:
    path = f"catalogue/{api.made('catalogue', ROSES | {'picture': spelt((3000, 30))})['id']}"
    shown = api.call("GET", f"{path}/picture")
    assert Image.open(io.BytesIO(shown.data)).size == (2048, 20)
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not api.call("PATCH", path, {"picture": None}).get_json()["has_picture"]
    assert api.call("GET", f"{path}/picture").status_code == 404


def test_an_order_of_a_program_takes_from_the_stock_too(api: Api) -> None:
    item = api.made("catalogue", ROSES)["id"]
    api.conversation()
    api.world.give_card()
    quote = api.made("quotes", quoted(item, 2))
    assert quote["lines"][0]["choices"] == {"Size": "24"}
    api.world.work()
    api.world.text("OK")
    assert api.get(f"catalogue/{item}")["stock"] == 0
    short = api.post("quotes", quoted(item, 1))
    assert (short.status_code, short.get_json()["code"]) == (409, "stock-short")
    assert api.made("quotes", quoted(item, 1, beyond_stock=True))["beyond_stock"] is True
    missed = api.call("PATCH", f"catalogue/{item}", {"stock": 9, "counted_from": 2})
    assert (missed.status_code, missed.get_json()["code"]) == (409, "stock-moved")
    order = api.world.orders()[-1].id
    api.made(f"orders/{order}/cancellation", {"reason": "No roses to be had"})
    assert api.get(f"catalogue/{item}")["stock"] == 2


def test_only_what_is_in_the_catalogue_can_be_quoted_from_it(api: Api) -> None:
    answer = api.post("quotes", quoted(77, 1))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "no-such-item")
