"""Two operators in two browsers, at the same thread: what each sees of the other."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from concierge import db
from concierge.conversation import queries
from concierge.operators import accounts
from tests.console.shop import PASSWORD
from tests.console.test_browser import browser as browser
from tests.console.test_browser import bubbles, open_console
from tests.console.test_browser import live_world as live_world
from tests.world import World

pytestmark = pytest.mark.browser
BEN = "ben@roseandthorn.example"


@pytest.fixture
def nadia(browser: Browser, live_world: World) -> Iterator[Page]:
    page = open_console(browser, live_world)
    page.goto(f"{live_world.url}/console/conversations/1")
    yield page
    page.context.close()


@pytest.fixture
def ben(browser: Browser, live_world: World) -> Iterator[Page]:
    with db.transaction() as session:
        accounts.create(session, BEN, "Ben Ortiz", PASSWORD)
    page = open_console(browser, live_world, BEN)
    page.goto(f"{live_world.url}/console/conversations/1")
    yield page
    page.context.close()


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Answer").fill(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def test_ben_is_warned_while_he_writes_and_again_when_he_sends(nadia: Page, ben: Page) -> None:
    write(ben, "We can't do that, sorry")
    write(nadia, "Every first Friday, gladly.")
    send(nadia)
    warning = ben.locator("#crossed")
    expect(warning).to_contain_text("Nadia Haddad wrote while you were writing.")
    expect(warning.locator("q")).to_have_text("Every first Friday, gladly.")
    assert Axe().run(ben).violations_count == 0
    send(ben)
    expect(warning).to_be_visible()
    expect(ben.get_by_role("textbox", name="Answer")).to_have_value("We can't do that, sorry")
    with db.reading() as session:
        assert queries.thread(session, 1)[-1].body == "Every first Friday, gladly."


def test_ben_sends_it_anyway_or_thinks_better_of_it(nadia: Page, ben: Page) -> None:
    write(ben, "And a card with it?")
    write(nadia, "Gladly.")
    send(nadia)
    expect(ben.locator("#crossed")).to_be_visible()
    write(ben, "Shall we put a card with it?")
    ben.get_by_role("button", name="Send anyway").click()
    expect(bubbles(ben).last).to_have_text("Shall we put a card with it?")

    expect(bubbles(nadia).last).to_have_text("Shall we put a card with it?")
    write(nadia, "A card, with what on it?")
    write(ben, "It's free of charge")
    send(nadia)
    ben.get_by_role("button", name="Send anyway").click()
    expect(bubbles(ben).last).to_have_text("It's free of charge")
    expect(ben.get_by_role("textbox", name="Answer")).to_have_value("")
    expect(ben.locator("#crossed")).to_have_count(0)


def test_whoever_has_written_nothing_is_not_warned(nadia: Page, ben: Page) -> None:
    write(nadia, "Gladly.")
    send(nadia)
    expect(bubbles(ben).last).to_have_text("Gladly.")
    expect(ben.locator("#crossed")).to_have_count(0)
    write(ben, "And a card?")
    send(ben)
    expect(bubbles(ben).last).to_have_text("And a card?")


def test_each_sees_the_other_look_type_and_leave(nadia: Page, ben: Page, live_world: World) -> None:
    expect(ben.locator("#present")).to_have_text("Nadia Haddad is looking")
    expect(nadia.locator("#present")).to_have_text("Ben Ortiz is looking")
    expect(nadia.locator('.row-here[data-here="1"]')).to_have_text("Ben Ortiz is looking")
    nadia.get_by_role("textbox", name="Answer").press_sequentially("Gl")
    expect(ben.locator("#present")).to_have_text("Nadia Haddad is typing…")
    expect(ben.locator("#arrivals")).to_have_text("Nadia Haddad is typing…")
    assert Axe().run(ben).violations_count == 0
    write(nadia, "")
    nadia.goto(f"{live_world.url}/console/conversations/3")
    expect(ben.locator("#present")).to_have_text("")
    expect(ben.locator('.row-here[data-here="3"]')).to_have_text("Nadia Haddad is looking")


def test_whoever_lost_their_network_is_not_shown_for_ever(nadia: Page, ben: Page) -> None:
    expect(ben.locator("#present")).to_have_text("Nadia Haddad is looking")
    ben.clock.install()
    nadia.context.set_offline(True)
    ben.reload()
    expect(ben.locator("#present")).to_have_text("Nadia Haddad is looking")
    ben.clock.run_for(60_000)
    expect(ben.locator("#present")).to_have_text("")
