"""Every page in a real browser: nothing for axe to find, nothing wider than a phone, and a picture
of each to look at, in `tests/screenshots/pages`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, sync_playwright
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.conversation import pictures
from concierge.customers import queries as customers
from concierge.customers.models import LinkPurpose
from concierge.orders.estimates import Cost, Photo
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.quotes import lifecycle as quotes
from concierge.quotes.lifecycle import Line
from concierge.quotes.models import Quote
from tests.pages.conftest import Browser, fulfil, let_expire, make_link, ordered, speak
from tests.world import OPERATOR, World

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parent.parent / "screenshots" / "pages"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}
LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def engine(chromium: str) -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


Look = Callable[..., None]


@pytest.fixture
def look(engine: Chromium) -> Look:
    """Open an address in every size and light, and look closely."""

    def closely(name: str, address: str, act: Callable[[Tab], None] | None = None) -> None:
        tab = engine.new_page(viewport={"width": 390, "height": 844})
        tab.route("**/l/**", _stand_still)
        tab.goto(address)
        if act is not None:
            act(tab)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for place, (width, height) in WIDTHS.items():
            tab.set_viewport_size({"width": width, "height": height})
            for light in LIGHTS:
                tab.emulate_media(color_scheme=light)
                _check(tab, f"{name}, {place}, {light}", width)
                tab.screenshot(path=PICTURES / f"{name}-{place}-{light}.png", full_page=True)
        tab.close()

    return closely


def _stand_still(route: Route) -> None:
    """Pages that wait ask again by themselves; while we look, they shall not."""
    if route.request.method != "GET" or route.request.resource_type == "image":
        route.continue_()
        return
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub(r"<meta http-equiv=[^>]*>", "", answer.text()))


def _check(tab: Tab, where: str, width: int) -> None:
    found = Axe().run(tab, options=RULES).response["violations"]
    assert not found, (where, [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in found])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, where
    small = tab.evaluate(
        """() => [...document.querySelectorAll('.button, main input, main textarea, label.box')]
            .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
    )
    assert not small, (where, small)


def big_quote(world: World) -> Quote:
    """Several lines, delivery, service, an address and a promise."""
    customer = world.customer()

    def send(session: Session) -> Quote:
        at = clock.now()
        quote = quotes.draft(
            session,
            customers.get(session, customer.id),
            [
                Line("Red roses, hand-tied, long stems", 12, 350),
                Line("Card: “Happy birthday, Mum!”", 1, 300),
                Line("Loyal customer", 1, -200),
            ],
            by=OPERATOR,
            at=at,
            delivery_amount=800,
            fee_amount=300,
            note="We have only twelve of these left.",
            promised_at=at + timedelta(days=2),
        )
        quotes.send(session, quote, by=OPERATOR, at=at)
        return quote

    quote: Quote = world.decide(customer.id, send)
    world.work()
    return quote


def press_submit(tab: Tab) -> None:
    tab.get_by_role("button").last.click()
    tab.wait_for_load_state()


def test_the_account_page(greeted: World, look: Look) -> None:
    look("account", greeted.link())


def test_the_account_page_with_complaints(greeted: World, look: Look) -> None:
    def forget(tab: Tab) -> None:
        tab.get_by_label("Your name").fill("Maria")
        tab.get_by_label("E-mail").fill("maria at home")
        press_submit(tab)
        assert tab.locator(".summary").evaluate("e => e === document.activeElement")

    look("account-complaints", greeted.link(), forget)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_account_page_in_other_languages(greeted: World, look: Look, language: str) -> None:
    speak(greeted, language)
    look(f"account-{language}", greeted.link())


def test_the_card_page_and_its_waiting(world: World, browser: Browser, look: Look) -> None:
    world.known()
    order = ordered(world)
    assert order.held_for == "card"
    look("card-held", world.link())
    browser.press(f"{world.link()}/card")
    look("card-opening", f"{world.link()}/card")
    with db.transaction() as session:
        payment_queries.card_session(session, 1).created_at -= timedelta(seconds=30)
    look("card-slow", f"{world.link()}/card")


def test_the_card_is_saved(greeted: World, look: Look) -> None:
    address = greeted.link()
    greeted.save_card()
    look("saved", f"{address}/card/return")
    look("used", address)
    look("renewed", f"{address}/renewal")


def test_a_declined_card(world: World, look: Look) -> None:
    world.known()
    world.give_card(number="4000000000000341")
    assert ordered(world).held_for == "declined"
    look("card-declined", world.link())


def test_the_bank(world: World, look: Look) -> None:
    world.known()
    world.give_card(number="4000002760003184")
    order = ordered(world)
    look("bank", world.link())
    with db.transaction() as session:
        payment = payment_queries.of_orders(session, [order.id])[order.id]
        payments.present(session, payment, world.link().rpartition("/")[2], at=clock.now())
    look("bank-opening", f"{world.link()}/bank")
    world.work()
    world.sandbox.answer_bank(world.authorisations()[-1]["id"], passed=False)
    world.work()
    look("bank-refused", world.link())


def test_an_offer_to_confirm(maria: World, look: Look) -> None:
    quote = big_quote(maria)
    address = make_link(maria, LinkPurpose.CONFIRM, quote.id)
    look("confirm", address)
    speak(maria, "de")
    look("confirm-de", address)
    speak(maria, "en")

    def place(tab: Tab) -> None:
        tab.get_by_role("button", name="Place order").click()
        tab.get_by_role("heading", name="Ordered").wait_for()

    look("confirm-ordered", address, place)


def test_an_estimate_and_its_receipt(maria: World, look: Look) -> None:
    maria.quote(total=60_000, what="Groceries", is_estimate=True)
    maria.text("OK")
    look("confirm-estimate", maria.link())
    maria.text("NO")
    ordered(maria, total=6000, what="Groceries", is_estimate=True)
    paper = pictures.read(World.sample_picture())
    photo = Photo(paper.content_type, paper.content, paper.width, paper.height)
    fulfil(maria, cost=Cost(5240, photo))
    receipt = maria.link()

    def see(tab: Tab) -> None:
        width = "picture => picture.decode().then(() => picture.naturalWidth)"
        assert tab.get_by_alt_text("The shop's receipt").evaluate(width) == paper.width

    look("receipt-estimate", receipt, see)
    speak(maria, "nl")
    look("receipt-estimate-nl", receipt)


def test_a_receipt_with_a_refund(maria: World, look: Look) -> None:
    quote = big_quote(maria)
    maria.text("OK")
    fulfil(maria, note="Left with your neighbour at no. 16.")
    receipt = maria.link()
    look("receipt", receipt)
    order: Order = maria.order()
    assert order.quote_id == quote.id
    refund(maria, order, 1000)
    look("receipt-refunded", receipt)
    speak(maria, "fr")
    look("receipt-fr", receipt)


def refund(world: World, order: Order, amount: int) -> None:
    world.decide(
        order.customer_id,
        lambda session: payments.refund(
            session,
            payment_queries.of_orders(session, [order.id])[order.id],
            amount,
            by=OPERATOR,
            at=clock.now(),
            reason="Two roses had broken",
        ),
    )
    world.work()


def test_an_expired_link_and_a_broken_one(greeted: World, look: Look) -> None:
    let_expire(greeted.link())
    look("expired", greeted.link())
    look("error-404", f"{greeted.url}/l/nothing")
