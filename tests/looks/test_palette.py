"""The command palette: every place, everybody, and what the present page does, without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.looks.conftest import Gallery
from tests.looks.test_every_page import flawless

pytestmark = pytest.mark.browser


def call(page: Page) -> Locator:
    """Open it; its field."""
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="What to do")
    expect(field).to_be_focused()
    return field


def chosen(page: Page) -> Locator:
    return page.locator("#commands").get_by_role("option", selected=True)


def test_any_place_is_three_letters_away(gallery: Gallery) -> None:
    with gallery.page("order") as page:
        call(page).press_sequentially("heal")
        expect(chosen(page)).to_contain_text("Health")
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/effects")


def test_anybody_is_found_as_one_types(gallery: Gallery) -> None:
    with gallery.page("insights") as page:
        field = call(page)
        field.press_sequentially("priya")
        expect(chosen(page)).to_contain_text("Priya Raman")
        said = field.get_attribute("aria-activedescendant")
        assert said == chosen(page).get_attribute("id")
        flawless(page, "palette")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Priya Raman")).to_be_visible()


def test_it_does_what_the_page_does(gallery: Gallery) -> None:
    with gallery.page("thread") as page:
        call(page).press_sequentially("write an")
        expect(chosen(page)).to_have_text(re.compile("Write an answer.*r$"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="Answer")).to_be_focused()
        page.keyboard.type("In the middle of a sentence")
        call(page).press_sequentially("refund")
        expect(chosen(page)).to_contain_text("Refund… Order 1")
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="Amount")).to_be_visible()
        expect(page.get_by_role("textbox", name="Answer")).to_have_value(
            "In the middle of a sentence"
        )
        call(page).fill("quote")
        page.get_by_role("option", name=re.compile("^Quote")).first.click()
        page.wait_for_url("**/quotes/new**")


def test_the_arrows_go_round_and_escape_gives_the_focus_back(gallery: Gallery) -> None:
    with gallery.page("orders") as page:
        page.locator("#main").focus()
        call(page)
        first = chosen(page).inner_text()
        page.keyboard.press("ArrowUp")
        assert chosen(page).inner_text() != first
        page.keyboard.press("ArrowDown")
        assert chosen(page).inner_text() == first
        page.keyboard.press("Escape")
        expect(page.locator("#main")).to_be_focused()


def test_by_thumb_it_is_in_the_bar(gallery: Gallery) -> None:
    with gallery.page("inbox", width=390) as page:
        page.get_by_role("link", name="Find").click()
        page.get_by_role("option", name="Catalogue").click()
        page.wait_for_url("**/console/catalogue")
