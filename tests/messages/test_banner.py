"""The banner of an outage, looked at: on a desk and on a phone, light and dark; and on a page that
stays open, without a reload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from concierge import db
from concierge.operators import accounts
from tests.console.shop import EMAIL, PASSWORD
from tests.messages.conftest import Post
from tests.messages.test_outage import goes_down, street
from tests.world import World

__all__ = ["street"]

PICTURES = Path(__file__).resolve().parent.parent / "screenshots" / "messages"


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


def nadia(browser: Browser, world: World, *, dark: bool = False) -> Page:
    """Nadia has logged in."""
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
    page = browser.new_context(color_scheme="dark" if dark else "light").new_page()
    page.goto(f"{world.url}/console/login")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{world.url}/console/")
    return page


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_every_page_and_axe_finds_nothing(
    browser: Browser, world: World, post: Post, street: list[str], dark: bool
) -> None:
    goes_down(post, street)
    page = nadia(browser, world, dark=dark)
    PICTURES.mkdir(parents=True, exist_ok=True)
    thread = f"conversations/{world.conversation(street[0]).id}"
    for address in ("", thread, "orders", "effects"):
        page.goto(f"{world.url}/console/{address}")
        for width in (390, 1440):
            page.set_viewport_size(ViewportSize(width=width, height=844))
            expect(page.get_by_text("Texts are held")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            name = f"{address.partition('/')[0] or 'inbox'}-{width}-{'dark' if dark else 'light'}"
            page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.browser
def test_a_page_that_stays_open_says_it_and_takes_it_back(
    browser: Browser, world: World, post: Post, street: list[str]
) -> None:
    page = nadia(browser, world)
    said, look = page.get_by_text("Texts are held"), "document.dispatchEvent(new Event(%r))"
    expect(said).to_have_count(0)
    goes_down(post, street)
    page.evaluate(look % "visibilitychange")  # she comes back to it
    expect(said).to_be_visible()
    post.mends()
    post.a_probe_is_due()
    page.evaluate(look % "visibilitychange")
    expect(said).to_have_count(0)
