"""What is new since an operator last looked at a thread, and the way to the first of it."""

import re
from typing import Any

import pytest

from concierge import clock, db
from concierge.conversation import queries
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import MINUTE, Shop
from tests.console.test_crossing import ben as ben
from tests.console.test_thread import keys
from tests.world import World

THREAD = "/console/conversations/1"
MARIA_WRITES = "+12125550123"


def news(page: str) -> tuple[str, str] | None:
    """What is said to be new, and where that leads."""
    found = re.search(r'id="jump"[^>]* href="([^"]*)">.*?(\d+ new)</a>', page)
    if found is None:
        return None
    return found[2], re.sub(r"^#m\d+$", "#new", found[1].replace("&amp;", "&"))


def after_new(page: str) -> str | None:
    """What stands behind the line."""
    in_order = keys(page)
    return in_order[in_order.index("new") + 1] if "new" in in_order else None


def newest() -> int:
    with db.reading() as session:
        return queries.newest(session, 1)


def write(count: int) -> int:
    """Maria has gone on writing; the first of it."""
    with db.transaction() as session:
        maria, shop = queries.get(session, 1), Shop(session, clock.now())
        texts = [shop.heard(maria, 0 * MINUTE, f"text {number}") for number in range(count)]
        return texts[0].id


def test_nothing_is_new_to_whoever_opens_a_thread_for_the_first_time(open_shop: Desk) -> None:
    page = open_shop.get(THREAD).text
    assert news(page) is None
    assert after_new(page) is None


def test_what_came_in_since_stands_behind_a_line(world: World, open_shop: Desk) -> None:
    open_shop.get(THREAD)
    world.text("Are you there?", MARIA_WRITES)
    first = newest()
    world.text("Hello?", MARIA_WRITES)
    page = open_shop.get(THREAD).text
    assert news(page) == ("2 new", "#new")
    assert after_new(page) == f"m{first}"
    assert news(open_shop.get(THREAD).text) is None, "it has been read"


def test_each_operator_has_their_own(world: World, open_shop: Desk, ben: Desk) -> None:
    open_shop.get(THREAD)
    ben.get(THREAD)
    world.text("Are you there?", MARIA_WRITES)
    open_shop.get(THREAD)
    assert news(ben.get(THREAD).text) == ("1 new", "#new")


def test_a_colleagues_words_are_new_and_ones_own_are_not(open_shop: Desk, ben: Desk) -> None:
    open_shop.get(THREAD)
    ben.get(THREAD)
    open_shop.post(f"{THREAD}/messages", {"body": "Gladly."})
    assert news(open_shop.get(THREAD).text) is None
    assert news(ben.get(THREAD).text) == ("1 new", "#new")


def test_what_the_service_says_by_itself_is_no_news(open_shop: Desk, shop: Shop) -> None:
    open_shop.get(THREAD)
    with db.transaction() as session:
        maria = queries.get(session, 1)
        Shop(session, clock.now()).said(
            maria, 0 * MINUTE, "Delivered.", author="service", template="receipt"
        )
    assert news(open_shop.get(THREAD).text) is None


@pytest.mark.parametrize("count", [20, 21, 100])
def test_more_than_a_page_of_it_leads_to_the_page_that_begins_with_the_first(
    open_shop: Desk, count: int
) -> None:
    open_shop.get(THREAD)
    first = write(count)
    page = open_shop.get(THREAD).text
    found = news(page)
    assert found is not None
    assert found[0] == f"{count} new"
    there = page if found[1] == "#new" else open_shop.get(found[1]).text
    assert after_new(there) == f"m{first}"
    if count > 20:
        there = there[there.index('id="entries"') :]
        assert "text 0<" in there
        assert "text 19<" in there
        assert "text 20<" not in there
        assert "Later messages" in there
        assert "Earlier messages" in there


def test_one_may_read_on_from_there_to_the_end(open_shop: Desk) -> None:
    open_shop.get(THREAD)
    first = write(100)
    address, seen = f"{THREAD}?since={first}", []
    for _ in range(5):
        page = open_shop.get(address).text
        seen += re.findall(r"text (\d+)<", page[page.index('id="entries"') :])
        later = re.search(r'href="([^"]+)">Later messages', page)
        address = later[1] if later else ""
    assert seen == [str(number) for number in range(100)]
    assert address == ""


def test_an_open_page_goes_on_showing_the_line(world: World, open_shop: Desk) -> None:
    open_shop.get(THREAD)
    mark = newest()
    world.text("Are you there?", MARIA_WRITES)
    page = open_shop.get(THREAD).text
    assert f'name="mark" value="{mark}"' in page
    update = open_shop.get(f"{THREAD}?seen=1&mark={mark}", headers=FRAGMENT).text
    assert after_new(update) == f"m{newest()}"
    assert after_new(open_shop.get(f"{THREAD}?seen=1", headers=FRAGMENT).text) is None


@pytest.mark.parametrize(("query", "left"), [("?seen=1", None), ("", ("1 new", "#new"))])
def test_a_page_that_nobody_looks_at_has_read_nothing(
    world: World, open_shop: Desk, query: str, left: Any
) -> None:
    open_shop.get(THREAD)
    world.text("Are you there?", MARIA_WRITES)
    open_shop.get(f"{THREAD}{query}", headers=FRAGMENT)
    assert news(open_shop.get(THREAD).text) == left


def test_a_page_of_the_past_has_not_read_what_is_new(world: World, open_shop: Desk) -> None:
    open_shop.get(THREAD)
    before = newest()
    world.text("Are you there?", MARIA_WRITES)
    open_shop.get(f"{THREAD}?before={before}")
    assert news(open_shop.get(THREAD).text) == ("1 new", "#new")
