"""The whole journey as people take it: a phone on the screen, one-time links, the console.

CONCIERGE_PICTURES=docs/images makes the README's picture of the phone anew on the way.
"""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concierge import config, db
from concierge.catalogue import lifecycle as catalogue
from concierge.clock import now
from concierge.effects import running
from concierge.events import SERVICE
from concierge.money import Money
from concierge.operators import accounts
from tests.chromium import PATIENCE_MS
from tests.console.test_live import serving
from tests.world import MARIA, World

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "rosa@example.com", "twelve-red-roses"
WISH = "Hi, can you get 12 red roses to my mum tomorrow?"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def worker(world: World) -> Iterator[None]:
    """A worker beside the browser, as in life."""
    stopping = threading.Event()

    def work() -> None:
        while not stopping.wait(0.02):
            running.drain()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stopping.set()
    thread.join()


@dataclass
class Scene:
    """Maria with her phone, Rosa at the console."""

    world: World
    phone: Page
    console: Page

    # --- Maria -----------------------------------------------------------------------------------

    def text(self, body: str) -> None:
        self.phone.get_by_label("Text message").fill(body)
        self.phone.get_by_role("button", name="Send").click()

    def reads(self, words: str) -> None:
        """A text with these words is on her phone."""
        expect(self.phone.locator(".theirs").get_by_text(words).first).to_be_visible()

    def open_link(self) -> Page:
        """She taps the newest link."""
        href = self.phone.locator(".theirs a[href*='/l/']").last.get_attribute("href")
        page = self.phone.context.new_page()
        page.goto(str(href))
        return page

    def introduce(self, page: Page) -> None:
        page.get_by_label("Your name").fill("Maria Lopez")
        page.get_by_label("Delivery address").fill("14 Elm St\nSpringfield")
        page.locator("#agreed").check()
        page.get_by_role("button", name="Continue to your card").click()

    def fill_card(self, page: Page, number: str) -> None:
        page.wait_for_url("**/stripe/pay/**")
        page.locator("input[name=number]").fill(number)
        page.locator("input[name=expires]").fill("12 / 34")
        page.locator("input[name=cvc]").fill("123")
        page.locator("input[name=postal_code]").fill("10001")
        page.get_by_role("button", name="Save card").click()

    def onboard(self, number: str = "4242 4242 4242 4242") -> None:
        """From her first text to a saved card."""
        self.text(WISH)
        self.reads("Got your message")
        page = self.open_link()
        self.introduce(page)
        self.fill_card(page, number)
        if number.startswith("4000 0027"):
            page.get_by_role("button", name="Complete").click()
        expect(page.get_by_role("link", name="Back to your messages")).to_be_visible()
        page.close()
        self.reads("You're all set, Maria")

    # --- Rosa ------------------------------------------------------------------------------------

    def log_in(self) -> None:
        self.console.goto(f"{self.world.url}/console")
        self.console.get_by_label("E-mail").fill(EMAIL)
        self.console.get_by_label("Password").fill(PASSWORD)
        self.console.get_by_role("button", name="Log in").click()

    def quote(self) -> None:
        """From the inbox to a quote on its way."""
        self.log_in()
        self.console.get_by_role("link", name="Maria Lopez").first.click()
        expect(self.console.get_by_text(WISH).last).to_be_visible()
        self.console.get_by_role("link", name="Quote").click()
        self.console.get_by_label("From the catalogue").fill("roses")
        self.console.get_by_role("button", name="Add Red roses, hand-tied, 12").click()
        expect(self.console.get_by_label("Price of one")).to_have_value("54.00")
        self.console.get_by_label("Promised for").fill("tomorrow noon")
        expect(self.console.locator("#preview")).to_contain_text("Reply OK")
        expect(self.console.locator("#preview")).to_contain_text("$54.00")
        self.console.get_by_role("button", name="Send quote").click()
        self.reads("Reply OK to order")

    def open_order(self) -> None:
        self.console.goto(f"{self.world.url}/console/orders/1")

    def deliver(self, note: str = "") -> None:
        self.open_order()
        self.console.get_by_text("Delivered…").click()
        if note:
            self.console.get_by_label("A note for").fill(note)
        self.console.get_by_role("button", name="Capture $54.00").click()


