"""A colleague finds out that two customers are one: what is said before each click, and after."""

from typing import Any

import pytest
from sqlalchemy import select

from concierge import clock, db
from concierge.customers import links
from concierge.customers.models import Customer, LinkPurpose, Merger
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import Shop
from tests.world import World

STRANGER = "+12125550168"
KEPT = "/console/customers/1"


def page_of_merging(desk: Desk, number: str) -> str:
    return desk.get(f"{KEPT}/merger", query_string={"number": number}).text


@pytest.fixture
def other(shop: Shop) -> int:
    """Somebody at another number, of whom nothing is known; they have a note, though."""
    with db.transaction() as session:
        shop.session = session
        other = shop.person(None, STRANGER, notes="Rings the bell twice")
        shop.heard(other, shop.at - clock.now(), "Peonies?")
        return other.customer_id


def merge(desk: Desk, absorbed: int) -> Any:
    return desk.post(f"{KEPT}/merger", {"absorbed": absorbed})


def merger_id() -> int:
    with db.reading() as session:
        return session.scalars(select(Merger.id)).one()


def test_what_happens_is_said_before_the_click(open_shop: Desk, other: int) -> None:
    page = page_of_merging(open_shop, "212-555-0168")
    assert "Go on as Maria Lopez" in page
    assert "Nothing is charged now" in page
    assert "A STOP stays with its number" in page
    assert "Maria Lopez has an account" in page, "why not the other way round"
    assert page.count("They are one person</button>") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("+12125550999", "Nobody has texted from"), ("what", "is not"), ("", "The other number")],
)
def test_a_number_of_nobodys_is_said(open_shop: Desk, typed: str, sentence: str) -> None:
    assert sentence in page_of_merging(open_shop, typed)


def test_merging_and_taking_apart_on_the_page(open_shop: Desk, other: int) -> None:
    assert merge(open_shop, other).location == KEPT
    panel = open_shop.get(KEPT, headers=FRAGMENT).text
    assert "Also known as" in panel
    assert "Rings the bell twice" in panel
    assert "+1 212-555-0168" in panel
    undoing = f"/console/mergers/{merger_id()}/undoing"
    page = open_shop.get(undoing).text
    assert "goes back to customer" in page
    assert "Nothing was offered or ordered since." in page
    assert open_shop.post(undoing).location == KEPT
    assert "Also known as" not in open_shop.get(KEPT, headers=FRAGMENT).text


def test_the_other_ones_page_and_thread_lead_to_the_one(open_shop: Desk, other: int) -> None:
    merge(open_shop, other)
    assert open_shop.get(f"/console/customers/{other}").location == KEPT
    with db.reading() as session:
        thread = session.get_one(Customer, other).contact_points == []
    assert thread
    answer = open_shop.post(f"/console/customers/{other}", {"name": "Anna"})
    assert answer.status_code == 422
    assert "the same person as customer 1" in answer.text


def test_what_may_not_be_is_refused_with_the_reason(open_shop: Desk, other: int) -> None:
    answer = open_shop.post(f"/console/customers/{other}/merger", {"absorbed": 1})
    assert answer.status_code == 422
    assert "Maria Lopez has an account" in answer.text
    assert open_shop.post(f"{KEPT}/merger", {"absorbed": "x"}).status_code == 404


def test_a_link_that_the_other_one_was_sent_opens_nothing_but_receipts(
    open_shop: Desk, other: int, world: World
) -> None:
    with db.transaction() as session:
        account = links.create(session, other, LinkPurpose.ACCOUNT, at=clock.now())
        token = links.token(account)
    assert world.app.test_client().get(f"/l/{token}").status_code == 200
    merge(open_shop, other)
    assert world.app.test_client().get(f"/l/{token}").status_code == 410
    open_shop.post(f"/console/mergers/{merger_id()}/undoing")
    assert world.app.test_client().get(f"/l/{token}").status_code == 200
