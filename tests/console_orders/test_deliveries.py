"""Giving an order to a partner, setting it out, taking it back, delivering it: said, then done."""

import io
from html import unescape

from PIL import Image

from concierge.orders import lifecycle as orders
from concierge.orders.models import Whereabouts
from concierge.orders.tracking import Parcel
from tests.console.conftest import FRAGMENT, Desk
from tests.shop import SAM, Shop

LINK = "https://track.example.com/1Z999"


def a_picture() -> bytes:
    """Something that was delivered."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "crimson").save(made, "JPEG")
    return made.getvalue()


def test_partners_are_kept_changed_and_sent_away(sam: Desk) -> None:
    assert "No partners yet" in sam.get("/console/partners").text
    form = {"name": "Bloom Wholesale", "contact": "+1 555 010 0190", "note": "Before nine."}
    assert sam.post("/console/partners", form).status_code == 303
    again = sam.post("/console/partners", form | {"name": "bloom wholesale"})
    assert again.status_code == 422
    assert "There is a partner called Bloom Wholesale already." in again.text
    assert 'value="+1 555 010 0190"' in again.text, "what was typed stays"
    sam.post("/console/partners/1", form | {"name": "Bloom & Sons"})
    assert "Bloom &amp; Sons" in sam.get("/console/partners").text
    sam.post("/console/partners/1/retirement")
    assert "is given no more orders" in sam.get("/console/partners").text
    assert "Bloom &amp; Sons" not in sam.get("/console/partners").text
    assert "Bloom &amp; Sons" in sam.get("/console/partners?retired=y").text
    sam.post("/console/partners/1/restoration")
    assert "Bloom &amp; Sons" in sam.get("/console/partners").text


def test_sam_gives_an_order_to_a_partner_and_kim_reads_who_has_it(
    shop: Shop, sam: Desk, kim: Desk
) -> None:
    order = shop.confirmed(shop.customer())
    path = f"/console/orders/{order}"
    assert "There is nobody to give it to yet" in sam.get(f"{path}/partner").text
    sam.post("/console/partners", {"name": "Bloom Wholesale", "contact": "+1 555 010 0190"})
    page = sam.get(f"{path}/partner").text
    assert "nobody is told by this" in page
    assert "Bloom Wholesale · +1 555 010 0190" in page
    answer = sam.post(f"{path}/partner", {"partner": "1", "back": "/console/orders"})
    assert (answer.status_code, answer.location) == (303, "/console/orders")
    second = kim.post(f"{path}/partner", {"partner": "1"})
    assert second.status_code == 422
    assert "Bloom Wholesale has it already" in second.text
    page = kim.get(path).text
    assert "at Bloom Wholesale" in page
    assert "Given to Bloom Wholesale" in page
    assert "Bloom Wholesale has it: tell them, we do not." in page, "before a cancellation"
    assert kim.post(f"{path}/return").status_code == 303
    assert shop.order(order).whereabouts is Whereabouts.HOUSE


def test_before_it_is_out_the_very_text_is_shown(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    path = f"/console/orders/{order}/departure"
    shown = unescape(sam.get(path).text)
    assert "no money is taken before it is delivered" in shown
    wrong = sam.post(path, {"courier": "Fleet Feet", "tracking": "ask Jo, she knows"})
    assert wrong.status_code == 422
    assert "is no tracking number and no link" in unescape(wrong.text)
    assert 'value="Fleet Feet"' in wrong.text
    assert sam.post(path).status_code == 303
    assert f">{shop.texts(maria)[-1]}<" in shown
    assert "out for delivery" in sam.get(f"/console/orders/{order}").text


def test_what_cannot_be_done_any_more_has_no_page(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    for move in ("partner", "departure", "return", "fulfilment"):
        assert sam.get(f"/console/orders/{order}/{move}").status_code == 409, move
    assert sam.get(f"/console/orders/{order}/elsewhere").status_code == 404


def test_the_board_gets_the_form_alone(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    part = sam.get(f"/console/orders/{order}/fulfilment", headers=FRAGMENT).text
    assert "<html" not in part
    assert "Takes <strong>$54.00</strong> from Visa 4242 now" in part


def test_a_delivery_with_note_picture_and_tracking(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    path = f"/console/orders/{order}"
    form = {
        "note": "At the door.",
        "courier": "Fleet Feet",
        "tracking": LINK,
        "picture": (io.BytesIO(a_picture()), "door.jpg"),
    }
    assert sam.post(f"{path}/fulfilment", form).status_code == 303
    page = sam.get(path).text
    assert f'href="{LINK}"' in page
    assert "At the door." in page
    picture = sam.get(f"{path}/picture")
    assert picture.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(picture.data)).size == (40, 30)


def test_what_is_no_picture_is_refused_before_anything_is_taken(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    form = {"delivered": "y", "note": "Hi", "picture": (io.BytesIO(b"<svg>"), "x.svg")}
    answer = sam.post(f"/console/orders/{order}/fulfilment", form)
    assert answer.status_code == 422
    assert 'value="Hi"' in answer.text
    assert shop.calls("payment.capture") == []


def test_an_order_without_a_picture_has_none(shop: Shop, sam: Desk) -> None:
    order = shop.paid(shop.customer())
    assert sam.get(f"/console/orders/{order}/picture").status_code == 404


def test_a_partner_is_owed_under_the_name_that_is_known(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    sam.post("/console/partners", {"name": "Bloom Wholesale"})
    sam.post(f"/console/orders/{order}/partner", {"partner": "1"})
    page = sam.get(f"/console/orders/{order}").text
    assert (
        'name="partner" maxlength="80" required autocomplete="off" value="Bloom Wholesale"' in page
    )


def test_an_order_that_came_back_says_what_the_customer_was_told(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    shop.on_order(order, lambda s, o: orders.set_out(s, o, Parcel(), by=SAM, at=shop.now))
    page = sam.get(f"/console/orders/{order}/return").text
    assert "was told that it is on its way and is told nothing now" in page
