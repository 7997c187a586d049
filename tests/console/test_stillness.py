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
from tests.console.test_inbox import people
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


def listed(page: Page) -> list[str]:
    """The list's rows, in order."""
    keys: list[str] = page.eval_on_selector_all(
        "#rows li", "all => all.map(one => one.dataset.key)"
    )
    return keys


def test_the_list_goes_on_as_one_scrolls_and_stays_whole_when_somebody_writes(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    people(live_world, 110, first=1000)
    page.goto(f"{live_world.url}/console/")
    rows, more = page.locator("#rows .row"), page.locator("#rows .more")
    expect(rows).to_have_count(25)
    for length in (50, 75):
        rows.last.scroll_into_view_if_needed()
        expect(rows).to_have_count(length)
    before = listed(page)
    page.evaluate(MEASURE)
    live_world.sandbox.text(MARIA_WRITES, "Are you there?")
    expect(page.locator('[data-key="c1"] .row-preview')).to_have_text("Are you there?")
    assert listed(page) == before
    assert measured(page) == []
    live_world.sandbox.text("+12125559999", "Hello, do you have lilies?")
    expect(page.locator("#rows .row-name", has_text="212-555-9999")).to_have_count(1)
    expect(rows).to_have_count(75)
    expect(more).to_have_count(1)
    assert listed(page)[-1] == "more"
    deep = rows.nth(60).get_attribute("href")
    rows.nth(60).click()
    page.wait_for_url(f"**{deep}")
    expect(page.locator("#rows [aria-current]")).to_have_attribute("href", deep or "")


def test_a_list_that_could_not_go_on_does_so_once_the_line_is_back(
    page: Page,
    live_world: World,  # noqa: F811
) -> None:
    people(live_world, 20, first=1000)
    page.goto(f"{live_world.url}/console/")
    rows = page.locator("#rows .row")
    page.evaluate("window.sameDocument = true")
    page.context.set_offline(True)
    page.get_by_role("link", name="Show more").click()
    page.wait_for_function("!document.querySelector('#rows [data-more]').ariaBusy")
    page.context.set_offline(False)
    expect(rows).to_have_count(25)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("#rows .more")).to_have_count(0)
    expect(rows).not_to_have_count(25)
    assert page.evaluate("window.sameDocument")
