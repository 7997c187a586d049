"""The console in Chromium: what arrives by itself, what the keyboard does, and what axe says."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concierge import clock, config, db
from concierge.channels import segments
from concierge.conversation import queries
from tests.chromium import PATIENCE_MS
from tests.console.shop import EMAIL, PASSWORD, Shop
from tests.console.test_live import beside
from tests.world import World

pytestmark = pytest.mark.browser
SECOND = timedelta(seconds=1)
MARIA_WRITES = "+12125550123"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def live_world(world: World, shop: Shop) -> Iterator[World]:
    """The day at the florist's, with the event stream running beside the web."""
    with beside(world):
        yield world


def open_console(browser: Browser, world: World, email: str = EMAIL, **context: Any) -> Page:
    """A browser in which Nadia (or whoever has this address) has logged in."""
    given = {"viewport": {"width": 1440, "height": 900}, **context}
    page = browser.new_context(**given).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{world.url}/console/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{world.url}/console/")
    return page


@pytest.fixture
def page(browser: Browser, live_world: World) -> Iterator[Page]:
    opened = open_console(browser, live_world)
    yield opened
    opened.context.close()


def bubbles(page: Page) -> Any:
    return page.locator("#entries .bubble")


def test_a_new_message_appears_without_reloading(page: Page, live_world: World) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("textbox", name="Answer").fill("I am in the middle of")
    live_world.sandbox.text(MARIA_WRITES, "Oh, and a card with it please")
    expect(bubbles(page).last).to_have_text("Oh, and a card with it please")
    expect(bubbles(page).last).to_be_in_viewport()
    expect(page.locator("#announcer")).to_contain_text("a card with it please")
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("I am in the middle of")
    expect(page.locator('[data-key="c1"] .row-preview')).to_have_text(
        "Oh, and a card with it please"
    )
    assert page.evaluate("window.sameDocument")


def test_whoever_reads_further_up_is_not_thrown_down(page: Page, live_world: World) -> None:
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(f"{live_world.url}/console/conversations/1")
    expect(bubbles(page).last).to_be_in_viewport()
    page.evaluate("document.getElementById('scroll').scrollTop = 0")
    live_world.sandbox.text(MARIA_WRITES, "Are you there?")
    expect(bubbles(page).last).to_have_text("Are you there?")
    assert page.evaluate("document.getElementById('scroll').scrollTop") == 0


def test_a_new_customer_takes_their_place_in_the_list(page: Page, live_world: World) -> None:
    expect(page.locator("#rows .row")).to_have_count(11)
    live_world.sandbox.text("+12125550101", "Do you have peonies?")
    expect(page.locator("#rows .row")).to_have_count(12)
    expect(page.locator("#rows .row").nth(4)).to_contain_text("+1 212-555-0101")
    expect(page).to_have_title(re.compile(r"^\(5\) Inbox"))


def test_an_answer_is_sent_with_the_keyboard_and_its_delivery_seen(
    page: Page, live_world: World
) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    page.keyboard.press("r")
    page.keyboard.type("With pleasure, from the 3rd on")
    expect(page.locator("#parts")).to_have_text("30 characters, 1 part")
    page.keyboard.press("Control+Enter")
    expect(bubbles(page).last).to_have_text("With pleasure, from the 3rd on")
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("")
    expect(page.get_by_role("textbox", name="Answer")).to_be_focused()
    expect(page.get_by_role("button", name="Needs no answer")).to_have_count(0)
    live_world.work()
    expect(page.locator("#entries .state").last).to_have_text("Delivered")


def test_what_was_written_is_kept_when_it_is_refused(page: Page, live_world: World) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    page.get_by_role("textbox", name="Answer").fill("About Thursday")
    live_world.sandbox.text(MARIA_WRITES, "STOP")
    expect(page.locator("[data-region=reach]")).to_contain_text("opted out")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("About Thursday")


def test_a_draft_waits_in_its_own_thread(page: Page, live_world: World) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    page.get_by_role("textbox", name="Answer").fill("Half a thought")
    page.goto(f"{live_world.url}/console/conversations/3")
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("")
    page.goto(f"{live_world.url}/console/conversations/1")
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("Half a thought")


def test_the_inbox_by_keyboard_alone(page: Page, live_world: World) -> None:
    page.keyboard.press("j")
    expect(page.locator("#rows .row").nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#rows .row").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/conversations/2")
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Needs no answer")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("okafor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/?q=okafor")
    expect(page.locator("#rows .row")).to_have_count(1)
    page.keyboard.press("n")
    page.wait_for_url("**/console/conversations/new")


def test_earlier_messages_come_above_what_is_read(page: Page, live_world: World) -> None:
    with db.transaction() as session:
        maria = queries.get(session, 1)
        shop = Shop(session, clock.now())
        for number in range(25):
            shop.heard(maria, (60 - number) * SECOND, f"text {number}")
    page.goto(f"{live_world.url}/console/conversations/1")
    page.get_by_role("link", name="Earlier messages").focus()
    page.keyboard.press("Enter")
    expect(bubbles(page).first).to_contain_text("Hi, can you get 12 red roses")
    keys = page.locator("#entries > li").evaluate_all("all => all.map(one => one.dataset.key)")
    assert len(keys) == len(set(keys))
    messages = [int(key[1:]) for key in keys if key[0] == "m"]
    assert messages == sorted(messages)
    expect(page.get_by_role("link", name="Earlier messages")).to_have_count(0)


def test_without_the_stream_it_says_so_and_still_comes(browser: Browser, live_world: World) -> None:
    nowhere = live_world.settings.model_copy(update={"live_url": "http://127.0.0.1:1"})
    config.use(nowhere)
    page = open_console(browser, live_world)
    page.clock.install()
    page.goto(f"{live_world.url}/console/conversations/1")
    page.clock.run_for(7_000)
    expect(page.get_by_text("Reconnecting")).to_be_visible()
    live_world.sandbox.text(MARIA_WRITES, "Still there?")
    page.clock.run_for(11_000)
    expect(bubbles(page).last).to_have_text("Still there?")
    page.context.close()


def test_parts_are_counted_as_the_server_counts_them(page: Page, live_world: World) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    field = page.get_by_role("textbox", name="Answer")
    dice = random.Random(7)
    letters = ["a", "é", " ", "€", "[", "\n", "—", "🌹", "ñ", "ç"]
    for length in (1, 69, 70, 71, 134, 135, 159, 160, 161, 305, 306, 307, 900):
        for pool in (letters[:2], letters[:6], letters):
            text = "x" + "".join(dice.choice(pool) for _ in range(length - 2)) + "x" * (length > 1)
            field.fill(text)
            count = segments.measure(text).count
            words = f"{len(text)} character{'s' * (len(text) > 1)}, {count} part{'s' * (count > 1)}"
            expect(page.locator("#parts")).to_contain_text(words)
