"""The trail and a held thread in a real browser: nothing for axe to find, nothing too wide."""

import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, sync_playwright
from sqlalchemy.orm import Session

from concierge import clock, config, db
from concierge.operators import accounts
from tests.console.shop import PASSWORD
from tests.console_orders.conftest import SAM
from tests.shop import Shop
from tests.world import World

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parent.parent / "screenshots" / "audit"
LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def test_the_trail_and_a_held_thread_look_right(
    chromium: str, world: World, shop: Shop, operators: None
) -> None:
    shop.paid(shop.customer())
    config.use(world.settings.model_copy(update={"served_countries": "NL"}))
    try:
        world.text("Hello, do you deliver to Leiden?", sender="+12125550001")
        with db.transaction() as session:
            for _ in range(60):
                accounts.revoke_token(session, _token(session))
    finally:
        config.use(world.settings)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for light in LIGHTS:
            page = browser.new_context(color_scheme=light, reduced_motion="reduce").new_page()
            page.goto(f"{world.url}/console/login")
            page.fill("[name=email]", SAM)
            page.fill("[name=password]", PASSWORD)
            page.click("form button")
            page.wait_for_url("**/console/")
            for name, path in (
                ("trail", "audit"),
                ("filtered", "audit?customer=1&kind=order"),
                ("empty", "audit?day=2001-01-01"),
                ("held", "conversations/2"),
                ("alarm", "effects"),
            ):
                page.goto(f"{world.url}/console/{path}")
                for width in (390, 1440):
                    page.set_viewport_size(ViewportSize(width=width, height=900))
                    page.screenshot(path=PICTURES / f"{name}-{width}-{light}.png")
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= width, (name, width)
                    found = Axe().run(page).response["violations"]
                    assert not found, (name, width, light, [each["id"] for each in found])
        browser.close()


def test_sam_greets_by_hand_turns_pages_and_exports_by_keyboard(
    chromium: str, world: World, operators: None
) -> None:
    config.use(world.settings.model_copy(update={"served_countries": "NL"}))
    try:
        world.text("Hello, do you deliver?", sender="+12125550001")
    finally:
        config.use(world.settings)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{world.url}/console/login")
        page.fill("[name=email]", SAM)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/")
        page.goto(f"{world.url}/console/conversations/1")
        page.focus("#greet")
        page.keyboard.press("Enter")
        page.wait_for_selector("#greet", state="detached")
        world.work()
        assert len(world.texts("+12125550001")) == 1

        page.goto(f"{world.url}/console/audit?kind=conversation")
        assert "Conversation greeted" in page.inner_text("main")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export as CSV").press("Enter")
        exported = Path(download.value.path()).read_text()
        assert re.search(r"Sam Okafor,operator:1,127\.0\.0\.1,conversation\.greeted", exported)
        browser.close()


_made = iter(range(1000))


def _token(session: Session) -> str:
    name = f"program {next(_made)} {clock.now():%H:%M}"
    accounts.create_token(session, name)
    return name
