"""The builder and the board in a browser: live, by keyboard alone, for everybody."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from concierge.payments.gateway import Standing
from tests.console_orders.conftest import Screen, thread_of
from tests.shop import Shop

pytestmark = pytest.mark.browser


def check(screen: Screen) -> None:
    """No violation of axe's rules, and nothing wider than the screen."""
    found: dict[str, Any] = Axe().run(screen.page).response
    broken = [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
    ]
    assert broken == []
    wide = screen.page.locator("html").evaluate("page => page.scrollWidth > page.clientWidth")
    assert not wide


def builder(customer: int) -> str:
    return f"/console/conversations/{thread_of(customer)}/quotes/new"


def test_the_text_is_shown_while_sam_types(shop: Shop, screen: Screen) -> None:
    maria = shop.customer()
    screen.open(builder(maria))
    page = screen.page
    bubble, total = page.locator(".bubble-out"), page.locator(".total")
    page.get_by_label("Description").fill("12 red roses")
    page.get_by_label("Price of one").fill("48")
    expect(bubble).to_contain_text("12 red roses, to 14 Elm St. $48.00 all in")
    page.get_by_label("Delivery").fill("6")
    expect(total).to_contain_text("$54.00")
    page.get_by_label("Promised for").fill("tomorrow noon")
    expect(bubble).to_contain_text(", tomorrow 12:00")
    page.get_by_label("Note").fill("For you 🌹")
    expect(page.locator(".dear")).to_contain_text("🌹")
    check(screen)
    page.get_by_role("button", name="Leave out").click()
    expect(page.locator(".preview")).to_contain_text("GSM-7")
    expect(page.get_by_label("Note")).to_have_value("For you ")
    page.get_by_role("button", name="Send quote").click()
    expect(page).to_have_url(re.compile(rf"/conversations/{thread_of(maria)}$"))
    expect(page.get_by_role("article", name="Quote 1")).to_contain_text("$54.00")


def test_lines_are_added_and_removed_by_keyboard_alone(shop: Shop, screen: Screen) -> None:
    maria = shop.customer()
    screen.open(builder(maria))
    page = screen.page
    descriptions = page.get_by_label("Description")
    expect(descriptions).to_be_focused()
    page.keyboard.type("roses")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("48")
    page.keyboard.press("Enter")  # on the last price: another line
    expect(descriptions).to_have_count(2)
    expect(descriptions.nth(1)).to_be_focused()
    page.keyboard.type("a vase")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    expect(page.locator(".total")).to_contain_text("$60.00")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button that removes this line
    expect(descriptions).to_have_count(1)
    expect(page.locator(".total")).to_contain_text("$48.00")
    expect(descriptions.first).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/conversations/\d+$"))
    assert shop.texts(maria)[-1].startswith("roses, to 14 Elm St.")


def test_mistakes_stand_beside_their_fields(shop: Shop, screen: Screen) -> None:
    screen.open(builder(shop.customer()))
    page = screen.page
    page.get_by_label("Description").fill("roses")
    page.get_by_label("Price of one").fill("4o")
    page.get_by_label("Promised for").fill("tomorrow")
    page.get_by_role("button", name="Send quote").click()
    price = page.get_by_label("Price of one")
    expect(price).to_have_attribute("aria-invalid", "true")
    expect(price).to_have_accessible_description(re.compile("not an amount"))
    expect(page.get_by_label("Promised for")).to_have_value("tomorrow")
    check(screen)


def test_the_board_is_walked_through_with_the_arrows(shop: Shop, screen: Screen) -> None:
    for number, name in enumerate(("Ada", "Ben")):
        shop.confirmed(shop.customer(f"+1555010013{number}", name=name))
    shop.bank_says(shop.says_ok(shop.quote(shop.customer(name="Cleo"))), Standing.DECLINED)
    shop.bank_says(shop.confirmed(shop.customer("+15550100140", name="Dan")), Standing.CANCELLED)
    screen.open("/console/orders")
    check(screen)
    page = screen.page
    focused = page.locator(".ticket:focus")
    for key, name in (
        ("ArrowDown", "Dan"),
        ("ArrowRight", "Ada"),
        ("ArrowDown", "Ben"),
        ("ArrowDown", "Ben"),
        ("ArrowRight", "Cleo"),
        ("k", "Cleo"),
        ("ArrowLeft", "Ada"),
        ("j", "Ben"),
    ):
        page.keyboard.press(key)
        expect(focused).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("for Ben")


def test_an_order_is_delivered_by_keyboard_from_its_page(shop: Shop, screen: Screen) -> None:
    order = shop.confirmed(shop.customer())
    screen.open(f"/console/orders/{order}")
    page = screen.page
    page.locator("summary", has_text="Delivered").focus()
    page.keyboard.press("Enter")
    check(screen)
    page.keyboard.press("Tab")
    page.keyboard.type("Left with the neighbour.")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("$54.00 is being captured")
    assert shop.order(order).fulfilment_note == "Left with the neighbour."
    check(screen)


def test_a_refund_and_its_story_can_be_read_by_everybody(shop: Shop, screen: Screen) -> None:
    order = shop.paid(shop.customer())
    screen.open(f"/console/orders/{order}")
    page = screen.page
    page.locator("summary", has_text="Refund").click()
    page.get_by_label("Amount").fill("20")
    page.get_by_role("button", name="Refund", exact=True).click()
    expect(page.locator(".payments")).to_contain_text("partly refunded")
    check(screen)
    screen.open("/console/quotes/1")
    check(screen)


def test_cards_in_the_thread_can_be_read_by_everybody(shop: Shop, screen: Screen) -> None:
    maria = shop.customer()
    shop.confirmed(maria)
    shop.quote(maria)
    screen.open(f"/console/conversations/{thread_of(maria)}")
    screen.page.locator("summary", has_text="Cancel").click()
    expect(screen.page.get_by_role("button", name="Cancel order 1")).to_be_visible()
    check(screen)


def test_on_a_phone_nothing_is_wider_than_the_screen(shop: Shop, screen: Screen) -> None:
    maria = shop.customer(name="Maximiliana Featherstonehaugh-Montgomery")
    order = shop.confirmed(maria)
    screen.page.set_viewport_size({"width": 390, "height": 844})
    thread = thread_of(maria)
    for path in (
        "orders",
        f"orders/{order}",
        "quotes/1",
        f"conversations/{thread}",
        f"conversations/{thread}/quotes/new?from=1",
    ):
        screen.open(f"/console/{path}")
        check(screen)
