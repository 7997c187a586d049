"""What can still be promised is counted out as an order is placed, and in again if it is off."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from concierge import db
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.lifecycle import Goods
from concierge.customers import queries as customers
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.payments.gateway import Standing
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import QuoteStatus
from tests.catalogue.conftest import Stocked, item, left, lines
from tests.shop import SAM, Shop


def test_an_ok_counts_out_what_it_orders(shop: Shop, shelf: Stocked) -> None:
    vase, card = shelf(stock=5), shelf("Card", 300, stock=9)
    quote = shop.quote(shop.customer(), lines=lines((vase, 2), (card, 1), (vase, 1)))
    assert (left(vase), left(card)) == (5, 9)  # an offer takes nothing
    shop.says_ok(quote)
    assert (left(vase), left(card)) == (2, 8)


def test_what_nobody_counts_is_never_short(shop: Shop, shelf: Stocked) -> None:
    roses = shelf("Roses", 400)
    shop.says_ok(shop.quote(shop.customer(), lines=lines((roses, 500))))
    assert left(roses) is None


@pytest.mark.parametrize("how", ["undo", "operator", "held"])
def test_a_cancelled_order_gives_everything_back_once(shop: Shop, shelf: Stocked, how: str) -> None:
    vase = shelf(stock=5)
    maria = shop.customer(card=how != "held")
    order = shop.says_ok(shop.quote(maria, lines=lines((vase, 2))))
    if how != "held":
        shop.bank_says(order, Standing.AUTHORISED)
    verb: Any = orders.undo if how == "undo" else orders.cancel
    more = {} if how == "undo" else {"because": "no roses"}
    shop.on_order(order, lambda s, o: verb(s, o, by=SAM, at=shop.now, **more))
    assert left(vase) == 5
    with pytest.raises(Refused):
        shop.on_order(order, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    assert left(vase) == 5


def test_what_is_delivered_stays_counted_out(shop: Shop, shelf: Stocked) -> None:
    vase = shelf(stock=5)
    order = shop.says_ok(shop.quote(shop.customer(), lines=lines((vase, 2))))
    shop.bank_says(order, Standing.AUTHORISED)
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    shop.bank_says(order, Standing.CAPTURED, amount_captured=shop.order(order).total)
    assert left(vase) == 3


def test_a_quote_for_more_than_is_left_is_not_sent_by_accident(shop: Shop, shelf: Stocked) -> None:
    vase = shelf(stock=3)
    with pytest.raises(Refused, match=r"Only 3 left of Vase \(4 are wanted\)") as refused:
        shop.quote(shop.customer(), lines=lines((vase, 4)))
    assert refused.value.code == "stock-short"


def test_sam_may_promise_more_than_is_left(shop: Shop, shelf: Stocked) -> None:
    vase = shelf(stock=3)
    maria = shop.customer()
    with shop.deciding(maria) as session:
        customer = customers.get(session, maria)
        quote = quotes.draft(
            session, customer, lines((vase, 4)), by=SAM, at=shop.now, beyond_stock=True
        )
        quotes.send(session, quote, by=SAM, at=shop.now)
        quotes.presented(session, quote, at=shop.now)
    order = shop.says_ok(quote.id)
    assert left(vase) == -1
    shop.on_order(order, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    assert left(vase) == 3


def test_the_last_one_goes_to_whoever_says_ok_first(shop: Shop, shelf: Stocked) -> None:
    vase = shelf(stock=1)
    first = shop.quote(shop.customer(), lines=lines((vase, 1)))
    second = shop.quote(shop.customer("+15550100124"), lines=lines((vase, 1)))
    shop.says_ok(first)
    with pytest.raises(Refused, match="None left of Vase"):
        shop.says_ok(second)
    assert left(vase) == 0
    assert shop.read_quote(second).status is QuoteStatus.SENT  # a person decides


def test_a_refused_order_takes_nothing_of_anything(shop: Shop, shelf: Stocked) -> None:
    vase, card = shelf(stock=5), shelf("Card", 300, stock=1)
    quote = shop.quote(shop.customer(), lines=lines((vase, 2), (card, 1)))
    shop.says_ok(shop.quote(shop.customer("+15550100124"), lines=lines((card, 1))))
    with pytest.raises(Refused):
        shop.says_ok(quote)
    assert (left(vase), left(card)) == (5, 0)


def test_twenty_customers_at_once_get_ten_vases(shop: Shop, shelf: Stocked) -> None:
    vase, card = shelf(stock=10), shelf("Card", 300, stock=100)
    offered = []
    for place in range(20):
        both = ((vase, 1), (card, 1)) if place % 2 else ((card, 1), (vase, 1))
        offered.append(shop.quote(shop.customer(f"+1555010{200 + place}"), lines=lines(*both)))

    def ok(quote: int) -> bool:
        try:
            shop.says_ok(quote)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(ok, offered)) == 10
    assert (left(vase), left(card)) == (0, 90)


@pytest.fixture
def two_ordered(shop: Shop, shelf: Stocked) -> int:
    """Five vases, of which Maria has ordered two while Sam had the page open."""
    vase = shelf(stock=5)
    shop.says_ok(shop.quote(shop.customer(), lines=lines((vase, 2))))
    return vase


def saved(shop: Shop, item_id: int, stock: int | None, counted_from: int | None) -> None:
    with db.transaction() as session:
        row = queries.lock(session, item_id)
        goods = Goods("Tall vase", row.price, stock=stock)
        lifecycle.change(session, row, goods, by=SAM, at=shop.now, counted_from=counted_from)


def test_saving_a_page_does_not_undo_orders_that_came_meanwhile(
    shop: Shop, two_ordered: int
) -> None:
    saved(shop, two_ordered, 5, counted_from=5)  # only the name was changed
    assert (item(two_ordered).name, left(two_ordered)) == ("Tall vase", 3)


def test_a_new_count_that_missed_an_order_is_asked_for_again(shop: Shop, two_ordered: int) -> None:
    with pytest.raises(Refused, match="3 are left now"):
        saved(shop, two_ordered, 20, counted_from=5)
    assert (item(two_ordered).name, left(two_ordered)) == ("Vase", 3)
    saved(shop, two_ordered, 20, counted_from=3)
    assert left(two_ordered) == 20
