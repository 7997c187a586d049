"""The customer beside the thread, in Chromium: tagged, found, merged and taken apart, by hand."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concierge import clock, db, events
from concierge.customers import entry, fields, queries, tags
from tests.console.shop import Shop
from tests.console.test_browser import open_console
from tests.world import World

pytestmark = pytest.mark.browser
OTHER = "+12125550168"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, world: World, shop: Shop) -> Iterator[Page]:
    """Nadia has logged in; somebody at another number has texted, too."""
    with db.transaction() as session:
        by, at = events.operator(1), clock.now()
        tags.add(session, queries.lock(session, 2), "weddings", by=by, at=at)
        field = fields.define(session, "Birthday", "date", "", by=by, at=at)
        fields.write(session, queries.get(session, 1), {field.id: "1987-04-12"}, by=by, at=at)
        market = entry.name(session, "Saturday market", "market", "Hi!", by=by, at=at)
        entry.put_down(session, queries.get(session, 1), market.id, by=by, at=at)
        shop.session = session
        other = shop.person("M. Lopez", OTHER, notes="Rings the bell twice")
        shop.heard(other, shop.at - at, "Have you got peonies?")
    opened = open_console(browser, world)
    yield opened
    opened.context.close()


def looks_right(page: Page) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate(
            "Math.max(...[document.documentElement, ...document.querySelectorAll('.main')]"
            ".map((each) => each.scrollWidth - each.clientWidth))"
        )
        assert wide <= 0, (page.url, width)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = Axe().run(page).response["violations"]
            assert not found, (page.url, width, theme, [each["id"] for each in found])
    page.set_viewport_size({"width": 1440, "height": 900})


def test_nadia_tags_maria_beside_the_thread_by_keyboard_and_finds_her(
    page: Page, world: World
) -> None:
    page.goto(f"{world.url}/console/conversations/1")
    panel = page.locator(".pane-panel")
    panel.get_by_label("Tag them with").press_sequentially("Weddings")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="weddings")).to_be_visible()
    assert page.url.endswith("/console/conversations/1"), "still in the thread"
    expect(panel).to_contain_text("1987-04-12")
    expect(panel).to_contain_text("Saturday market")
    panel.get_by_role("link", name="weddings").press("Enter")
    expect(page.get_by_role("link", name="Show everybody")).to_be_visible()
    hers = page.locator("#rows .row", has_text="Maria Lopez")
    expect(hers).to_have_count(1)
    looks_right(page)
    hers.click()
    panel.get_by_role("button", name="Take weddings off").press("Enter")
    expect(panel.get_by_role("link", name="weddings")).to_have_count(0)


def test_nadia_finds_out_that_two_are_one_and_that_they_are_not(page: Page, world: World) -> None:
    page.goto(f"{world.url}/console/customers/1")
    looks_right(page)
    page.get_by_role("link", name="Writes from another number, too?").click()
    page.get_by_label("The other number they write from").fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Go on as Maria Lopez")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="They are one person").first.click()
    expect(page.get_by_text("Rings the bell twice")).to_be_visible()
    page.goto(f"{world.url}/console/conversations/1")
    expect(page.locator("#thread")).to_contain_text("Have you got peonies?")
    page.locator(".pane-panel").get_by_role("link", name="Take apart…").click()
    expect(page.get_by_text("Nothing was offered or ordered since.")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="They are two people").click()
    expect(page.get_by_text("They are two customers again.")).to_be_visible()
    page.goto(f"{world.url}/console/conversations/1")
    expect(page.locator("#thread")).not_to_contain_text("Have you got peonies?")
