"""Nothing jumps when something arrives: measured by the browser itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.test_browser import (  # noqa: F401
    MARIA_WRITES,
    browser,
    bubbles,
    live_world,
    open_console,
)
from tests.world import World

pytestmark = pytest.mark.browser
MEASURE = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      const what = shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 90) ?? node?.textContent);
      window.shifts.push([shift.value, what]);
    }
  }).observe({ type: 'layout-shift' });
}"""  # noqa: E501


@pytest.fixture(params=[1440, 390])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,  # noqa: F811
    live_world: World,  # noqa: F811
) -> Iterator[Page]:
    size = {"width": request.param, "height": 844}
    opened = open_console(browser, live_world, viewport=size)
    yield opened
    opened.context.close()


def measured(page: Page) -> list[object]:
    """What has moved, once all that was drawn has been counted."""
    page.evaluate("() => new Promise((go) => requestAnimationFrame(() => setTimeout(go, 50)))")
    shifts: list[object] = page.evaluate("window.shifts")
    return shifts


def test_a_message_in_an_open_thread_moves_nothing(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    page.goto(f"{live_world.url}/console/conversations/1")
    expect(bubbles(page).last).to_be_in_viewport()
    page.locator(".pictures img").first.evaluate("picture => picture.decode()")
    page.evaluate(MEASURE)
    for words in ("Oh, and a card with it please", "With " + "very many words " * 12):
        live_world.sandbox.text(MARIA_WRITES, words)
        expect(bubbles(page).last).to_have_text(words.strip())
        expect(bubbles(page).last).to_be_in_viewport()
    assert measured(page) == []


def test_a_message_of_somebody_who_waits_moves_nothing_in_the_inbox(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    page.goto(f"{live_world.url}/console/")
    page.evaluate(MEASURE)
    live_world.sandbox.text(MARIA_WRITES, "Are you there?")
    preview = page.locator('[data-key="c1"] .row-preview')
    expect(preview).to_have_text("Are you there?")
    assert measured(page) == []


def test_no_row_slips_away_under_the_pointer(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    page.goto(f"{live_world.url}/console/")
    rows = page.locator("#rows .row")
    expect(rows).to_have_count(11)
    page.evaluate(MEASURE)
    page.evaluate("""() => {  // a hand that is on its way to a row
      const list = document.getElementById('rows');
      window.hand = setInterval(() => list.dispatchEvent(new PointerEvent('pointermove')), 50);
    }""")
    live_world.sandbox.text("+12125550101", "Do you have peonies?")
    expect(page).to_have_title("(5) Inbox · Rose & Thorn")
    expect(rows).to_have_count(11)
    assert measured(page) == []
    page.evaluate("clearInterval(window.hand)")
    expect(rows).to_have_count(12)
