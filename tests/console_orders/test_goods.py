"""Sam keeps the catalogue and quotes from it, with plain forms."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from concierge import clock, db
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.availability import Period
from concierge.catalogue.lifecycle import Goods
from concierge.catalogue.models import CatalogueItem
from concierge.catalogue.options import Choice, Option
from concierge.money import Money
from concierge.orders import lifecycle as orders
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import Quote
from tests.console.conftest import Desk
from tests.console_orders.conftest import thread_of
from tests.counting import counted
from tests.shop import SAM, Shop

SIZE = Option("Size", (Choice("12 stems"), Choice("24 stems", 1800)), required=True)
FORM: dict[str, Any] = {
    "name": "Red roses",
    "price": "54",
    "code": "r12",
    "details": "60 cm",
    "stock": "8",
    "counted_from": "",
    "days": "y",
    "weekday": ["1", "5"],
    "period": ["on", "off", "on"],
    "first": ["2026-12-01", "2026-12-06", ""],
    "last": ["2026-12-24", "", ""],
    "option": ["Size", "Colour", ""],
    "must": ["must", "", ""],
    "choices": ["12 stems\r\n24 stems +18.00", "red\nwhite + $2", ""],
}


def put(name: str = "Red roses", amount: int = 5400, **more: Any) -> int:
    with db.transaction() as session:
        goods = Goods(name, Money(amount, "USD"), **more)
        return lifecycle.create(session, goods, by=SAM, at=clock.now()).id


def item(number: int = 1) -> CatalogueItem:
    with db.reading() as session:
        return queries.get(session, number)


def a_photo(size: tuple[int, int] = (900, 600)) -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", size, "#a12").save(out, "PNG")
    return io.BytesIO(out.getvalue()), "roses.png"


# --- the editor ----------------------------------------------------------------------------------


def test_everything_that_is_typed_about_an_item_is_kept(sam: Desk) -> None:
    assert sam.post("/console/catalogue", FORM).status_code == 303
    assert Goods.of(item()) == Goods(
        "Red roses",
        Money(5400, "USD"),
        "60 cm",
        "R12",
        8,
        (1, 5),
        (
            Period(date(2026, 12, 1), date(2026, 12, 24)),
            Period(date(2026, 12, 6), date(2026, 12, 6), off=True),
        ),
        (SIZE, Option("Colour", (Choice("red"), Choice("white", 200)))),
    )


def test_what_the_page_shows_saves_as_it_was(sam: Desk) -> None:
    sam.post("/console/catalogue", FORM)
    before = Goods.of(item())
    page = sam.get("/console/catalogue/1").text
    assert 'value="8"' in page
    assert "24 stems +18.00" in page
    again = FORM | {
        "counted_from": "8",
        "choices": ["12 stems\n24 stems +18.00", "red\nwhite +2.00"],
    }
    assert sam.post("/console/catalogue/1", again).status_code == 303
    assert Goods.of(item()) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"price": "cheap"}, "not an amount"),
        ({"code": "R 12"}, "A code is up to 12"),
        ({"stock": "some"}, "is no count"),
        ({"weekday": []}, "at least one day"),
        ({"first": ["tomorrow", "", ""]}, "Write each day as a date"),
        ({"last": ["2026-11-24", "", ""]}, "is before the first day"),
        ({"choices": ["", "", ""]}, "what can be chosen as Size"),
        ({"choices": ["12 stems\n12 Stems", "red", ""]}, "have the same name"),
    ],
)
def test_what_was_typed_wrong_is_said_and_the_rest_kept(
    sam: Desk, change: dict[str, Any], said: str
) -> None:
    answer = sam.post("/console/catalogue", FORM | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert "60 cm" in answer.text
    with db.reading() as session:
        assert session.scalars(select(CatalogueItem)).all() == []


@pytest.mark.parametrize(("action", "field"), [("option", "option"), ("period", "first")])
def test_another_row_is_a_button_that_saves_nothing(sam: Desk, action: str, field: str) -> None:
    put()
    page = sam.post("/console/catalogue/1", FORM | {"action": action}).text
    assert page.count(f'name="{field}"') == 3
    assert item().code is None


def test_a_picture_is_made_anew_and_served_harmless(sam: Desk) -> None:
    sam.post(
        "/console/catalogue",
        FORM | {"picture": a_photo((3000, 2000))},
        content_type="multipart/form-data",
    )
    number = item().picture_id
    whole = sam.get(f"/console/catalogue/pictures/{number}")
    small = sam.get(f"/console/catalogue/pictures/{number}/small")
    assert Image.open(io.BytesIO(whole.data)).size == (2048, 1365)
    assert Image.open(io.BytesIO(small.data)).size == (192, 128)
    for answer in (whole, small):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"/console/catalogue/pictures/{number}/small" in sam.get("/console/catalogue").text
    sam.post("/console/catalogue/1", FORM | {"unpicture": "y", "counted_from": "8"})
    assert item().picture_id is None
    assert sam.get(f"/console/catalogue/pictures/{number}").status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"GIF89a" + b"x" * 50])
def test_what_is_no_picture_is_refused_with_nothing_saved(sam: Desk, content: bytes) -> None:
    answer = sam.post(
        "/console/catalogue",
        FORM | {"picture": (io.BytesIO(content), "roses.png")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "Choose a JPEG or PNG" in answer.text
    with db.reading() as session:
        assert session.scalars(select(CatalogueItem)).all() == []


def test_pictures_are_for_operators_alone(world: Any, sam: Desk) -> None:
    assert world.app.test_client().get("/console/catalogue/pictures/1").status_code == 302


def test_a_count_that_missed_an_order_is_asked_for_again(sam: Desk, shop: Shop) -> None:
    number = put(stock=8)
    vases = quotes.Line("Red roses", 3, 5400, number)
    shop.says_ok(shop.quote(shop.customer(), lines=(vases,)))
    answer = sam.post("/console/catalogue/1", FORM | {"stock": "20", "counted_from": "8"})
    assert answer.status_code == 422
    assert "5 are left now" in answer.text
    assert 'name="counted_from" value="5"' in answer.text
    assert item().stock == 5
    sam.post("/console/catalogue/1", FORM | {"stock": "20", "counted_from": "5"})
    assert item().stock == 20


def test_what_is_archived_is_listed_apart_and_offered_again(sam: Desk) -> None:
    put()
    sam.post("/console/catalogue/1/retirement")
    sam.get("/console/catalogue")
    assert "Red roses" not in sam.get("/console/catalogue").text
    assert "Red roses" in sam.get("/console/catalogue?archived=y").text
    sam.post("/console/catalogue/1/restoration")
    assert "Red roses" in sam.get("/console/catalogue").text


def test_a_long_catalogue_is_a_page_at_a_time_with_as_many_queries(sam: Desk) -> None:
    made = []
    for count in (3, 60):
        for number in range(count):
            put(f"Vase {count} {number:02}", code=f"V{count}-{number}")
        with counted() as statements:
            page = sam.get("/console/catalogue").text
        made.append(len(statements))
    assert made[0] == made[1] <= 6
    assert page.count('class="item"') == 50
    [following] = re.findall(r'href="(/console/catalogue\?after=[^"]+)"', page)
    rest = sam.get(following.replace("&amp;", "&")).text
    assert rest.count('class="item"') == 13
    assert len(page) < 60_000


# --- the builder ---------------------------------------------------------------------------------


Builder = Callable[..., str]


@pytest.fixture
def maria(shop: Shop) -> int:
    return shop.customer()


@pytest.fixture
def build(sam: Desk, maria: int) -> Builder:
    """Press a button of the builder: the page that follows."""

    def press(action: str, **more: Any) -> str:
        line = {"number": "1", "description": "", "quantity": "1", "price": "", "find": ""}
        path = f"/console/conversations/{thread_of(maria)}/quotes/preview"
        return sam.post(path, line | {"action": action} | more).text

    return press


def line_of(page: str) -> dict[str, str]:
    """The fields of the first line."""
    found = re.search(r'<li class="line-row">.*?</li>', page, re.DOTALL)
    assert found
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', found[0])
    return {name: value.replace("&#34;", '"') for name, value in fields}


def send(sam: Desk, customer: int, page: str, **more: Any) -> Any:
    fields = {k: v for k, v in line_of(page).items() if k != "action"}
    path = f"/console/conversations/{thread_of(customer)}/quotes"
    return sam.post(path, fields | {"number": "1", "action": "send"} | more)


def test_the_search_finds_a_few_however_long_the_catalogue(sam: Desk, maria: int) -> None:
    path = f"/console/conversations/{thread_of(maria)}/goods"
    made = []
    for count in (2, 40):
        for number in range(count):
            put(f"Rose {count} {number:02}")
        with counted() as statements:
            found = sam.get(f"{path}?find=rose", headers={"X-Fragment": "1"}).text
        made.append(len(statements))
    assert made[0] == made[1]
    assert found.count('class="good"') == 6
    assert "There is more" in found
    assert "is called “tulip”" in sam.get(f"{path}?find=tulip").text


def test_the_builders_page_is_no_longer_for_a_long_catalogue(sam: Desk, maria: int) -> None:
    path = f"/console/conversations/{thread_of(maria)}/quotes/new"
    empty = len(sam.get(path).text)
    for number in range(60):
        put(f"Rose {number:02}")
    assert len(sam.get(path).text) - empty < 100


def test_an_item_comes_with_what_was_chosen_and_its_price(build: Builder) -> None:
    put(options=(SIZE,), stock=3)
    assert "Choose its size" in build("item-1")
    page = build("item-1", **{"choice-1-0": "24 stems"})
    assert line_of(page) == {
        "description": "Red roses, 24 stems",
        "quantity": "1",
        "price": "72.00",
        "action": "without-0",
        "item": "1",
        "choices": '{"Size": "24 stems"}',
        "was": "",
        "gone": "",
    }
    assert "3 left" in page
    fields = line_of(page) | {"choice-1-0": "24 stems"}
    fields.pop("action")
    assert line_of(build("item-1", **fields))["quantity"] == "2"


def test_the_order_takes_what_the_builder_picked(
    sam: Desk, shop: Shop, maria: int, build: Builder
) -> None:
    put(options=(SIZE,), stock=3)
    page = build("item-1", **{"choice-1-0": "24 stems"})
    assert send(sam, maria, page, quantity="2").status_code == 303
    with db.reading() as session:
        [quote] = session.scalars(select(Quote))
        [line] = quote.lines
    assert (line.item_id, line.choices) == (1, {"Size": "24 stems"})
    shop.says_ok(quote.id)
    assert item().stock == 1


def test_more_than_is_left_is_warned_of_and_sent_only_when_sam_says_so(
    sam: Desk, maria: int, build: Builder
) -> None:
    put(stock=3)
    page = build("item-1")
    assert "Promise it all the same" not in page
    fields = line_of(page) | {"quantity": "4"}
    fields.pop("action")
    warned = build("preview", **fields)
    assert "Only 3 left of Red roses (4 are wanted)" in warned
    assert "Promise it all the same" in warned
    refused = send(sam, maria, page, quantity="4")
    assert refused.status_code == 422
    assert "Only 3 left of Red roses" in refused.text
    assert send(sam, maria, page, quantity="4", beyond="y").status_code == 303
    with db.reading() as session:
        assert [quote.beyond_stock for quote in session.scalars(select(Quote))] == [True]


def test_what_can_not_be_had_on_the_promised_day_is_said(build: Builder) -> None:
    tomorrow = clock.now().date() + timedelta(days=1)
    closed = Period(tomorrow - timedelta(days=1), tomorrow + timedelta(days=1), off=True)
    put(periods=(closed,))
    page = build("item-1", promised="tomorrow noon", find="red")
    assert "Not on that day: Red roses: not " in page
    later = build("item-1", promised="in 9 days", find="red")
    assert "Not on that day" not in later


def ordered(shop: Shop, customer: int, *lines: quotes.Line) -> int:
    return shop.says_ok(shop.quote(customer, lines=lines))


def test_one_click_brings_the_usual_at_todays_price(shop: Shop, maria: int, build: Builder) -> None:
    roses = put(options=(SIZE,))
    small = quotes.Line("Red roses, 12 stems", 1, 5400, roses, {"Size": "12 stems"})
    for _ in range(2):
        ordered(shop, maria, small)
    ordered(shop, maria, quotes.Line("Tulips", 20, 180))
    with db.transaction() as session:
        row = queries.lock(session, roses)
        goods = Goods("Red roses", Money(5800, "USD"), options=(SIZE,))
        lifecycle.change(session, row, goods, by=SAM, at=clock.now())
    page = build("usual")
    assert "2 of the last 3 orders" in page
    fields = line_of(page)
    assert (fields["description"], fields["price"]) == ("Red roses, 12 stems", "58.00")
    assert "was $54.00, now $58.00" in page
    assert 'name="delivery" value="6.00"' in page
    fields.pop("action")
    assert "was $54.00, now $58.00" in build("preview", **fields)  # it stays


def test_of_what_is_as_frequent_the_last_is_the_usual_and_cancelled_ones_are_not(
    shop: Shop, maria: int, build: Builder
) -> None:
    ordered(shop, maria, quotes.Line("Roses", 1, 5400))
    ordered(shop, maria, quotes.Line("Tulips", 1, 1800))
    lilies = ordered(shop, maria, quotes.Line("Lilies", 1, 2800))
    shop.on_order(lilies, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    page = build("usual")
    assert line_of(page)["description"] == "Tulips"
    assert "was $" not in page


def test_what_is_gone_keeps_its_old_price_and_says_so(
    shop: Shop, maria: int, build: Builder
) -> None:
    roses = put()
    ordered(shop, maria, quotes.Line("Red roses", 1, 5000, roses))
    with db.transaction() as session:
        lifecycle.retire(session, queries.get(session, roses), by=SAM, at=clock.now())
    page = build("usual")
    assert line_of(page)["price"] == "50.00"
    assert line_of(page)["item"] == ""
    assert "not in the catalogue any more" in page


def test_a_line_by_an_items_very_name_is_that_item(shop: Shop, maria: int, build: Builder) -> None:
    ordered(shop, maria, quotes.Line("Red roses", 1, 5000))
    put()
    page = build("usual")
    assert (line_of(page)["item"], line_of(page)["price"]) == ("1", "54.00")
    assert "was $50.00, now $54.00" in page


def test_whoever_has_ordered_nothing_has_no_usual(build: Builder) -> None:
    assert "The usual" not in build("line")


def test_change_and_resend_keeps_what_was_chosen(sam: Desk, maria: int, build: Builder) -> None:
    put(options=(SIZE,))
    send(sam, maria, build("item-1", **{"choice-1-0": "24 stems"}))
    page = sam.get(f"/console/conversations/{thread_of(maria)}/quotes/new?from=1").text
    assert line_of(page)["choices"] == '{"Size": "24 stems"}'
    answer = send(sam, maria, page, number="2", replaces="1", quantity="2")
    assert answer.status_code == 303
    with db.reading() as session:
        old, new = session.scalars(select(Quote).order_by(Quote.id))
        assert (old.replaced_by_id, new.goods) == (new.id, {1: 2})


@pytest.mark.parametrize(
    "forged", [{"item": "99"}, {"item": "x"}, {"choices": "[1]"}, {"choices": "{"}, {"item": ""}]
)
def test_what_no_form_of_ours_sends_is_no_error(
    sam: Desk, maria: int, build: Builder, forged: dict[str, str]
) -> None:
    put()
    answer = send(sam, maria, build("item-1"), **forged)
    assert answer.status_code in {303, 422}


def test_the_builders_pages_ask_a_few_questions_of_the_database(
    sam: Desk, shop: Shop, maria: int
) -> None:
    path = f"/console/conversations/{thread_of(maria)}/quotes/new"
    made = []
    for many in (1, 12):
        for number in range(many):
            ordered(shop, maria, quotes.Line(f"Roses {number}", 1, 5400, put(f"R{many} {number}")))
        with counted() as statements:
            sam.get(f"{path}?usual=1")
        made.append(len(statements))
    assert made[0] == made[1]
