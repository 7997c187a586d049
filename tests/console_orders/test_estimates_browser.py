"""An estimate in a browser: offered, finished with a photo, asked anew; for everybody."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from concierge.payments.gateway import Standing
from tests.console_orders.conftest import Screen
from tests.console_orders.test_browser import builder, check
from tests.shop import Shop

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


def up_to_sixty(shop: Shop) -> int:
    order = shop.says_ok(shop.estimate(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED)
    return order


def test_one_tick_makes_it_an_estimate_and_the_text_says_so_at_once(
    shop: Shop, screen: Screen
) -> None:
    screen.open(builder(shop.customer()))
    page = screen.page
    page.get_by_label("Description").fill("Groceries")
    page.get_by_label("Price of one").fill("60")
    expect(page.locator(".bubble-out")).to_contain_text("$60.00 all in")
    page.get_by_label("An estimate: up to this much").focus()
    page.keyboard.press("Space")
    expect(page.locator(".bubble-out")).to_contain_text("Up to $60.00; you pay what it costs.")
    expect(page.locator(".total")).to_contain_text("up to $60.00")
    expect(page.locator(".preview")).to_contain_text("a photo of the shop's receipt")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        check(screen)


def test_sam_finishes_it_with_a_photo(shop: Shop, screen: Screen, tmp_path: Path) -> None:
    photo = tmp_path / "receipt.png"
    Image.new("RGB", (240, 400), "#fffdf5").save(photo)
    order = up_to_sixty(shop)
    screen.open(f"/console/orders/{order}")
    page = screen.page
    page.locator("summary", has_text="Delivered").press("Enter")
    page.get_by_label("What it cost").fill("52.40")
    page.get_by_label("Photo of the shop's receipt").set_input_files(photo)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        check(screen)
    page.get_by_role("button", name="Capture what it cost").press("Enter")
    expect(page.locator(".notice")).to_contain_text("$52.40 is being captured")
    shown = page.get_by_alt_text("The shop's receipt")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        check(screen)


def test_sam_asks_for_more_and_keeps_to_the_ceiling(shop: Shop, screen: Screen) -> None:
    order = up_to_sixty(shop)
    screen.open(f"/console/orders/{order}")
    page = screen.page
    page.locator("summary", has_text="It costs more").press("Enter")
    page.get_by_label("It comes to").fill("68")
    page.get_by_label("Why").fill("The saffron is dear this week.")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        check(screen)
    page.get_by_role("button", name="Ask Maria").press("Enter")
    expect(page.locator(".chip").first).to_have_text("asked about $68.00")
    page.locator("summary", has_text="Keep to $60.00").press("Enter")
    check(screen)
    page.get_by_role("button", name="Keep to $60.00", exact=True).press("Enter")
    expect(page.locator(".notice")).to_contain_text("goes ahead for at most $60.00")
    expect(page).to_have_url(re.compile(rf"/orders/{order}$"))
