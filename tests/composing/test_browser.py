"""The composer in Chromium: what it says at once, and what a bad line can't take away."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from concierge import clock, config, db
from concierge.composing import canned, cost
from concierge.events import SERVICE
from tests.console.conftest import shop as shop
from tests.console.test_browser import browser as browser
from tests.console.test_browser import bubbles, open_console
from tests.console.test_browser import live_world as live_world
from tests.console.test_browser import page as page
from tests.looks.test_every_page import flawless
from tests.world import World

pytestmark = pytest.mark.browser
MARIA = "+12125550123"
AN_HOUR = 3_600_000


def answer(page: Page) -> Any:
    return page.get_by_role("textbox", name="Answer")


def open_thread(page: Page, world: World) -> None:
    page.goto(f"{world.url}/console/conversations/1")


def test_dear_characters_are_named_and_replaced_by_one_click(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    plainly = page.get_by_role("button", name="Write them plainly")
    for text in ("Yes", "See you…", "x" * 80 + "’", "x" * 80 + "🌹", "ê" * 80, "x" * 1700):
        answer(page).fill(text)
        expect(page.locator("#parts")).to_have_text(cost.of(text).sentence)
        expect(plainly).to_be_visible(visible=bool(cost.of(text).replaceable))
    answer(page).fill("We’re open – come in…")
    plainly.click()
    expect(answer(page)).to_have_value("We're open - come in...")
    expect(answer(page)).to_be_focused()
    expect(page.locator("#parts")).to_have_text("23 characters, 1 part")


def test_a_draft_goes_along_to_another_device(
    browser: Browser, page: Page, live_world: World
) -> None:
    open_thread(page, live_world)
    with page.expect_response("**/draft"):
        answer(page).fill("From the 3rd on, with ")
    phone = open_console(browser, live_world, viewport={"width": 390, "height": 844})
    open_thread(phone, live_world)
    expect(answer(phone)).to_have_value("From the 3rd on, with ")
    with phone.expect_response("**/draft"):
        answer(phone).fill("From the 3rd on, with pleasure")
    phone.context.close()
    page.reload()
    expect(answer(page)).to_have_value("From the 3rd on, with pleasure")


def test_what_is_written_without_a_network_is_there_in_the_morning(
    page: Page, live_world: World
) -> None:
    open_thread(page, live_world)
    page.context.set_offline(True)
    answer(page).fill("Half a thought")
    page.close()
    morning = page.context.new_page()
    page.context.set_offline(False)
    with morning.expect_response("**/draft"):
        open_thread(morning, live_world)
    expect(answer(morning)).to_have_value("Half a thought")


def test_a_text_without_a_network_says_so_and_goes_once_it_is_back(
    page: Page, live_world: World
) -> None:
    open_thread(page, live_world)
    page.clock.install()
    page.context.set_offline(True)
    answer(page).fill("With pleasure")
    answer(page).press("Control+Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    page.clock.run_for(AN_HOUR // 4)
    expect(answer(page)).to_have_value("With pleasure")
    page.context.set_offline(False)
    page.clock.run_for(6_000)
    expect(bubbles(page).last).to_have_text("With pleasure")
    expect(answer(page)).to_have_value("")
    expect(page.get_by_text("Not sent yet")).to_have_count(0)
    live_world.work()
    assert live_world.texts(MARIA).count("With pleasure") == 1


def test_a_text_whose_answer_was_lost_is_not_sent_again(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    page.clock.install()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/messages", lose, times=1)
    answer(page).fill("With pleasure")
    answer(page).press("Control+Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    page.clock.run_for(6_000)
    expect(answer(page)).to_have_value("")
    live_world.work()
    assert live_world.texts(MARIA).count("With pleasure") == 1


def test_what_is_not_to_be_sent_any_more_is_not(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    page.clock.install()
    page.context.set_offline(True)
    answer(page).fill("With pleasure")
    answer(page).press("Control+Enter")
    page.get_by_role("button", name="Don't send").click()
    page.context.set_offline(False)
    page.clock.run_for(60_000)
    expect(answer(page)).to_have_value("With pleasure")
    expect(answer(page)).to_be_editable()
    live_world.work()
    assert live_world.texts(MARIA) == []


def test_what_waited_for_an_hour_is_not_sent_by_itself(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    page.clock.install()
    page.context.set_offline(True)
    answer(page).fill("With pleasure")
    answer(page).press("Control+Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    page.clock.fast_forward(AN_HOUR + 1000)
    expect(page.get_by_text("This was not sent")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(60_000)
    expect(answer(page)).to_have_value("With pleasure")
    live_world.work()
    assert live_world.texts(MARIA) == []


def test_a_text_comes_back_into_the_composer(page: Page, live_world: World) -> None:
    config.use(live_world.settings.model_copy(update={"undo_send_seconds": 60}))
    open_thread(page, live_world)
    answer(page).fill("With plaesure")
    answer(page).press("Control+Enter")
    expect(bubbles(page).last).to_have_text("With plaesure")
    expect(page.get_by_text("Sending “With plaesure”")).to_be_visible()
    answer(page).press("Escape")
    page.keyboard.press("u")
    expect(answer(page)).to_have_value("With plaesure")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.get_by_role("button", name="Needs no answer")).to_be_visible()
    live_world.work()
    assert live_world.texts(MARIA) == []


@pytest.fixture
def said_often(live_world: World) -> None:
    """Three canned replies."""
    with db.transaction() as session:
        for name, body in (
            ("Hours", "We are open nine to six."),
            ("Thanks", "Thank you, {name}!"),
            ("When", "With you by {promise}."),
        ):
            canned.add(session, name, "", body, by=SERVICE, at=clock.now())


@pytest.mark.usefixtures("said_often")
def test_a_slash_finds_what_is_said_often_by_keyboard_alone(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    page.keyboard.press("r")
    page.keyboard.type("Hello. /")
    find = page.get_by_role("searchbox", name="Find a reply")
    expect(find).to_be_focused()
    page.keyboard.type("tha")
    expect(page.locator("#replies button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(answer(page)).to_have_value("Hello. Thank you, Maria!")
    expect(answer(page)).to_be_focused()
    expect(find).to_be_hidden()
    page.keyboard.type(" /")
    expect(find).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#replies button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(find).to_be_hidden()
    answer(page).press("End")
    page.keyboard.type("and so on")
    expect(answer(page)).to_have_value("Hello. Thank you, Maria! /and so on")


def test_a_picture_and_an_emoji_by_thumb(browser: Browser, live_world: World) -> None:
    phone = open_console(browser, live_world, viewport={"width": 390, "height": 844})
    open_thread(phone, live_world)
    answer(phone).fill("Like these?")
    phone.get_by_label("Emoji").click()
    phone.get_by_role("button", name="rose").click()
    expect(answer(phone)).to_have_value("Like these? 🌹")
    expect(phone.locator("#parts")).to_contain_text("(an emoji)")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": live_world.sample_picture()}
    phone.get_by_label("Pictures").set_input_files(picture)  # type: ignore[arg-type]
    expect(phone.get_by_alt_text("Picture 1 to send")).to_be_visible()
    expect(phone.locator("#parts")).to_have_text("MMS with 1 picture")
    expect(answer(phone)).to_have_value("Like these? 🌹")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_alt_text("Picture 1 from us")).to_be_visible()
    expect(phone.get_by_alt_text("Picture 1 to send")).to_have_count(0)
    live_world.work()
    assert live_world.texts(MARIA) == ["Like these? 🌹"]
    phone.context.close()


def test_a_text_for_later_is_planned_changed_and_cancelled(page: Page, live_world: World) -> None:
    open_thread(page, live_world)
    answer(page).fill("Good morning")
    page.get_by_text("Later", exact=True).click()
    page.get_by_label("When, in words").fill("tomorrow 9:00")
    page.get_by_role("button", name="Send later").click()
    planned = page.locator(".planned li")
    expect(planned).to_contain_text("Tomorrow 09:00 Good morning")
    expect(answer(page)).to_have_value("")
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(planned).to_have_count(0)
    expect(answer(page)).to_have_value("Good morning")


@pytest.mark.usefixtures("said_often")
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_what_helps_to_write(
    page: Page, live_world: World, width: int
) -> None:
    config.use(live_world.settings.model_copy(update={"undo_send_seconds": 60}))
    page.set_viewport_size({"width": width, "height": 844})
    open_thread(page, live_world)
    answer(page).fill("We’d love to")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for tool in ("canned", "emoji", "later"):
            page.locator(f"#{tool} > summary").press("Enter")  # a banner may cover it
            flawless(page, f"{tool} {scheme}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            page.keyboard.press("Escape")
