"""The inbox: who has waited longest comes first, and nobody gets lost between two pages."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import text

from concierge import clock, db
from concierge.conversation import queries, queue
from concierge.conversation.queue import Place
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import MINUTE, Shop
from tests.world import World


def rows(page: str) -> list[int]:
    """The conversations that a page lists, in order."""
    return [int(number) for number in re.findall(r'data-key="c(\d+)"', page)]


def rows_to_the_end(desk: Desk, address: str) -> list[int]:
    """The same of all pages of a list, as "Show more" brings them."""
    seen: list[int] = []
    while address:
        page = desk.get(address, headers=FRAGMENT).text
        seen += rows(page)
        found = re.search(r'data-more="rows" href="([^"]+)"', page)
        address = unescape(found[1]) if found else ""
    return seen


def people(world: World, count: int, *, first: int = 0) -> None:
    """So many conversations, of which every third waits."""
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        for number in range(count):
            someone = shop.person(f"Person {number:03}", f"+1212555{first + number:04}")
            shop.heard(someone, (count - number) * MINUTE, "hello")
            if number % 3 == 0:
                shop.waits(someone, (count - number) * MINUTE)


def test_an_empty_inbox_says_what_will_happen(desk: Desk) -> None:
    page = desk.get("/console/").text
    assert "No conversations yet" in page
    assert "All answered" in page


def test_the_longest_waiting_come_first_then_the_newest(open_shop: Desk, shop: Shop) -> None:
    page = open_shop.get("/console/").text
    names = re.findall(r'class="row-name">([^<]+)<', page)
    waiting = ["June Park", "+1 347-555-0188", "Maria Lopez", "Tom Okafor"]
    assert names[:5] == [*waiting, "Ana-Sofia Brandt"]
    assert "4 waiting" in page
    assert "(4) Inbox" in page


def test_a_row_says_why_and_how_long_somebody_waits(open_shop: Desk) -> None:
    page = open_shop.get("/console/").text
    assert "Nearly a yes: a condition" in page
    assert re.search(r"data-age[^>]*>6 min</time>", page)
    assert "ok but make it cream not white" in page


def test_links_are_never_shown_in_the_list(open_shop: Desk) -> None:
    assert "&lt;link:" not in open_shop.get("/console/").text


@pytest.mark.parametrize("count", [3, 25, 26, 70])
def test_paging_shows_everybody_once(desk: Desk, world: World, count: int) -> None:
    people(world, count)
    seen = rows_to_the_end(desk, "/console/")
    with db.reading() as session:
        whole, more = queue.page(session, at=clock.now(), limit=1000)
    assert seen == [row.id for row in whole]
    assert len(seen) == len(set(seen)) == count
    assert more is None


def test_a_list_that_has_grown_is_brought_up_to_date_as_a_whole(desk: Desk, world: World) -> None:
    people(world, 300)
    with db.reading() as session:
        whole, _ = queue.page(session, at=clock.now(), limit=300)
    everybody = [row.id for row in whole]
    for asked, length in {"": 25, "0": 25, "50": 50, "53": 53, "many": 25, "9999": 250}.items():
        page = desk.get(f"/console/?rows={asked}", headers=FRAGMENT).text
        assert rows(page) == everybody[:length], asked
    assert 'data-source="/console/?rows="' in page


@pytest.mark.parametrize("view", ["all", "waiting", "snoozed"])
def test_a_row_far_down_opens_beside_the_part_of_the_list_it_stands_in(
    desk: Desk, world: World, view: str
) -> None:
    people(world, 240)
    with db.transaction() as session:
        for number in range(2, 241, 3):
            until = clock.now() + number * MINUTE
            queries.get(session, number).snoozed_until = until if view == "snoozed" else None
    grown = desk.get(f"/console/?view={view}&rows=80", headers=FRAGMENT).text
    links = [
        unescape(one) for one in re.findall(r'href="(/console/conversations/\d+[^"]*)"', grown)
    ]
    assert len(links) == 80
    for at, link in enumerate(links):
        if at in (0, 24, 25, 49, 50, 79):
            start = at // 25 * 25
            beside = rows(desk.get(link).text)
            assert beside == rows(grown)[start : start + 25] or at == 79, (at, link)
            assert rows(grown)[at] in beside


def tagged(world: World, *people: int) -> None:
    with db.transaction() as session:
        for number in people:
            queries.get(session, number).customer.tags = ["vip"]


def test_a_tag_leaves_those_who_have_it_in_every_view(open_shop: Desk, world: World) -> None:
    tagged(world, 1, 5, 6)
    everybody = rows(open_shop.get("/console/").text)
    assert rows(open_shop.get("/console/?tag=vip").text) == [n for n in everybody if n in (1, 5, 6)]
    waiting = open_shop.get("/console/?tag=vip&view=waiting").text
    assert rows(waiting) == [1]
    assert 'href="/console/?view=waiting">Show everybody' in waiting
    assert 'href="/console/?view=mine&amp;tag=vip"' in waiting
    assert 'href="/console/conversations/1?view=waiting&amp;tag=vip"' in waiting
    assert rows(open_shop.get("/console/conversations/1?tag=vip").text) == [1, 5, 6]
    assert "Nobody here has this tag" in open_shop.get("/console/?tag=rare").text


def test_paging_keeps_to_the_tag(desk: Desk, world: World) -> None:
    people(world, 130)
    wanted = range(1, 121, 2)
    tagged(world, *wanted)
    seen = rows_to_the_end(desk, "/console/?tag=vip")
    assert sorted(seen) == list(wanted)
    assert len(seen) == 60


def test_a_place_survives_being_written_down() -> None:
    now = clock.now()
    for place in (
        Place("q", now, now, 7),
        Place("q", None, now, 7),
        Place("q", now, None, 7),
        Place("r", now, None, 7),
        Place("s", now, None, 7),
    ):
        assert Place.read(str(place)) == place
    for nonsense in ("", "q", "x1--2", "q-1", "qnan--1", "q1e999--1", "q1--", "r--1", "r1--x"):
        assert Place.read(nonsense) is None, nonsense


def test_a_bent_address_shows_the_first_page(open_shop: Desk) -> None:
    assert rows(open_shop.get("/console/?after=nonsense").text)[0]


def test_the_number_of_statements_does_not_grow_with_the_list(
    desk: Desk, world: World, statements: Callable[..., Any]
) -> None:
    made = []
    for count in (3, 20):
        with db.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger
            session.execute(text("TRUNCATE customers CASCADE"))
        people(world, count)
        with statements() as counted:
            assert len(rows(desk.get("/console/").text)) == count
        made.append(len(counted))
    assert made[0] == made[1]
    # Who it is; the counts, the queue, the rest; whether texts are held, and what lapses soon.
    assert made[0] <= 6, counted


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("maria", ["Maria Lopez"]),
        ("LOPEZ", ["Maria Lopez"]),
        ("555-0144", ["Tom Okafor"]),
        ("(347) 555 0188", ["+1 347-555-0188"]),
        ("maria.lopez@", ["Maria Lopez"]),
        ("efèv", ["Georges Lefèvre"]),
        ("#1", ["Tom Okafor", "Maria Lopez"]),
        ("order 1", ["Tom Okafor", "Maria Lopez"]),
        ("#77", []),
        ("54.00", ["Maria Lopez"]),
        ("$54", ["Maria Lopez"]),
        ("45,00", ["Tom Okafor"]),
        ("54.01", []),
        ("%", []),
        ("_____", []),
        ("zzz", []),
        ("eucalyp", ["Maria Lopez"]),  # what was said, from the beginning of a word
        ("red ROSES mum", ["Maria Lopez"]),
    ],
)
def test_search_finds_people(open_shop: Desk, words: str, found: list[str]) -> None:
    page = open_shop.get("/console/", query_string={"q": words}).text
    assert re.findall(r'class="row-name">([^<]+)<', page) == found
    assert ("Nothing found" in page) == (not found)


def test_what_was_searched_for_is_escaped(open_shop: Desk) -> None:
    page = open_shop.get("/console/", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