@pytest.fixture
def scene(world: World, worker: None, browser: Browser) -> Iterator[Scene]:
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Rosa Thorne", PASSWORD)
        catalogue.add(session, "Red roses, hand-tied, 12", Money(5400, "USD"), by=SERVICE, at=now())
    with serving(world.settings, world) as address:
        config.use(world.settings.model_copy(update={"live_url": address.removesuffix("/live")}))
        phone = browser.new_context(viewport={"width": 390, "height": 844})
        console = browser.new_context(viewport={"width": 1440, "height": 900})
        for context in (phone, console):
            context.set_default_timeout(PATIENCE_MS)
        expect.set_options()
        hers = phone.new_page()
        hers.goto(f"{world.sandbox.base_url}/phone/{MARIA}")
        yield Scene(world, hers, console.new_page())
        phone.close()
        console.close()
        config.use(world.settings)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("CONCIERGE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_from_a_first_text_to_a_receipt(scene: Scene) -> None:
    scene.onboard()
    scene.quote()
    scene.text("OK")
    scene.reads("Ordered: $54.00 on Visa 4242. Changed your mind?")
    scene.console.goto(f"{scene.world.url}/console/conversations/1")
    expect(scene.console.get_by_text("Ordered: $54.00").last).to_be_visible()
    scene.deliver("Left with your neighbour.")
    scene.reads("Left with your neighbour. Receipt:")
    picture(scene.phone, "phone")

    receipt = scene.open_link()
    expect(receipt.get_by_text("$54.00").first).to_be_visible()
    receipt.reload()
    expect(receipt.get_by_text("Visa 4242").first).to_be_visible()
    [payment] = scene.world.authorisations()
    assert (payment["status"], payment["captured"]) == ("succeeded", 5400)

    scene.open_order()
    scene.console.get_by_text("Refund…").click()
    scene.console.get_by_label("Amount at most").fill("14")
    scene.console.get_by_role("button", name="Refund", exact=True).click()
    scene.reads("Refunded: $14.00 to Visa 4242")
    assert scene.world.authorisations()[0]["refunded"] == 1400


def test_undo_in_time(scene: Scene) -> None:
    scene.onboard()
    scene.quote()
    scene.phone.get_by_role("button", name="OK", exact=True).click()
    scene.reads("Ordered: $54.00")
    scene.phone.get_by_role("button", name="UNDO").click()
    scene.reads("nothing is charged")
    assert scene.world.authorisations()[0]["status"] == "canceled"


def test_a_declined_card_is_replaced_and_the_order_goes_on(scene: Scene) -> None:
    scene.onboard("4000 0000 0000 0341")
    scene.quote()
    scene.text("OK")
    scene.reads("declined")
    page = scene.open_link()
    page.get_by_role("button").first.click()
    scene.fill_card(page, "5555 5555 5555 4444")
    expect(page.get_by_role("link", name="Back to your messages")).to_be_visible()
    scene.reads("Ordered: $54.00 on Mastercard 4444")


def test_the_bank_asks_maria_and_then_the_order_goes_on(scene: Scene) -> None:
    scene.onboard("4000 0027 6000 3184")
    scene.quote()
    scene.text("OK")
    scene.reads("Your bank")
    page = scene.open_link()
    page.get_by_role("button", name="Confirm with").click()
    page.wait_for_url("**/3d_secure/**")
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_role("link", name="Back to your messages")).to_be_visible()
    scene.reads("Ordered: $54.00")
    assert len(scene.world.authorisations()) == 1


def test_an_expired_link_texts_a_new_one_that_works(scene: Scene) -> None:
    scene.text(WISH)
    scene.reads("Got your message")
    scene.world.expire_links()
    page = scene.open_link()
    page.get_by_role("button", name="Text me a new one").click()
    scene.reads("new link")
    page = scene.open_link()
    scene.introduce(page)
    scene.fill_card(page, "4242 4242 4242 4242")
    scene.reads("You're all set, Maria")
