"""What comes in is said; where nobody looks it rings and is shown, if that is wanted."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.test_browser import (  # noqa: F401
    MARIA_WRITES,
    browser,
    live_world,
    open_console,
)
from tests.waiting import until
from tests.world import World

pytestmark = pytest.mark.browser
TOM_WRITES = "+12015550144"
# A browser whose notifications, tones and glances can be counted.
STAND_IN = """
window.away = false;
Object.defineProperty(document, 'hidden', { get: () => window.away });
window.shown = []; window.asked = 0; window.tones = 0;
window.Notification = class {
  static permission = localStorage.getItem('stand-in') ?? 'default';
  static async requestPermission() {
    window.asked += 1;
    localStorage.setItem('stand-in', window.answer ?? 'granted');
    return (Notification.permission = window.answer ?? 'granted');
  }
  constructor(title, { body, tag }) { window.shown.push([title, body, tag]); }
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function () { window.tones += 1; start.call(this); };
"""


@pytest.fixture
def page(browser: Browser, live_world: World) -> Iterator[Page]:  # noqa: F811
    opened = open_console(browser, live_world)
    opened.add_init_script(STAND_IN)
    opened.goto(f"{live_world.url}/console/")
    yield opened
    opened.context.close()


def counted(page: Page) -> Any:
    return page.evaluate("[window.tones, window.shown.length]")


def test_a_message_is_said_once_by_name_and_nothing_rings_in_view(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    said = page.locator("#announcer")
    live_world.sandbox.text(MARIA_WRITES, "Are you there?")
    expect(said).to_have_text("Maria Lopez wrote")
    live_world.sandbox.text("+12125550101", "Do you have peonies?")
    expect(said).to_have_text("+1 212-555-0101 wrote")
    assert counted(page) == [0, 0]
    assert page.evaluate("window.asked") == 0


def test_out_of_view_it_rings_and_shows_once_that_is_wanted(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    page.goto(f"{live_world.url}/console/account")
    assert page.evaluate("window.asked") == 0, "nobody is asked on coming in"
    expect(page.get_by_label("a short sound")).to_be_checked()
    page.get_by_label("a notification").check()
    assert page.evaluate("window.asked") == 1
    page.goto(f"{live_world.url}/console/conversations/1")
    expect(page.get_by_role("textbox", name="Answer")).to_be_visible()
    page.evaluate("window.away = true")
    live_world.sandbox.text(TOM_WRITES, "Hello?")
    until(lambda: page.evaluate("window.shown.length") == 1, "a notification")
    assert page.evaluate("window.shown") == [["Tom Okafor", "Hello?", "/console/conversations/3"]]
    assert counted(page) == [1, 1]


def test_a_sound_is_turned_off_and_a_refusal_is_explained(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    page.goto(f"{live_world.url}/console/account")
    page.get_by_label("a short sound").uncheck()
    page.evaluate("window.answer = 'denied'")
    page.get_by_label("a notification").click()
    expect(page.get_by_role("alert")).to_contain_text("Allow them in its settings")
    expect(page.get_by_label("a notification")).not_to_be_checked()
    page.goto(f"{live_world.url}/console/")
    page.evaluate("window.away = true")
    live_world.sandbox.text(TOM_WRITES, "Hello?")
    expect(page.locator("#announcer")).to_have_text("Tom Okafor wrote")
    assert counted(page) == [0, 0]
