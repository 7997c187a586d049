"""A link of ours: what opening it may do, what it tells a stranger, and how to get a new one."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import text

from app import create_app
from concierge import clock, db
from concierge.customers.models import LinkPurpose
from tests.pages.conftest import (
    Browser,
    find,
    fulfil,
    let_expire,
    make_link,
    ordered,
)
from tests.world import World


def everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    with db.reading() as session:
        names = session.scalars(
            text("select tablename from pg_tables where schemaname = 'public' order by 1")
        )
        return {
            name: sorted(session.scalars(text(f"select t::text from {name} t"))) for name in names
        }


def test_a_wrong_token_gives_nothing_away(greeted: World, browser: Browser) -> None:
    right = greeted.link()
    wrong_end = right[:-1] + ("A" if right[-1] != "A" else "B")
    of_nobody = f"{greeted.url}/l/zz-{right[-22:]}"
    answers = [browser.open(each) for each in (wrong_end, of_nobody, f"{greeted.url}/l/hello")]

    assert {page.status for page in answers} == {404}
    assert len({page.answer.text for page in answers}) == 1
    assert "Perhaps the link broke on its way" in answers[0].text


def test_nobody_keeps_or_lists_a_page_or_learns_its_address(
    greeted: World, browser: Browser
) -> None:
    headers = browser.open(greeted.link()).answer.headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "Set-Cookie" not in headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_opening_a_page_changes_nothing(world: World, browser: Browser) -> None:
    world.known()
    world.give_card(number="4000002760003184")
    held = ordered(world)
    quote = world.quote()
    subjects = {
        LinkPurpose.BANK: held.id,
        LinkPurpose.CARD: held.id,
        LinkPurpose.CONFIRM: quote.id,
        LinkPurpose.RECEIPT: held.id,
        LinkPurpose.ACCOUNT: None,
    }
    addresses = [make_link(world, purpose, about) for purpose, about in subjects.items()]
    expired = make_link(world, LinkPurpose.CARD)
    let_expire(expired)
    before = everything()

    for address in [*addresses, expired]:
        for path in ("", "/card", "/bank", "/renewal"):
            assert browser.open(address + path).status in {200, 303, 404, 410}

    assert everything() == before


def test_guessing_links_is_slowed_down(greeted: World, browser: Browser) -> None:
    tries = [browser.open(f"{greeted.url}/l/0-{'x' * 20}{n:02}").status for n in range(40)]

    assert tries[:30] == [404] * 30
    assert set(tries[30:]) == {429}


def test_opening_a_right_link_often_is_no_guessing(greeted: World, browser: Browser) -> None:
    assert {browser.open(greeted.link()).status for _ in range(60)} == {200}


@pytest.mark.parametrize("how", ["expired", "used"])
def test_a_link_that_is_over_is_renewed_by_text(greeted: World, browser: Browser, how: str) -> None:
    old = greeted.link()
    if how == "expired":
        let_expire(old)
    else:
        with db.transaction() as session:
            session.merge(find(old)).used_at = clock.now()

    over = browser.open(old)
    assert over.status == 410
    assert ("expired" in over.text) == (how == "expired")
    assert over.posts == ["renewal"]

    renewed = browser.follow(browser.press(f"{old}/renewal"))
    assert "a new one is on its way to your phone" in renewed.text
    assert greeted.link() == old
    greeted.work()
    assert greeted.link() != old
    assert browser.open(greeted.link()).status == 200


def test_an_old_link_cannot_fill_its_owners_phone(greeted: World, browser: Browser) -> None:
    old = greeted.link()
    let_expire(old)
    answers = [browser.follow(browser.press(f"{old}/renewal")).text for _ in range(9)]
    greeted.work()

    assert len(set(answers)) == 1
    assert len([body for body in greeted.texts() if "new link" in body]) == 5


def test_whoever_opted_out_gets_the_same_page_and_no_text(greeted: World, browser: Browser) -> None:
    old = greeted.link()
    let_expire(old)
    greeted.text("STOP")
    before = len(greeted.texts())
    page = browser.follow(browser.press(f"{old}/renewal"))
    greeted.work()

    assert "a new one is on its way" in page.text
    assert len(greeted.texts()) == before


def test_renewing_a_link_that_still_works_leads_to_it(greeted: World, browser: Browser) -> None:
    page = browser.press(f"{greeted.link()}/renewal")
    assert browser.follow(page).posts == ["account"]
    assert len(greeted.texts()) == 1


def test_a_receipt_that_expired_is_texted_anew(maria: World, browser: Browser) -> None:
    ordered(maria)
    fulfil(maria)
    old = maria.link()
    let_expire(old)
    browser.press(f"{old}/renewal")
    maria.work()

    assert maria.link() != old
    assert "Visa 4242" in browser.open(maria.link()).text


def test_a_link_does_only_what_it_is_for(maria: World, browser: Browser) -> None:
    order = ordered(maria)
    receipt = make_link(maria, LinkPurpose.RECEIPT, order.id)

    for path in ("account", "card", "bank", "order", "refusal"):
        assert browser.press(f"{receipt}/{path}").status == 404


def test_an_over_link_decides_nothing(world: World, browser: Browser) -> None:
    world.known()
    quote = world.quote()
    for purpose, path in (
        (LinkPurpose.ACCOUNT, "account"),
        (LinkPurpose.CARD, "card"),
        (LinkPurpose.CONFIRM, "order"),
        (LinkPurpose.CONFIRM, "refusal"),
    ):
        address = make_link(world, purpose, quote.id)
        let_expire(address)
        assert browser.press(f"{address}/{path}").status in {303, 410}
    with db.reading() as session:
        assert session.scalar(text("select count(*) from card_sessions")) == 0
        assert session.scalar(text("select status from quotes")) == "sent"


def test_a_link_lives_for_its_hours(greeted: World) -> None:
    link = find(greeted.link())
    assert link.expires_at - link.created_at == timedelta(hours=greeted.settings.link_hours)


def test_robots_are_asked_to_stay_away_and_the_door_leads_to_the_console(
    world: World, browser: Browser
) -> None:
    assert browser.open(f"{world.url}/robots.txt").answer.text == "User-agent: *\nDisallow: /\n"
    assert (
        browser.open(f"{world.url}/favicon.ico")
        .answer.headers["Content-Type"]
        .startswith("image/svg+xml")
    )
    door = browser.open(f"{world.url}/")
    assert (door.status, door.answer.headers["Location"]) == (302, "/console")


def test_a_second_app_in_the_process_counts_no_visit_twice(world: World) -> None:
    create_app(world.settings)
    answers = [requests.get(f"{world.url}/l/1-{'x' * 22}", timeout=60) for _ in range(30)]
    assert {answer.status_code for answer in answers} == {404}
