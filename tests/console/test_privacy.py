"""Handing out and forgetting a customer, from their page in the console."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from concierge import db
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.events import Event
from concierge.orders.models import Order, OrderStatus
from tests.console.conftest import Desk
from tests.console.test_browser import browser, live_world, open_console, page  # noqa: F401
from tests.world import World

EXPORT, ERASURE, PAGE = (
    "/console/customers/4/export",
    "/console/customers/4/erasure",
    "/console/customers/4",
)


def number_of(customer_id: int) -> str:
    with db.reading() as session:
        return customers.get(session, customer_id).contact_points[0].address


def test_everything_is_handed_out_as_a_zip_and_who_asked_is_kept(open_shop: Desk) -> None:
    answer = open_shop.post("/console/customers/1/export")
    assert answer.mimetype == "application/zip"
    assert "customer-1-" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        data = json.loads(packed.read("data.json"))
        assert any(name.startswith("media/") for name in packed.namelist())
    assert data["customers"][0]["name"] == "Maria Lopez"
    assert "Mum's name is Inés" in data["customers"][0]["notes"]
    assert data["cards"][0]["last4"] == "4242"
    answer.close()
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "customer.exported")).one()
        assert event.actor == "operator:1"


def test_erasing_asks_for_the_number_and_does_nothing_without_it(open_shop: Desk) -> None:
    assert f'href="{ERASURE}"' in open_shop.get(PAGE).text
    assert "be undone" in open_shop.get(ERASURE).text
    for typed in ("", "+15550999999", "yes"):
        answer = open_shop.post(ERASURE, {"number": typed})
        assert answer.status_code == 422
        assert "not a number they write from" in answer.text
    with db.reading() as session:
        assert customers.get(session, 4).erased_at is None


def test_with_the_number_however_spelt_they_are_erased(open_shop: Desk) -> None:
    number = number_of(4)
    spelt = f"{number[:2]} ({number[2:5]}) {number[5:8]}-{number[8:]}"
    assert open_shop.post(ERASURE, {"number": spelt}).location == PAGE

    said = open_shop.get(PAGE).text
    assert "Erased Today" in said
    for gone in (number, 'name="address"', 'action="/console/customers/4/export"'):
        assert gone not in said, gone
    assert "They were erased" in open_shop.get(ERASURE).text
    assert open_shop.get("/console/").status_code == 200
    assert open_shop.post(ERASURE, {"number": number}).status_code == 422


def test_who_has_open_business_is_not_erased_and_the_reason_is_said(open_shop: Desk) -> None:
    with db.transaction() as session:
        order = session.scalars(select(Order)).first()
        assert order is not None
        order.status, customer_id = OrderStatus.CONFIRMED, order.customer_id
    path = f"/console/customers/{customer_id}/erasure"
    said = open_shop.get(path).text
    assert "is open: deliver or cancel it first" in said
    assert 'name="number"' not in said
    answer = open_shop.post(path, {"number": number_of(customer_id)})
    assert answer.status_code == 422
    assert "is open: deliver or cancel it first" in answer.text


def test_there_is_no_such_customer(open_shop: Desk) -> None:
    assert open_shop.get("/console/customers/99/erasure").status_code == 404
    assert open_shop.post("/console/customers/99/erasure", {"number": "1"}).status_code == 404
    assert open_shop.post("/console/customers/99/export").status_code == 404


@pytest.mark.browser
def test_by_keyboard_and_on_a_phone(page: Page, live_world: World) -> None:  # noqa: F811
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_world.url}{PAGE}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").press("Enter")
    assert download.value.suggested_filename.startswith("customer-4-")
    page.get_by_role("link", name="Erase…").press("Enter")
    page.get_by_label("to confirm").fill(number_of(4))
    page.get_by_label("to confirm").press("Enter")
    page.wait_for_url(f"{live_world.url}{PAGE}")
    expect(page.get_by_text("Nothing personal is kept")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_page_about_somebody_erased_still_opens_and_tells_nothing(open_shop: Desk) -> None:
    answer = open_shop.post("/console/customers/1/erasure", {"number": number_of(1)})
    assert answer.status_code == 303
    for path in (
        "/console/",
        "/console/conversations/1",
        "/console/customers/1",
        "/console/orders",
        "/console/orders/1",
        "/console/effects",
    ):
        shown = open_shop.get(path, follow_redirects=True)
        assert shown.status_code == 200, path
        for words in ("Lopez", "Elm St", "212-555-0123", "4242", "Inés", "eucalyptus"):
            assert words not in shown.text, (path, words)
    assert "$54.00" in open_shop.get("/console/orders/1").text


def test_a_message_whose_words_have_gone_says_so(open_shop: Desk) -> None:
    path = "/console/conversations/1"
    assert "No longer kept" not in open_shop.get(path).text
    with db.transaction() as session:
        message = session.scalars(select(Message).order_by(Message.id)).first()
        assert message is not None
        message.body = ""
    assert "No longer kept" in open_shop.get(path).text
