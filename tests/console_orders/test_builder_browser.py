"""The quote builder in a browser: times in words, the customer's language, versions."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from concierge import config, moments
from concierge.customers import queries as customers
from concierge.quotes.models import QuoteStatus
from tests.console_orders.conftest import Screen, thread_of
from tests.console_orders.test_browser import builder, check
from tests.shop import Shop

pytestmark = pytest.mark.browser
# The five that the form itself gives as examples.
TYPED = ("today 23:59", "tomorrow noon", "fri 3pm", "24 Dec 10:00", "in 2 hours")


def test_what_was_understood_of_a_time_is_shown_before_there_is_a_line(
    shop: Shop, screen: Screen
) -> None:
    screen.open(builder(shop.customer()))
    page, zone = screen.page, config.current().zone
    understood = page.locator(".understood")
    expect(understood).to_contain_text("no time")
    for typed in TYPED:
        page.get_by_label("Promised for").fill(typed)
        meant = moments.read(typed, shop.now, zone).astimezone(zone)
        hour = meant.strftime("%H:")  # "in 2 hours" moves on while the test runs
        expect(understood.locator("dd").first).to_contain_text(hour)
    page.get_by_label("Promised for").fill("fri")
    expect(page.locator(".preview")).to_contain_text("At what time?")
    page.get_by_label("Promised for").fill("tomorrow noon")
    page.get_by_label("Holds until").fill("tomorrow 10:00")
    expect(understood).to_contain_text(
        re.compile("Promised.*Tomorrow 12:00.*Holds until.*Tomorrow 10:00", re.S)
    )
    check(screen)


def test_jan_in_amsterdam_is_shown_his_own_language_and_time(shop: Shop, screen: Screen) -> None:
    jan = shop.customer(name="Jan de Vries")
    with shop.deciding(jan) as session:
        customer = customers.get(session, jan)
        customer.language, customer.timezone = "nl", "Europe/Amsterdam"
    screen.open(builder(jan))
    page = screen.page
    page.get_by_label("Description").fill("12 rode rozen")
    page.get_by_label("Price of one").fill("48")
    page.get_by_label("Promised for").fill("tomorrow noon")
    page.get_by_label("Holds until").fill("tomorrow 10:00")
    bubble = page.locator(".bubble-out")
    expect(bubble).to_contain_text("tot morgen 16:00. Antwoord OK")
    expect(page.locator(".understood dd").first).to_contain_text(re.compile(r"\d\d:00 for Jan"))
    shown = bubble.inner_text()
    page.get_by_role("button", name="Send quote").click()
    expect(page).to_have_url(re.compile(rf"/conversations/{thread_of(jan)}$"))
    assert shop.texts(jan)[-1] == shown, "the very text"


def test_change_and_resend_replaces_the_old_version(shop: Shop, screen: Screen) -> None:
    maria = shop.customer()
    first = shop.quote(maria, promised_at=shop.now + timedelta(days=1))
    screen.open(f"/console/conversations/{thread_of(maria)}")
    page = screen.page
    page.get_by_role("article", name="Quote 1").get_by_role(
        "link", name="Change and resend"
    ).click()
    expect(page.get_by_label("Description")).to_have_value("red rose")
    expect(page.get_by_role("checkbox", name=re.compile("Take back quote 1"))).to_be_checked()
    page.get_by_label("Price of one").fill("5")
    expect(page.locator(".total")).to_contain_text("$66.00")
    page.get_by_role("button", name="Send quote").click()
    expect(page.get_by_role("article", name="Quote 2")).to_contain_text("$66.00")
    expect(page.get_by_role("article", name="Quote 1")).to_contain_text("replaced")
    assert shop.read_quote(first).status is QuoteStatus.WITHDRAWN
    check(screen)


def test_free_lines_and_a_ceiling_say_up_to(shop: Shop, screen: Screen) -> None:
    maria = shop.customer()
    screen.open(builder(maria))
    page = screen.page
    page.get_by_label("Description").fill("Whatever looks fresh")
    page.get_by_label("Price of one").fill("60")
    page.get_by_role("checkbox", name=re.compile("An estimate")).check()
    expect(page.locator(".bubble-out")).to_contain_text("Up to $60.00")
    expect(page.locator(".preview")).to_contain_text("photo of the shop's receipt")
    page.get_by_role("button", name="Send quote").click()
    expect(page.get_by_role("article", name="Quote 1")).to_contain_text("up to $60.00")
