"""A stronger yes: the whole offer on a page, and one order from it however often it is pressed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from concierge import clock, db
from concierge.customers import links
from concierge.customers.models import Customer, LinkPurpose
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from tests.pages.conftest import Browser, find, make_link
from tests.world import OPERATOR, World


@pytest.fixture
def big(maria: World) -> World:
    """Maria said OK to more than a text may order."""
    at = clock.now()
    maria.quote(
        total=60_000,
        what="200 red roses",
        address="1 Church Rd\nShelbyville",
        note="We start at dawn.",
        promised_at=at + timedelta(days=2),
    )
    maria.text("OK")
    assert maria.orders() == []
    assert "/l/" in maria.texts()[-1]
    return maria


def test_the_offer_is_shown_in_full(big: World, browser: Browser) -> None:
    page = browser.open(big.link())
    for fact in (
        "200 red roses $600.00",
        "Total $600.00",
        "1 Church Rd\nShelbyville".replace("\n", " "),
        "We start at dawn.",
        "Good until",
        "This charges Visa 4242.",
        "Place order, $600.00",
        "No, thanks",
    ):
        assert fact in page.text
    assert page.posts == ["order", "refusal"]


def test_the_button_orders_once_however_often_it_is_pressed(big: World, browser: Browser) -> None:
    link = big.link()
    with ThreadPoolExecutor(8) as fingers:
        pages = list(
            fingers.map(lambda _: browser.follow(browser.press(f"{link}/order")), range(8))
        )
    big.work()

    assert len({page.text for page in pages}) == 1
    assert "Ordered, thank you Order 1, $600.00, is placed." in pages[0].text
    assert "Reply UNDO until" in pages[0].text
    assert big.order().status == "confirmed"
    assert len(big.authorisations()) == 1
    assert find(link).used_at is not None
    assert "Ordered, thank you" in browser.open(link).text


def test_no_thanks_orders_nothing(big: World, browser: Browser) -> None:
    link = big.link()
    page = browser.follow(browser.press(f"{link}/refusal"))
    assert "Nothing is ordered." in page.text
    assert "Nothing is ordered." in browser.follow(browser.press(f"{link}/order")).text
    big.work()
    assert big.orders() == []


def test_without_a_card_the_page_says_what_comes_next(world: World, browser: Browser) -> None:
    world.known()
    world.quote(total=60_000)
    world.text("OK")
    page = browser.follow(browser.press(f"{world.link()}/order"))
    assert "One more thing: your card" in page.text
    assert world.order().held_for == "card"


def test_an_offer_past_its_time_is_not_ordered(big: World, browser: Browser) -> None:
    link = big.link()
    with db.transaction() as session:
        quote = quote_queries.get(session, find(link).subject_id or 0)
        quote.expires_at = clock.now() - timedelta(minutes=1)

    assert "This offer is past its time" in browser.open(link).text
    assert "This offer is past its time" in browser.follow(browser.press(f"{link}/order")).text
    assert big.orders() == []


@pytest.mark.parametrize(
    ("replaced", "sentence"), [(True, "There is a newer offer"), (False, "was taken back")]
)
def test_an_offer_that_was_taken_back_is_not_ordered(
    big: World, browser: Browser, replaced: bool, sentence: str
) -> None:
    link = big.link()
    number = find(link).subject_id or 0
    with db.transaction() as session:
        old = quote_queries.get(session, number)
        at = clock.now()
        if replaced:
            new = quotes.draft(
                session, old.customer, [quotes.Line("201 roses", 1, 60_300)], by=OPERATOR, at=at
            )
            quotes.replace(session, old, new, by=OPERATOR, at=at)
        else:
            quotes.withdraw(session, old, by=OPERATOR, at=at)

    assert sentence in browser.open(link).text
    assert sentence in browser.follow(browser.press(f"{link}/order")).text
    assert big.orders() == []


def test_a_newer_link_to_the_same_offer_ends_the_older(big: World, browser: Browser) -> None:
    old = big.link()
    with db.transaction() as session:
        links.retire(session, big.customer().id, LinkPurpose.CONFIRM, at=clock.now())
    new = make_link(big, LinkPurpose.CONFIRM, find(old).subject_id)

    assert browser.open(old).status == 410
    browser.press(f"{old}/order")
    assert big.orders() == []
    browser.press(f"{new}/order")
    assert len(big.orders()) == 1


def test_whoever_confirmed_after_a_long_silence_orders_by_text_again(
    maria: World, browser: Browser
) -> None:
    customer = maria.customer()
    with db.transaction() as session:
        for point in session.get_one(Customer, customer.id).contact_points:
            point.doubted_at = clock.now()
    maria.quote()
    maria.text("OK")
    assert maria.orders() == []
    link = maria.link()
    assert "Is it still you?" in browser.follow(browser.press(f"{link}/order")).text
    page = browser.follow(browser.press(f"{link}/proof", digits="4242"))
    assert "This charges Visa 4242." in page.text
    assert "Ordered" in browser.follow(browser.press(f"{link}/order")).text

    maria.work()
    maria.quote(what="Tulips", total=2000)
    maria.text("OK")
    assert len(maria.orders()) == 2
