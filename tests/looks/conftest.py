"""One filled shop and one Chromium for all that look at every page. They look; they press nothing
that decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
import redis
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.console.shop import EMAIL, PASSWORD
from tests.looks.console_pages import BY_NAME
from tests.looks.filled import Filled, fill, give_passkey
from tests.stores import empty
from tests.world import World, come_to_rest

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
SIZES = {390: 844, 1440: 900}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium a module: Playwright runs once at a time in a process."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@dataclass
class Gallery:
    """Opens any page of the filled shop, by its recipe's name."""

    world: World
    filled: Filled
    browser: Browser
    nadia: StorageState
    asked: list[str] = field(default_factory=list)  # every address the last page asked for

    @contextmanager
    def page(self, name: str, theme: Theme = "light", width: int = 1440) -> Iterator[Page]:
        """The page, ready to be looked at."""
        recipe = BY_NAME[name]
        with self.visitor(None if recipe.stranger else self.nadia, theme, width) as page:
            answer = page.goto(self.world.url + recipe.at(self.filled))
            assert answer is not None
            assert answer.status == recipe.status, (name, answer.status)
            if recipe.before is not None:
                recipe.before(page)
            yield page

    @contextmanager
    def visitor(
        self, who: StorageState | None, theme: Theme = "light", width: int = 1440
    ) -> Iterator[Page]:
        """Somebody's browser, at its first page."""
        context = self.browser.new_context(
            storage_state=who,
            color_scheme=theme,
            reduced_motion="reduce",
            viewport={"width": width, "height": SIZES[width]},
        )
        page = context.new_page()
        self.asked = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        # The stream is answered by nobody, and not refused either: nothing moves while we look.
        page.route("**/live?*", lambda _: None)
        yield page
        context.close()


def fresh(world: World, database: str, redis_address: str) -> None:
    """Everything empty, whatever tests before left."""
    empty(database)
    with redis.Redis.from_url(redis_address) as client:
        client.flushdb()
    come_to_rest(world)


@pytest.fixture(scope="module")
def gallery(
    _world: World, worker_database: str, worker_redis: str, browser: Browser
) -> Iterator[Gallery]:
    """The filled shop, in which Nadia has logged in. For all tests of a module."""
    fresh(_world, worker_database, worker_redis)
    filled = fill()
    page = browser.new_page()
    page.goto(f"{_world.url}/console/login")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/console/")
    nadia = page.context.storage_state()
    page.context.close()
    give_passkey()
    yield Gallery(_world, filled, browser, nadia)
    _world.sandbox.reset()
