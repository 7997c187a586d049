"""Every page by keyboard alone: all can be reached, seen and pressed; no key is a secret."""

import string

import pytest
from playwright.sync_api import Page, expect

from tests.looks.conftest import Gallery
from tests.looks.console_pages import BY_NAME
from tests.looks.tabbing import walk
from tests.looks.test_every_page import flawless

pytestmark = pytest.mark.browser
FRAMED = [name for name, recipe in BY_NAME.items() if not recipe.stranger and recipe.status == 200]
PRESSABLE = [*string.ascii_lowercase, *string.digits, *"/?.,;'[]-=`\\"]
ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
# Nothing is opened or sent: what a key pressed is only written down.
WATCH = """() => {
  window.pressed = [];
  for (const form of document.forms) form.noValidate = true;
  const note = (event) => {
    const one = (event.submitter ?? event.target).closest('[aria-keyshortcuts]');
    if (one) window.pressed.push(one.getAttribute('aria-keyshortcuts'));
  };
  addEventListener('focusin', note);
  for (const kind of ['click', 'submit']) {
    const stop = (event) => { note(event); event.preventDefault(); event.stopPropagation(); };
    addEventListener(kind, stop, true);
  }
  window.taken = [];
  addEventListener('keydown', (event) => event.defaultPrevented && window.taken.push(event.key));
}"""


@pytest.mark.parametrize("name", BY_NAME)
def test_everything_is_reached_seen_and_pressed_without_a_mouse(
    gallery: Gallery, name: str
) -> None:
    with gallery.page(name) as page:
        assert walk(page) == []


@pytest.mark.parametrize("name", ["inbox", "thread", "orders", "account"])
def test_so_it_is_where_the_screen_is_narrow(gallery: Gallery, name: str) -> None:
    with gallery.page(name, width=390) as page:
        assert walk(page) == []


def test_a_menu_opens_under_its_button_and_its_choices_come_next(gallery: Gallery) -> None:
    with gallery.page("thread") as page:
        menus = page.locator("details.menu > summary")
        for at in range(menus.count()):
            menus.nth(at).press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('details.menu[open]') !== null")
            menus.nth(at).press("Enter")


@pytest.mark.parametrize("name", FRAMED)
def test_the_skip_link_goes_past_the_places(gallery: Gallery, name: str) -> None:
    with gallery.page(name) as page:
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.rail') === null")


def rest(page: Page) -> None:
    """Nobody is typing."""
    page.locator("#main").focus()


def listed(page: Page) -> list[str]:
    """The keys that the list behind "?" tells of."""
    rest(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    rows = "rows => rows.map(row => [...row.querySelectorAll('kbd')].map(key => key.textContent))"
    found: list[list[str]] = page.locator("#key-list > div").evaluate_all(rows)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()
    return [key for row in found for key in ([f"Control+{row[1]}"] if row[0] == "Control" else row)]


@pytest.mark.parametrize("name", FRAMED)
def test_each_key_of_the_list_works_and_each_that_works_is_listed(
    gallery: Gallery, name: str
) -> None:
    with gallery.page(name) as page:
        keys = listed(page)
        assert {"?", "Control+k"} <= set(keys)
        assert len(keys) == len(set(keys)), "one key, two meanings"
        page.evaluate(WATCH)
        for key in keys:
            rest(page)
            if key == "Control+Enter":
                page.locator("#body").fill("Hello")
            own = page.locator(f'a[data-own-keys][aria-keyshortcuts="{key}"]')
            if own.count():  # a key of whatever has the focus
                own.first.locator("xpath=ancestor::li").locator("a").first.focus()
            page.evaluate("window.pressed = []")
            page.keyboard.press(key)
            pressed = {one for each in page.evaluate("window.pressed") for one in each.split()}
            assert key in pressed, f"{key} does nothing"
            if page.locator("dialog[open]").count():
                page.keyboard.press("Escape")
        page.evaluate("window.taken = []")
        for key in (*PRESSABLE, *ARROWS):
            rest(page)
            page.keyboard.press(key)
            if page.locator("dialog[open]").count():
                page.keyboard.press("Escape")
        assert set(page.evaluate("window.taken")) <= set(keys), "a key that nobody is told of"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_what_opens_is_for_everybody_and_gives_the_focus_back(
    gallery: Gallery, width: int, theme: str
) -> None:
    with gallery.page("thread", "dark" if theme == "dark" else "light", width) as page:
        rest(page)
        for key, name in (("?", "Keys"), ("Control+k", "Go or do")):
            page.keyboard.press(key)
            dialog = page.get_by_role("dialog", name=name)
            expect(dialog).to_be_visible()
            flawless(page, name)
            for _ in range(8):
                page.keyboard.press("Tab")
                inside = "document.activeElement === document.body"
                inside += " || document.activeElement.closest('dialog[open]') !== null"
                assert page.evaluate(inside)
            page.keyboard.press("Escape")
            expect(dialog).to_be_hidden()
            expect(page.locator("#main")).to_be_focused()


def test_on_a_phone_the_rare_places_are_behind_more(gallery: Gallery) -> None:
    with gallery.page("inbox", width=390) as page:
        more = page.get_by_role("button", name="More")
        expect(page.get_by_role("link", name="Health")).to_be_hidden()
        more.press("Enter")
        expect(page.get_by_role("link", name="Health")).to_be_visible()
        flawless(page, "more")
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Health")).to_be_hidden()
        expect(more).to_be_focused()
        more.click()
        page.get_by_role("link", name="Health").click()
        page.wait_for_url("**/console/effects")
