"""Up to a ceiling, at the console: offered, finished with a receipt, asked anew."""

import io
from html import unescape
from typing import Any

import pytest
from PIL import Image

from concierge import config, db
from concierge.orders.models import OrderStatus, ShopReceipt
from concierge.payments.gateway import Standing
from concierge.quotes import queries as quote_queries
from tests.console.conftest import FRAGMENT, Desk
from tests.console_orders.conftest import thread_of
from tests.shop import Shop

GROCERIES: dict[str, Any] = {
    "description": ["Groceries"],
    "quantity": ["1"],
    "price": ["60"],
    "number": "1",
    "estimate": "y",
    "action": "send",
}


def picture(size: tuple[int, int] = (80, 120)) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "#fff")
    exif = image.getexif()
    exif[0x010E] = "taken at 14 Elm St"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def attached(content: bytes, name: str = "receipt.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def up_to_sixty(shop: Shop) -> int:
    order = shop.says_ok(shop.estimate(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED)
    return order


def read(desk: Desk, order: int) -> str:
    return " ".join(unescape(desk.get(f"/console/orders/{order}").text).split())


# --- the builder ---------------------------------------------------------------------------------


def test_the_builder_offers_it_and_the_preview_says_the_very_text(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    builder = f"/console/conversations/{thread_of(maria)}/quotes"
    assert 'name="estimate"' in sam.get(f"{builder}/new").text
    shown = unescape(sam.post(f"{builder}/preview", GROCERIES, headers=FRAGMENT).text)
    assert "Up to $60.00; you pay what it costs." in shown
    assert "up to $60.00</p>" in shown
    assert sam.post(builder, GROCERIES).status_code == 303
    [sent] = [text for text in shop.texts(maria) if "Groceries" in text]
    assert sent in shown


def test_the_preview_is_in_the_customers_language(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    with shop.deciding(maria) as session:
        from concierge.customers import queries

        queries.get(session, maria).language = "de"
    path = f"/console/conversations/{thread_of(maria)}/quotes/preview"
    shown = unescape(sam.post(path, GROCERIES, headers=FRAGMENT).text)
    assert "Höchstens 60,00 $; Sie zahlen, was es kostet." in shown


def test_an_estimate_that_is_quoted_again_is_one_again(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    quote = shop.estimate(maria)
    page = sam.get(f"/console/conversations/{thread_of(maria)}/quotes/new?from={quote}").text
    assert 'name="estimate" value="y" checked' in page


# --- finishing it --------------------------------------------------------------------------------


def test_sam_says_what_it_cost_and_adds_the_receipt(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    path = f"/console/orders/{order}"
    assert "up to $60.00" in read(sam, order)
    form = {"amount": "52.40", "receipt": attached(picture()), "note": "In the fridge."}
    answer = sam.post(f"{path}/fulfilment", form)
    assert answer.status_code == 303
    assert shop.captures(order) == [5240]
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5240)
    page = read(sam, order)
    for words in ("It cost", "$52.40 captured", "$52.40 of it taken, $7.60 let go of"):
        assert words in page
    assert "$60.00 captured" not in page
    assert f'src="{path}/receipt"' in page


def test_the_photo_is_made_anew_and_served_safely_to_operators_alone(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    path = f"/console/orders/{order}"
    sam.post(f"{path}/fulfilment", {"amount": "52.40", "receipt": attached(picture())})
    shown = sam.get(f"{path}/receipt")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert not Image.open(io.BytesIO(shown.data)).getexif()
    assert b"14 Elm St" not in shown.data
    assert sam.client.application.test_client().get(f"{path}/receipt").status_code == 302
    assert sam.get("/console/orders/99/receipt").status_code == 404


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"amount": "60.01", "no_receipt": "Lost"}, "more than the $60.00 they agreed to"),
        ({"amount": "", "no_receipt": "Lost"}, "is not an amount"),
        ({"amount": "52"}, "Add a photo of the receipt, or say why"),
        ({"amount": "52", "receipt": b"<svg onload=alert(1)>"}, "is not a picture"),
        ({"amount": "52", "receipt": picture()[:200]}, "the picture is damaged"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(
    shop: Shop, sam: Desk, form: dict[str, Any], said: str
) -> None:
    order = up_to_sixty(shop)
    given = {"delivered": "y", "note": "In the fridge.", **form}
    if "receipt" in form:
        given["receipt"] = attached(form["receipt"])
    answer = sam.post(f"/console/orders/{order}/fulfilment", given)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert said in page
    assert 'value="In the fridge."' in page
    assert f'value="{form["amount"]}"' in page
    assert shop.order(order).status is OrderStatus.CONFIRMED
    with db.reading() as session:
        assert session.get(ShopReceipt, order) is None


def test_a_picture_that_is_too_large_is_not_taken(
    shop: Shop, sam: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = up_to_sixty(shop)
    small = config.current().model_copy(update={"picture_megabytes": 1})
    monkeypatch.setattr(config, "_current", small)
    form = {"amount": "52", "receipt": attached(picture() + bytes(1_000_001))}
    answer = sam.post(f"/console/orders/{order}/fulfilment", form)
    assert (answer.status_code, "larger than 1 MB" in answer.text) == (422, True)


def test_without_a_receipt_the_reason_stands_on_the_order(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    form = {"amount": "52.40", "no_receipt": "The market gives none"}
    assert sam.post(f"/console/orders/{order}/fulfilment", form).status_code == 303
    assert "none: The market gives none" in read(sam, order)


def test_a_second_click_settles_nothing_anew(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    form = {"amount": "52.40", "no_receipt": "Lost"}
    assert sam.post(f"/console/orders/{order}/fulfilment", form).status_code == 303
    assert (
        sam.post(f"/console/orders/{order}/fulfilment", form | {"amount": "40"}).status_code == 422
    )
    assert shop.captures(order) == [5240]


# --- more than was agreed ------------------------------------------------------------------------


def test_sam_asks_for_more_and_reads_the_consequences_first(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    page = read(sam, order)
    assert "it comes to …, more than the $60.00 you agreed" in page
    assert "only then more is reserved" in page
    answer = sam.post(f"/console/orders/{order}/revision", {"amount": "68", "why": "Dear saffron."})
    assert answer.status_code == 303
    page = read(sam, order)
    assert "asked about $68.00" in page
    assert "Takes the question about $68.00 back." in page
    assert "/fulfilment" not in page
    assert "asked about $68.00" in sam.get("/console/orders").text
    again = sam.post(f"/console/orders/{order}/revision", {"amount": "68", "why": "Dear saffron."})
    assert (again.status_code, "being asked about" in again.text) == (422, True)


def test_sam_keeps_to_the_ceiling(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    sam.post(f"/console/orders/{order}/revision", {"amount": "68"})
    assert sam.post(f"/console/orders/{order}/ceiling").status_code == 303
    assert "/fulfilment" in read(sam, order)
    assert "Kept to $60.00" in read(sam, order)
    assert sam.post(f"/console/orders/{order}/ceiling").status_code == 422


def test_a_question_is_taken_back_but_not_rebuilt(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    sam.post(f"/console/orders/{order}/revision", {"amount": "68"})
    with db.reading() as session:
        [asked] = quote_queries.revisions(
            session, shop.order(order).customer_id, shop.order(order).quote_id
        )
    page = unescape(sam.get(f"/console/quotes/{asked.id}").text)
    assert "It asks for more than the $60.00 agreed for" in page
    assert "Change and resend" not in page
    sam.post(f"/console/quotes/{asked.id}/withdrawal")
    assert shop.order(order).asked_total is None


def test_what_it_costs_is_shown_wherever_the_order_is(shop: Shop, sam: Desk) -> None:
    order = up_to_sixty(shop)
    customer = shop.order(order).customer_id
    places = ("/console/orders", f"/console/conversations/{thread_of(customer)}")
    for place in places:
        assert "up to $60.00" in sam.get(place).text
    sam.post(f"/console/orders/{order}/fulfilment", {"amount": "52.40", "no_receipt": "Lost"})
    for place in places:
        assert "$52.40" in sam.get(place).text


@pytest.mark.parametrize("button", ["revision", "ceiling"])
def test_a_button_on_an_order_that_is_not_there(sam: Desk, button: str) -> None:
    assert sam.post(f"/console/orders/9/{button}", {"amount": "1"}).status_code == 404
