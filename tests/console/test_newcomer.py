"""A morning of somebody who has never seen the console, by what it says alone; and of a colleague.

Ten customers wait. All are answered, three are sent a quote, two orders are fulfilled, one of them
is refunded in part; meanwhile Omar works in another browser, and no customer is answered twice.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from concierge import db
from concierge.operators import accounts
from tests.chromium import PATIENCE_MS
from tests.console.shop import EMAIL, PASSWORD
from tests.console.test_browser import browser, live_world  # noqa: F401
from tests.looks.filled import OMAR
from tests.world import World

pytestmark = pytest.mark.browser
NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hana", "Ivo", "Jo")
BUYERS = ("Ada", "Cleo", "Eve")
NUMBERS = {name: f"+1212555040{at}" for at, name in enumerate(NAMES)}


@pytest.fixture
def shop(world: World) -> None:
    """Ten who have an account wait, longest first; three of them have a card."""
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
        accounts.create(session, OMAR, "Omar Haddad", PASSWORD)
    for name, number in NUMBERS.items():
        world.known(number, name)
        if name in BUYERS:
            world.give_card(number)
    for name, number in NUMBERS.items():
        world.text(f"{name} here. Do you have roses for Friday?", sender=number)


@pytest.fixture
def desks(browser: Browser, shop: None, live_world: World) -> Iterator[tuple[Page, Page]]:  # noqa: F811
    """Nadia's browser and Omar's; both have logged in."""
    pages = []
    for email in (EMAIL, OMAR):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{live_world.url}/console/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/console/")
        pages.append(page)
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def waiting(page: Page) -> Locator:
    """Who waits and is nobody's, as the list says."""
    rows = page.get_by_role("list", name="Conversations").get_by_role("link")
    since = page.get_by_title(re.compile("^Waiting since"))
    return rows.filter(has=since).filter(has_not_text=re.compile("has it|Yours"))


def take(page: Page, *theirs: str) -> str:
    """Open whoever has waited longest and is nobody's, and claim them; the name."""
    for name in theirs:
        expect(waiting(page).filter(has_text=name)).to_have_count(0)
    waiting(page).first.click()
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_role("group", name="This conversation")).to_contain_text("Yours")
    return page.get_by_role("heading", level=1).inner_text()


def answer(page: Page, name: str) -> None:
    """Write to whoever is open."""
    words = f"We have, {name}. How many?"
    page.get_by_role("textbox", name="Answer").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#entries").get_by_text(words)).to_be_visible()


def quote(page: Page, name: str) -> None:
    """Offer twelve roses."""
    page.get_by_role("list", name="Conversations").get_by_role("link", name=name).click()
    page.get_by_role("link", name="Quote", exact=True).click()
    page.get_by_label("Description").fill("12 red roses")
    page.get_by_label("Price of one").fill("54")
    page.get_by_role("button", name="Send quote").click()
    expect(page.get_by_role("article", name="Quote 1")).to_be_visible()


def fulfil(page: Page, name: str) -> None:
    """From the board: the order is delivered."""
    page.get_by_role("navigation", name="Console").get_by_role("link", name="Orders").click()
    ticket = page.get_by_role("listitem").filter(has_text=name)
    ticket.get_by_role("link", name=re.compile("^Delivered")).click()
    page.get_by_role("button", name=re.compile(r"^Capture \$54.00")).click()
    expect(page.get_by_text("is being captured")).to_be_visible()


def refund(page: Page, name: str) -> None:
    """Give a part back, from the order's own page."""
    page.get_by_role("navigation", name="Console").get_by_role("link", name="Orders").click()
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
    page.get_by_text("Refund…").click()
    page.get_by_label("Amount").fill("14")
    page.get_by_role("button", name="Refund", exact=True).click()
    expect(page.get_by_text("Refund", exact=False).first).to_be_visible()


def test_ten_are_answered_three_quoted_two_fulfilled_one_refunded_and_nobody_twice(
    desks: tuple[Page, Page],
    live_world: World,  # noqa: F811
) -> None:
    nadia, omar = desks
    answered: list[str] = []
    for _ in range(5):  # both from the top of their list, each before the other has answered
        hers = take(nadia, *answered)
        his = take(omar, *answered, hers)
        answer(omar, his)
        answer(nadia, hers)
        answered += [hers, his]
    assert sorted(answered) == sorted(NAMES)
    expect(waiting(nadia)).to_have_count(0)
    live_world.work()
    written = Counter(
        name
        for name, number in NUMBERS.items()
        for text in live_world.texts(number)
        if "How many?" in text
    )
    assert written == Counter(NAMES), "each once"

    for name in BUYERS:
        quote(nadia, name)
    live_world.work()
    for name in BUYERS[:2]:
        live_world.text("OK", sender=NUMBERS[name])
    for name in BUYERS[:2]:
        fulfil(nadia, name)
        live_world.work()
    refund(nadia, BUYERS[0])
    live_world.work()
    assert [order.status.value for order in live_world.orders()] == ["paid", "paid"]
    taken = [one["amount_received"] for one in live_world.authorisations()]
    assert taken == [5400, 5400]
    assert any("$14.00" in text for text in live_world.texts(NUMBERS[BUYERS[0]]))
