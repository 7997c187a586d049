"""Sam and Kim at the console of a shop whose customers answer as the tests want."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from concierge import clock, db
from concierge.conversation import write
from concierge.operators import accounts
from tests.console.conftest import Desk
from tests.console.shop import PASSWORD
from tests.shop import Shop
from tests.world import World

SAM, KIM = "sam@example.com", "kim@example.com"


@pytest.fixture
def shop(world: World) -> Shop:
    """Customers and orders, beside the whole product; its clock is the real one."""
    shop = Shop()
    shop.now = clock.now()
    return shop


@pytest.fixture
def operators(world: World) -> None:
    """Sam is operator 1, Kim operator 2."""
    with db.transaction() as session:
        accounts.create(session, SAM, "Sam Okafor", PASSWORD)
        accounts.create(session, KIM, "Kim Tran", PASSWORD)


def at_the_desk(world: World, email: str) -> Desk:
    desk = Desk(world.app.test_client())
    assert desk.log_in(email).status_code == 302
    return desk


@pytest.fixture
def sam(world: World, operators: None) -> Desk:
    """Sam, logged in."""
    return at_the_desk(world, SAM)


@pytest.fixture
def kim(world: World, operators: None) -> Desk:
    """Kim, logged in."""
    return at_the_desk(world, KIM)


def thread_of(customer_id: int) -> int:
    """The customer's conversation."""
    with db.reading() as session:
        return write.of_customer(session, customer_id).id


@dataclass
class Screen:
    """A page of the browser in which Sam has logged in."""

    page: Page
    url: str

    def open(self, path: str) -> None:
        """Go there."""
        self.page.goto(f"{self.url}{path}")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium a module: Playwright runs once at a time in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def screen(
    request: pytest.FixtureRequest, browser: Browser, world: World, operators: None
) -> Iterator[Screen]:
    """Sam's browser, by day and by night."""
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{world.url}/console/login")
    page.fill("[name=email]", SAM)
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    page.wait_for_url("**/console/")
    yield Screen(page, world.url)
    context.close()
