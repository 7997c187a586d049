"""The board: each order in one column, few questions to the database, every column to its end."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest

from concierge import config
from concierge.orders import lifecycle as orders
from concierge.orders.tracking import Parcel
from concierge.partners import lifecycle as partners
from concierge.partners import queries as partner_queries
from concierge.payments.gateway import Standing
from tests.console.conftest import FRAGMENT, Desk
from tests.console_orders.test_orders import column
from tests.counting import counted
from tests.shop import SAM, Shop

MOST_QUERIES = 7  # two of them every page asks: is a provider down, does a promise lapse
MOST_BYTES = 60_000


def give(shop: Shop, order: int, name: str = "Bloom Wholesale") -> None:
    """A partner of this name has it."""

    def verb(session: object, o: object) -> None:
        partner = partner_queries.named(session, name) or partners.add(  # type: ignore[arg-type]
            session,  # type: ignore[arg-type]
            name,
            by=SAM,
            at=shop.now,
        )
        orders.give(session, o, partner, by=SAM, at=shop.now)  # type: ignore[arg-type]

    shop.on_order(order, verb)


def set_out(shop: Shop, order: int) -> None:
    parcel = Parcel("Fleet Feet")
    shop.on_order(order, lambda s, o: orders.set_out(s, o, parcel, by=SAM, at=shop.now))


def promised(shop: Shop, customer: int, at: datetime) -> int:
    """An order, reserved, promised for then."""
    order = shop.says_ok(shop.quote(customer, promised_at=at))
    shop.bank_says(order, Standing.AUTHORISED)
    return order


def tomorrow(shop: Shop, hour: int) -> datetime:
    zone = config.current().zone
    day = shop.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def crowd(shop: Shop, many: int) -> list[int]:
    return [shop.customer(f"+1555011{n:04}", name=f"Person {n:03}") for n in range(many)]


def test_an_order_goes_from_column_to_column(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())

    def stands_in(name: str) -> bool:
        return "Maria Lopez" in column(sam.get("/console/orders").text, name)

    assert stands_in("house")
    give(shop, order)
    assert stands_in("partner")
    assert "Bloom Wholesale" in column(sam.get("/console/orders").text, "partner")
    set_out(shop, order)
    assert stands_in("out")
    assert "Fleet Feet" in column(sam.get("/console/orders").text, "out")
    sam.post(f"/console/orders/{order}/return")
    assert stands_in("house")
    sam.post(f"/console/orders/{order}/fulfilment")
    assert stands_in("done")


def test_an_order_in_trouble_says_who_has_it(shop: Shop, sam: Desk) -> None:
    order = shop.confirmed(shop.customer())
    give(shop, order)
    shop.bank_says(order, Standing.CANCELLED)
    shown = column(sam.get("/console/orders").text, "trouble")
    assert "Bloom Wholesale" in shown
    assert "let go of" in shown


def test_a_full_board_asks_seven_questions_and_is_light(shop: Shop, sam: Desk) -> None:
    people = crowd(shop, 96)
    for n, person in enumerate(people):
        if n < 30:
            shop.confirmed(person)
        elif n < 44:
            give(shop, shop.confirmed(person))
        elif n < 58:
            set_out(shop, shop.confirmed(person))
        elif n < 70:
            shop.bank_says(shop.says_ok(shop.quote(person)), Standing.DECLINED)
        elif n < 82:
            shop.bank_says(shop.confirmed(person), Standing.CANCELLED)
        else:
            shop.paid(person)
    with counted() as statements:
        page = sam.get("/console/orders")
    assert len([each for each in statements if "FROM" in each]) <= MOST_QUERIES, statements
    assert len(page.data) < MOST_BYTES
    for name, said in (("house", 30), ("partner", 14), ("out", 14), ("waiting", 12)):
        assert f'<span class="count">{said}</span>' in column(page.text, name), name
    assert "10 more" in column(page.text, "house")


@pytest.mark.parametrize("name", ["done", "house"])
def test_a_column_is_read_to_its_end_by_key(
    shop: Shop, sam: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("concierge.web.console.board._PAGE", 10)
    place: Callable[[int], int] = shop.paid if name == "done" else shop.confirmed
    wanted = {f"Person {n:03}" for n in range(24)}
    for n, person in enumerate(crowd(shop, 24)):
        if name == "house" and n % 3 == 0:
            promised(shop, person, shop.now + timedelta(minutes=n + 1))
        else:
            place(person)
    seen: list[str] = []
    path: str | None = f"/console/orders/columns/{name}"
    pages = 0
    while path is not None:
        page = sam.get(path).text
        seen += re.findall(r"<strong>(Person \d+)</strong>", page)
        more = re.search(r'class="button" href="([^"]+)">More', page)
        path = unescape(more[1]) if more else None
        pages += 1
    assert (len(seen), set(seen), pages) == (24, wanted, 3)


def test_the_board_of_a_day_and_of_a_partner(shop: Shop, sam: Desk) -> None:
    ada, ben, cleo = (
        shop.customer(f"+1555010013{n}", name=name) for n, name in enumerate(("Ada", "Ben", "Cleo"))
    )
    promised(shop, ada, tomorrow(shop, 0))
    promised(shop, ben, tomorrow(shop, 23) + timedelta(minutes=59))
    promised(shop, cleo, tomorrow(shop, 0) + timedelta(days=1))
    day = tomorrow(shop, 0).astimezone(config.current().zone).date()
    shown = column(sam.get(f"/console/orders?day={day}").text, "house")
    assert ("Ada" in shown, "Ben" in shown, "Cleo" in shown) == (True, True, False)
    assert '<span class="count">2</span>' in shown
    give(shop, 3)
    page = sam.get("/console/orders?partner=1").text
    assert "Cleo" in column(page, "partner")
    assert "Ada" not in page
    assert f"day={day}" in unescape(sam.get(f"/console/orders?day={day}", headers=FRAGMENT).text)


@pytest.mark.parametrize("asked", ["day=yesterday", "day=9999-12-31", "partner=x", "partner=-1"])
def test_what_cannot_be_read_is_not_asked_for(shop: Shop, sam: Desk, asked: str) -> None:
    shop.confirmed(shop.customer())
    assert "Maria Lopez" in column(sam.get(f"/console/orders?{asked}").text, "house")


def test_an_unknown_column_is_not_there(sam: Desk) -> None:
    assert sam.get("/console/orders/columns/attic").status_code == 404
    assert sam.get("/console/orders/columns/out?after=7&promised=soon").status_code == 200


# --- the list to print ---------------------------------------------------------------------------


def test_the_list_of_a_day_is_sorted_by_what_was_promised(shop: Shop, sam: Desk) -> None:
    zone = config.current().zone
    ada, ben, cleo, dan = (
        shop.customer(f"+1555010013{n}", name=name, address=f"{n} Elm St")
        for n, name in enumerate(("Ada", "Ben", "Cleo", "Dan"))
    )
    promised(shop, ben, tomorrow(shop, 15))
    late = promised(shop, cleo, tomorrow(shop, 9))
    promised(shop, ada, tomorrow(shop, 12))
    promised(shop, dan, tomorrow(shop, 12) + timedelta(days=1))
    set_out(shop, late)
    day = tomorrow(shop, 0).astimezone(zone).date()
    page = sam.get(f"/console/orders/list?day={day}").text
    assert re.findall(r"<strong>(Ada|Ben|Cleo|Dan)</strong>", page) == ["Cleo", "Ada", "Ben"]
    for words in (">09:00<", ">12:00<", "2 Elm St", "12 x red rose", "out with Fleet Feet"):
        assert words in page, words
    assert "+1" not in re.sub(r"<head>.*?</head>", "", page, flags=re.S).replace("+18", ""), (
        "paper is lost: no numbers on it"
    )
    here = sam.get(f"/console/orders/list?day={day}&at=house").text
    assert "Cleo" not in here


def test_an_empty_list_says_so(sam: Desk) -> None:
    assert "Nothing to fulfil" in sam.get("/console/orders/list").text
    far = date(2031, 1, 1)
    assert "Nothing is promised for that day." in sam.get(f"/console/orders/list?day={far}").text


def test_a_long_list_goes_on_by_key(shop: Shop, sam: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concierge.web.console.board._PRINTED", 10)
    for person in crowd(shop, 14):
        shop.confirmed(person)
    first = sam.get("/console/orders/list").text
    more = re.search(r'href="([^"]+)">The next page', first)
    assert more
    second = sam.get(unescape(more[1])).text
    names = re.findall(r"<strong>(Person \d+)</strong>", first + second)
    assert len(names) == len(set(names)) == 14


def test_what_is_in_trouble_says_to_ask_first(shop: Shop, sam: Desk) -> None:
    shop.bank_says(shop.confirmed(shop.customer()), Standing.CANCELLED)
    assert "Ask first:" in sam.get("/console/orders/list").text
