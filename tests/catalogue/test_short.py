"""Somebody else was quicker: a yes to what is gone charges nothing, and a person hears of it."""

from concierge import clock, db
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.lifecycle import Goods
from concierge.conversation import write
from concierge.customers import queries as customers
from concierge.money import Money
from concierge.quotes import lifecycle as quotes
from tests.pages.conftest import Browser
from tests.world import OPERATOR, World


def offered(world: World, each: int = 5400) -> int:
    """The only vase there is, offered to Maria, who is known and has a card; the item's id."""
    world.known()
    world.give_card()
    with db.transaction() as session:
        goods = Goods("Vase", Money(each, "USD"), stock=1)
        item = lifecycle.create(session, goods, by=OPERATOR, at=clock.now()).id
        customer = customers.lock(session, 1)
        line = quotes.Line("Vase", 1, each, item)
        quote = quotes.draft(session, customer, [line], by=OPERATOR, at=clock.now())
        quotes.send(session, quote, by=OPERATOR, at=clock.now())
    world.work()
    return item


def count(item: int, stock: int) -> None:
    """A person counts anew."""
    with db.transaction() as session:
        row = queries.lock(session, item)
        goods = Goods(row.name, row.price, stock=stock)
        lifecycle.change(session, row, goods, by=OPERATOR, at=clock.now(), counted_from=row.stock)


def waits_for() -> str | None:
    with db.reading() as session:
        return write.of_customer(session, 1).waiting_for


def test_marias_ok_to_what_is_gone_goes_to_a_person(world: World) -> None:
    item = offered(world)
    count(item, 0)
    texts = len(world.texts())
    world.text("OK")
    assert world.orders() == []
    assert world.authorisations() == []
    assert waits_for() == "Said yes to quote 1, but: None left of Vase (1 is wanted)."
    assert len(world.texts()) == texts
    count(item, 1)  # another was found in the cellar
    world.text("OK")
    assert world.order().status == "confirmed"


def test_the_page_of_a_stronger_yes_says_that_somebody_looks_into_it(
    world: World, browser: Browser
) -> None:
    item = offered(world, 60_000)
    world.text("OK")
    link = world.link()
    count(item, 0)
    page = browser.press(f"{link}/order")
    assert page.status == 200
    assert "Nothing is ordered yet" in page.text
    assert world.orders() == []
    assert "None left of Vase" in (waits_for() or "")
    count(item, 1)
    browser.press(f"{link}/order")
    world.work()
    assert world.order().status == "confirmed"
