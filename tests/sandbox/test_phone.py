"""The phone on the screen: as plain forms, and in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import stripe
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from twilio.rest import Client

from concierge.sandbox.phone import thread
from concierge.sandbox.server import Running
from tests.sandbox.conftest import MARIA, Product, eventually
from tests.sandbox.stripe_steps import setup_session

OURS = "+15550100000"


def test_a_text_is_sent_without_scripts(sandbox: Running, product: Product) -> None:
    page = requests.post(f"{sandbox.url}/phone/{MARIA}/messages", {"body": "Hello\r\nthere"})
    assert page.status_code == 200
    assert "Hello\nthere" in page.text
    [form] = eventually(lambda: product.texts)
    assert (form["From"], form["Body"]) == (MARIA, "Hello\nthere")


def test_quick_replies_and_samples_are_buttons(sandbox: Running, product: Product) -> None:
    requests.post(f"{sandbox.url}/phone/{MARIA}/messages", {"quick": "UNDO"})
    requests.post(f"{sandbox.url}/phone/{MARIA}/messages", {"sample": "roses", "body": "These"})
    eventually(lambda: len(product.texts) == 2)
    by_body = {form["Body"]: form for form in product.texts}
    assert by_body["These"]["MediaContentType0"] == "image/jpeg"
    assert by_body["UNDO"]["NumMedia"] == "0"


def test_a_picture_is_uploaded_and_shown(sandbox: Running, product: Product) -> None:
    files = {"pictures": ("cat.png", b"\x89PNG", "image/png")}
    page = requests.post(f"{sandbox.url}/phone/{MARIA}/messages", files=files)
    [form] = eventually(lambda: product.texts)
    assert form["NumMedia"] == "1"
    start = page.text.index("/phone/pictures/")
    src = page.text[start : page.text.index('"', start)]
    assert requests.get(sandbox.url + src).content == b"\x89PNG"


@pytest.mark.parametrize(
    ("data", "files", "says"),
    [
        ({"body": "  "}, None, "Write something first."),
        ({"body": "x" * 1601}, None, "up to 1600"),
        ({}, {"pictures": ("x.html", b"<b>", "text/html")}, "Only pictures"),
    ],
)
def test_what_cannot_be_sent_is_said(
    sandbox: Running, data: dict[str, str], files: dict[str, tuple[str, bytes, str]], says: str
) -> None:
    page = requests.post(f"{sandbox.url}/phone/{MARIA}/messages", data, files=files)
    assert page.status_code == 422
    assert says in page.text
    assert sandbox.client.books()["messages"] == []


def test_a_new_phone_has_a_fresh_number(sandbox: Running) -> None:
    first = requests.post(f"{sandbox.url}/phone/new", {"name": "Ada"})
    second = requests.post(f"{sandbox.url}/phone/new")
    assert first.url != second.url
    assert "Ada" in second.text


def test_texts_are_shown_as_words_and_their_links_as_links(
    sandbox: Running, twilio: Client
) -> None:
    body = "See http://127.0.0.1:8000/l/abc?x=1&y=2. <script>alert(1)</script>"
    twilio.messages.create(to=MARIA, from_=OURS, body=body)
    page = requests.get(f"{sandbox.url}/phone/{MARIA}")
    link = '<a href="http://127.0.0.1:8000/l/abc?x=1&amp;y=2" target="phone-browser">'
    assert link in page.text
    assert "&lt;script&gt;alert" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Go to https://x.example/a, now", "https://x.example/a"),
        ("(https://x.example/a)", "https://x.example/a"),
        ('"https://x.example/a"', "https://x.example/a"),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, address: str) -> None:
    linked = thread.linked(text)
    assert (f'href="{address}"' in linked) if address else ("href" not in linked)


def test_a_text_that_never_arrived_says_why(sandbox: Running, twilio: Client) -> None:
    twilio.messages.create(to="+15550100001", from_=OURS, body="Hello")
    page = requests.get(f"{sandbox.url}/phone/+15550100001").text
    assert "Never arrived: 30003" in page


def test_a_picture_of_the_business_is_fetched_as_twilio_fetches_it(
    sandbox: Running, twilio: Client
) -> None:
    pictures = [f"{sandbox.url}/phone/static/samples/cake.jpg", f"{sandbox.url}/phone"]
    message = twilio.messages.create(to=MARIA, from_=OURS, media_url=pictures)
    shown = requests.get(f"{sandbox.url}/phone/media/{message.sid}/0")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert requests.get(f"{sandbox.url}/phone/media/{message.sid}/1").status_code == 502
    assert requests.get(f"{sandbox.url}/phone/media/{message.sid}/2").status_code == 404


def test_only_numbers_are_phones(sandbox: Running) -> None:
    assert requests.get(f"{sandbox.url}/phone/maria").status_code == 404


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    yield page
    page.close()


@pytest.mark.browser
def test_a_conversation_is_live(
    sandbox: Running, twilio: Client, product: Product, page: Page
) -> None:
    page.goto(f"{sandbox.url}/phone/{MARIA}")
    page.get_by_label("Text message").fill("Is the corner table free?")
    page.keyboard.press("Enter")
    log = page.get_by_role("log")
    expect(log).to_contain_text("Is the corner table free?")
    expect(log).to_contain_text("Delivered")
    twilio.messages.create(to=MARIA, from_=OURS, body="It is. Reply OK.")
    expect(log).to_contain_text("It is. Reply OK.")
    page.get_by_role("button", name="OK").click()
    eventually(lambda: [form["Body"] for form in product.texts][-1] == "OK")
    expect(page.get_by_label("Text message")).to_have_value("")


@pytest.mark.browser
def test_a_sample_picture_is_two_taps(sandbox: Running, product: Product, page: Page) -> None:
    page.goto(f"{sandbox.url}/phone/{MARIA}")
    page.get_by_label("Add a picture").click()
    page.get_by_role("button", name="Red roses").click()
    expect(page.get_by_role("log").get_by_alt_text("Picture from you")).to_be_visible()
    assert eventually(lambda: product.texts)[0]["NumMedia"] == "1"


@pytest.mark.browser
def test_a_link_opens_in_a_phone_sized_window(sandbox: Running, twilio: Client, page: Page) -> None:
    url = f"{sandbox.url}/phone"
    twilio.messages.create(to=MARIA, from_=OURS, body=f"Open {url}")
    page.goto(f"{sandbox.url}/phone/{MARIA}")
    with page.expect_popup() as opened:
        page.get_by_role("link", name=url, exact=True).click()
    assert opened.value.url == url
    opened.value.close()


@pytest.mark.browser
def test_another_phones_text_marks_it_unread(sandbox: Running, twilio: Client, page: Page) -> None:
    page.goto(f"{sandbox.url}/phone/{MARIA}")
    twilio.messages.create(to="+15550100145", from_=OURS, body="Your table is ready")
    tom = page.get_by_role("link", name="Tom")
    expect(tom).to_contain_text("Your table is ready")
    expect(tom).to_have_class("unread")
    tom.click()
    expect(page.get_by_role("link", name="Tom")).not_to_have_class("unread")


@pytest.mark.browser
def test_the_page_fits_a_phone(sandbox: Running, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/phone", f"/phone/{MARIA}"):
        page.goto(sandbox.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="All phones").click()
    expect(page.get_by_role("heading", name="Phones")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(
    sandbox: Running, twilio: Client, cards: stripe.StripeClient, browser: Browser, scheme: str
) -> None:
    twilio.messages.create(to=MARIA, from_=OURS, body="See http://127.0.0.1/x")
    twilio.messages.create(to="+15550100001", from_=OURS, body="Never arrives")
    sandbox.client.text(MARIA, "STOP")
    session = setup_session(cards, cards.v1.customers.create({}).id)
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1440, "height": 900})  # type: ignore[arg-type]
    for address in (f"/phone/{MARIA}", "/phone/+15550100001", f"/stripe/pay/{session.id}?card=1"):
        page.goto(sandbox.url + address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.close()
