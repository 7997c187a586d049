"""Two operators in two browsers: whose a thread is, and what they leave each other."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from concierge import clock, db
from concierge.conversation import assigning, minding, notes, promising, queries
from concierge.conversation.models import Promise
from concierge.events import operator
from concierge.operators import accounts
from tests.chromium import PATIENCE_MS
from tests.console.shop import PASSWORD, Shop
from tests.console.test_browser import browser as browser
from tests.console.test_browser import live_world as live_world
from tests.console.test_browser import open_console
from tests.world import World

pytestmark = pytest.mark.browser
KIM = "kim@roseandthorn.example"


@pytest.fixture
def colleagues(world: World, shop: Shop) -> None:
    with db.transaction() as session:
        accounts.create(session, KIM, "Kim Park", PASSWORD)


def log_in(browser: Browser, world: World, email: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{world.url}/console/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{world.url}/console/")
    return page


@pytest.fixture
def two(browser: Browser, world: World, colleagues: None) -> Iterator[tuple[Page, Page]]:
    """Nadia and Kim, without the stream: what one does the other has not heard of yet."""
    pages = open_console(browser, world), log_in(browser, world, KIM)
    yield pages
    for page in pages:
        page.context.close()


@pytest.fixture
def two_live(browser: Browser, live_world: World, colleagues: None) -> Iterator[tuple[Page, Page]]:
    """The same, and each sees at once what the other does."""
    pages = open_console(browser, live_world), log_in(browser, live_world, KIM)
    yield pages
    for page in pages:
        page.context.close()


def test_both_claim_one_wins_and_the_other_is_told_who(
    world: World, two: tuple[Page, Page]
) -> None:
    nadia, kim = two
    for page in two:
        page.goto(f"{world.url}/console/conversations/1")
        expect(page.get_by_role("button", name="Claim")).to_be_visible()
    nadia.keyboard.press("c")
    expect(nadia.locator("#assign")).to_have_text("Yours")
    kim.get_by_role("button", name="Claim").click()
    expect(kim.get_by_role("alert")).to_contain_text("Nadia Haddad has this since")
    expect(kim.locator("#assign")).to_have_text("Nadia Haddad has it")
    expect(kim.get_by_role("button", name="Claim")).to_have_count(0)


def test_what_one_claims_the_other_sees_without_reloading(
    live_world: World, two_live: tuple[Page, Page]
) -> None:
    nadia, kim = two_live
    for page in two_live:
        page.goto(f"{live_world.url}/console/conversations/1")
    kim.evaluate("window.sameDocument = true")
    nadia.keyboard.press("c")
    expect(kim.locator("#assign")).to_have_text("Nadia Haddad has it")
    expect(kim.locator('[data-key="c1"] .row-who')).to_have_attribute(
        "title", "Nadia Haddad has it"
    )
    assert kim.evaluate("window.sameDocument")


def test_a_thread_is_handed_over_with_a_note_by_keyboard_alone(
    live_world: World, two_live: tuple[Page, Page]
) -> None:
    nadia, kim = two_live
    for page in two_live:
        page.goto(f"{live_world.url}/console/conversations/1")
    nadia.keyboard.press("c")
    expect(nadia.locator("#assign")).to_have_text("Yours")
    nadia.keyboard.press("a")
    field = nadia.get_by_label("A note for whom you hand it to")
    expect(field).to_be_visible()
    field.focus()
    nadia.keyboard.type("She wants peonies, nothing pink.")
    nadia.keyboard.press("Tab")
    expect(nadia.get_by_role("button", name="To Kim Park")).to_be_focused()
    nadia.keyboard.press("Enter")
    expect(nadia.locator("#assign")).to_have_text("Kim Park has it")
    expect(nadia.locator(".menu[open]")).to_have_count(0)
    expect(kim.locator("#assign")).to_have_text("Yours")
    expect(kim.locator(".note").last).to_contain_text("She wants peonies, nothing pink.")
    expect(kim.locator(".note").last).to_contain_text("to Kim Park")


def test_a_note_that_is_being_written_survives_an_update(
    live_world: World, two_live: tuple[Page, Page]
) -> None:
    nadia, kim = two_live
    for page in two_live:
        page.goto(f"{live_world.url}/console/conversations/1")
    nadia.keyboard.press("m")
    nadia.keyboard.type("Her mother is")
    kim.keyboard.press("c")
    expect(nadia.locator("#assign")).to_have_text("Kim Park has it")
    expect(nadia.get_by_label("For colleagues; never texted")).to_be_focused()
    nadia.keyboard.type(" allergic to lilies")
    nadia.get_by_role("button", name="Add note").click()
    expect(kim.locator(".note").last).to_contain_text("Her mother is allergic to lilies")
    expect(nadia.get_by_label("For colleagues; never texted")).to_be_hidden()


KEY_AND_FOCUS = """key => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    return document.activeElement.id;
}"""


def test_the_key_of_a_menu_leads_into_its_field_before_the_next_key(
    world: World, two: tuple[Page, Page]
) -> None:
    """Or the "m" of "Her mother" shut it again, for whoever types fast on a slow machine."""
    nadia, _ = two
    nadia.goto(f"{world.url}/console/conversations/1")
    for key, field in {"m": "note", "z": "snooze-words", "p": "promise-words"}.items():
        assert nadia.evaluate(KEY_AND_FOCUS, key) == field
        expect(nadia.locator(".menu[open]")).to_have_count(1)
    nadia.keyboard.press("Escape")
    expect(nadia.locator("#promise")).to_be_focused()
    expect(nadia.locator(".menu[open]")).to_have_count(0)


def test_a_promise_sorts_both_queues_and_warns_whoever_made_it(
    live_world: World, two_live: tuple[Page, Page]
) -> None:
    nadia, kim = two_live
    nadia.goto(f"{live_world.url}/console/conversations/1?view=waiting")
    expect(kim.locator("#rows .row").first).to_contain_text("June Park")
    nadia.keyboard.press("c")
    expect(nadia.locator("#assign")).to_have_text("Yours")
    nadia.keyboard.press("p")
    expect(nadia.get_by_label("Or by")).to_be_focused()
    nadia.keyboard.type("in 5 minutes")
    nadia.get_by_role("button", name="Promise", exact=True).click()
    expect(nadia.locator("#promise")).to_contain_text("Quote by")
    expect(kim.locator("#rows .row").first).to_contain_text("Quote by")
    expect(kim.locator("#rows .row").first).to_contain_text("Maria Lopez")
    minding.mind_promises(clock.now())
    for page in two_live:
        expect(page.locator('[data-key="c1"] .row-late')).to_be_visible()
    nadia.reload()
    expect(nadia.locator("#outages")).to_contain_text("promised to Maria Lopez")
    kim.reload()
    expect(kim.locator("#outages")).not_to_contain_text("promised to")


def test_snoozing_by_keyboard_empties_one_view_and_fills_another(
    live_world: World, two_live: tuple[Page, Page]
) -> None:
    nadia, kim = two_live
    nadia.goto(f"{live_world.url}/console/conversations/1?view=waiting")
    expect(nadia.locator("#rows .row")).to_have_count(4)
    nadia.keyboard.press("z")
    nadia.keyboard.type("in 2 hours")
    nadia.keyboard.press("Tab")
    nadia.keyboard.press("Enter")
    expect(nadia.locator("#snooze")).to_contain_text("Snoozed until")
    expect(nadia.locator("#rows .row")).to_have_count(3)
    for page in two_live:
        expect(page.locator("#count-waiting")).to_have_text("3")
        expect(page.locator("#count-snoozed")).to_have_text("1")
    kim.keyboard.press("6")
    kim.wait_for_url("**/console/?view=snoozed")
    expect(kim.locator("#rows .row")).to_have_count(1)
    live_world.sandbox.text("+12125550123", "Hello? Anybody?")
    expect(nadia.locator("#count-waiting")).to_have_text("4")
    expect(nadia.locator("#snooze")).to_have_text("Snooze")
    expect(kim.locator("#rows .row")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_menus_notes_promises_and_views_are_readable_by_everybody(
    browser: Browser, world: World, colleagues: None, scheme: Literal["light", "dark"]
) -> None:
    with db.transaction() as session:
        conversation, at = queries.get(session, 1), clock.now()
        assigning.claim(session, conversation, by=operator(2), at=at)
        notes.write(session, conversation, "No lilies.", by=operator(2), at=at)
        until = at + timedelta(minutes=5)
        promising.promise(session, conversation, Promise.QUOTE, until, by=operator(1), at=at)
    minding.mind_promises(clock.now())
    page = open_console(browser, world, color_scheme=scheme)
    for view in ("waiting", "mine"):
        page.goto(f"{world.url}/console/conversations/1?view={view}")
        for menu in ("assign", "snooze", "promise", "add-note"):
            page.locator(f"#{menu}").click()
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
    page.context.close()
