"""The catalogue and the builder's look into it, in a browser: by keyboard, for everybody."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from concierge import clock, db
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.availability import Period
from concierge.catalogue.lifecycle import Goods
from concierge.catalogue.options import Choice
from concierge.money import Money
from concierge.quotes import lifecycle as quotes
from tests.console_orders.conftest import Screen
from tests.console_orders.test_browser import builder, check
from tests.console_orders.test_goods import SIZE, item, put
from tests.shop import SAM, Shop

pytestmark = pytest.mark.browser
SIZES: tuple[Any, ...] = ({"width": 390, "height": 844}, {"width": 1440, "height": 900})

# What is hard to hit with a thumb. A tick is pressed by its words, too.
SMALL = """
[...document.querySelectorAll("main :is(button, input, select, a.button)")]
  .filter((each) => each.type !== "hidden" && each.tabIndex >= 0)
  .map((each) => each.closest("label") ?? each)
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
  .map((each) => each.outerHTML)
"""


def look(screen: Screen) -> None:
    """Right on a phone and on a desk."""
    for size in SIZES:
        screen.page.set_viewport_size(size)
        check(screen)
        small = screen.page.evaluate(SMALL)
        assert small == []


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """By Tab alone."""
    for _ in range(most):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {wanted}")


def test_sam_adds_roses_with_a_picture_by_keyboard(screen: Screen, tmp_path: Path) -> None:
    photo = tmp_path / "roses.png"
    Image.new("RGB", (600, 400), "#a12030").save(photo)
    screen.open("/console/catalogue")
    page = screen.page
    expect(page.get_by_role("heading", name="Nothing in the catalogue yet")).to_be_visible()
    look(screen)
    tab_to(page, page.get_by_role("link", name="Add something"))
    page.keyboard.press("Enter")
    for label, words in (
        ("Name", "Red roses"),
        ("Price (USD)", "54"),
        ("Code", "r12"),
        ("Description", "Naomi, 60 cm"),
    ):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(words)
    page.get_by_label("Picture").set_input_files(photo)
    tab_to(page, page.get_by_label("Option", exact=True))
    page.keyboard.type("Size")
    tab_to(page, page.get_by_label("Choices, one a line"))
    page.keyboard.type("12 stems\n24 stems +18")
    tab_to(page, page.get_by_label("Left to sell"))
    page.keyboard.type("8")
    tab_to(page, page.get_by_label("Sun"))
    page.keyboard.press("Space")
    look(screen)
    tab_to(page, page.get_by_role("button", name="Add to the catalogue"))
    page.keyboard.press("Enter")
    shown = page.get_by_role("link", name=re.compile("Red roses"))
    expect(shown).to_contain_text("8 left")
    expect(shown).to_contain_text("Mon, Tue, Wed, Thu, Fri, Sat")
    width = shown.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert width == 192
    look(screen)
    assert item().options[0].choices == (Choice("12 stems"), Choice("24 stems", 1800))


def test_an_item_is_changed_archived_and_offered_again(screen: Screen) -> None:
    put(stock=8, options=(SIZE,))
    screen.open("/console/catalogue/1")
    page = screen.page
    page.get_by_label("Price (USD)").fill("cheap")
    page.get_by_label("Price (USD)").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Something is not right")
    expect(page.get_by_label("Price (USD)")).to_have_attribute("aria-invalid", "true")
    look(screen)
    page.get_by_label("Price (USD)").fill("58")
    page.get_by_role("button", name="Another period").press("Enter")
    page.get_by_label("Only then, or not then").first.select_option("Not")
    page.get_by_label("from", exact=True).first.fill("2026-12-24")
    page.get_by_label("to", exact=True).first.fill("2026-12-26")
    page.get_by_role("button", name="Save").last.press("Enter")
    expect(page.locator("#items")).to_contain_text("not 24 to 26 Dec 2026")
    expect(page.locator("#items")).to_contain_text("$58.00")
    screen.open("/console/catalogue/1")
    page.get_by_role("button", name="Archive it").press("Enter")
    expect(page.locator("#items")).not_to_contain_text("Red roses")
    page.get_by_role("link", name="Archived").press("Enter")
    page.get_by_role("link", name=re.compile("Red roses")).press("Enter")
    look(screen)
    page.get_by_role("button", name="Offer it again").press("Enter")
    expect(page.locator(".notice")).to_contain_text("is offered again")


def test_the_catalogue_is_searched_as_sam_types(screen: Screen) -> None:
    for name in ("Red roses", "White roses", "Vase"):
        put(name)
    screen.open("/console/catalogue")
    page = screen.page
    search = page.get_by_label("Search the catalogue")
    search.fill("ros")
    expect(page.locator(".item")).to_have_count(2)
    search.fill("white ros")
    expect(page.locator(".item")).to_have_count(1)
    expect(search).to_be_focused()
    expect(page).to_have_url(re.compile("q=white"))
    search.fill("tulip")
    expect(page.get_by_role("heading", name="Nothing is called “tulip”")).to_be_visible()
    look(screen)


def test_sam_quotes_from_the_catalogue_by_keyboard(shop: Shop, screen: Screen) -> None:
    put(stock=3, options=(SIZE,), code="R12")
    put("Vase", 1200)
    maria = shop.customer()
    screen.open(builder(maria))
    page = screen.page
    find = page.get_by_label("From the catalogue")
    page.get_by_label("Description").focus()
    for _ in range(30):
        if find.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.type("vase")
    expect(page.locator(".good")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Description")).to_have_value("Vase")
    find.fill("r12")
    expect(page.locator(".good")).to_contain_text("3 left")
    tab_to(page, page.get_by_label("Size of Red roses"))
    page.keyboard.type("24")
    tab_to(page, page.get_by_role("button", name="Add Red roses"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Description").nth(1)).to_have_value("Red roses, 24 stems")
    expect(page.locator(".bubble-out")).to_contain_text("Red roses, 24 stems")
    expect(page.locator(".total")).to_contain_text("$84.00")
    look(screen)
    page.get_by_label("Quantity").nth(1).fill("4")
    expect(page.locator(".preview")).to_contain_text("Only 3 left of Red roses (4 are wanted)")
    look(screen)
    page.get_by_label("Promise it all the same").focus()
    page.keyboard.press("Space")
    page.get_by_label("Note").fill("With love")
    expect(page.locator(".bubble-out")).to_contain_text("With love")
    expect(page.get_by_label("Promise it all the same")).to_be_checked()
    page.keyboard.press("Escape")
    page.get_by_label("Quantity").nth(1).press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/conversations/\d+$"))
    assert "Red roses, 24 stems" in shop.texts(maria)[-1]


def test_what_must_be_chosen_is_asked_for_beside_the_search(shop: Shop, screen: Screen) -> None:
    put(options=(SIZE,))
    screen.open(builder(shop.customer()))
    page = screen.page
    page.get_by_label("From the catalogue").fill("roses")
    page.get_by_role("button", name="Add Red roses").click()
    expect(page.locator("#refused")).to_contain_text("Choose its size")
    expect(page.get_by_label("Description")).to_have_value("")
    look(screen)
    page.get_by_label("Size of Red roses").select_option("12 stems")
    page.get_by_role("button", name="Add Red roses").click()
    expect(page.get_by_label("Description")).to_have_value("Red roses, 12 stems")
    expect(page.locator("#refused")).to_have_text("")


def test_a_day_on_which_it_is_not_to_be_had_is_said_as_sam_types(
    shop: Shop, screen: Screen
) -> None:
    today = clock.now().date()
    put(periods=(Period(today, today.replace(year=today.year + 1), off=True),))
    screen.open(builder(shop.customer()))
    page = screen.page
    page.get_by_label("Promised for").fill("tomorrow noon")
    page.get_by_label("From the catalogue").fill("roses")
    expect(page.locator(".good .chip")).to_contain_text("not ")
    page.get_by_role("button", name="Add Red roses").click()
    expect(page.locator(".preview")).to_contain_text("Not on that day: Red roses")
    look(screen)


def test_the_usual_is_one_press_away(shop: Shop, screen: Screen) -> None:
    maria, roses = shop.customer(), put()
    line = quotes.Line("Red roses", 1, 5400, roses)
    for _ in range(2):
        shop.says_ok(shop.quote(maria, lines=(line,)))
    with db.transaction() as session:
        goods = Goods("Red roses", Money(5800, "USD"))
        row = queries.lock(session, roses)
        lifecycle.change(session, row, goods, by=SAM, at=clock.now())
    screen.open(builder(maria))
    page = screen.page
    expect(page.locator(".usual")).to_contain_text("2 of the last 2 orders")
    look(screen)
    page.get_by_role("button", name="The usual").press("Enter")
    expect(page.get_by_label("Description")).to_have_value("Red roses")
    expect(page.locator(".line-goods")).to_contain_text("was $54.00, now $58.00")
    expect(page.locator(".total")).to_contain_text("$64.00")
    look(screen)
