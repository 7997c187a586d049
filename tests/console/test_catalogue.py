"""The catalogue: what the shop sells, and how it comes into a quote."""

import pytest
from sqlalchemy import select

from concierge import db
from concierge.catalogue.models import CatalogueItem
from tests.console.conftest import Desk

ROSES = {"name": "Red roses, 12", "price": "54", "details": "60 cm"}


def items() -> list[CatalogueItem]:
    with db.reading() as session:
        return list(session.scalars(select(CatalogueItem).order_by(CatalogueItem.id)))


@pytest.fixture
def stocked(open_shop: Desk) -> Desk:
    assert open_shop.post("/console/catalogue", ROSES).status_code == 303
    return open_shop


def test_an_item_is_added_and_listed(stocked: Desk) -> None:
    assert [(item.name, item.unit_amount, item.currency) for item in items()] == [
        ("Red roses, 12", 5400, "USD")
    ]
    stocked.get("/console/catalogue")  # where it is said, once
    page = stocked.get("/console/catalogue").text
    assert "Red roses, 12" in page
    assert "$54.00" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [({"price": "cheap"}, "not an amount"), ({"name": " "}, "Name the item")],
)
def test_what_was_typed_wrong_is_said_and_kept(
    open_shop: Desk, change: dict[str, str], said: str
) -> None:
    answer = open_shop.post("/console/catalogue", ROSES | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert "60 cm" in answer.text
    assert items() == []


def test_a_changed_price_is_the_price_from_now_on(stocked: Desk) -> None:
    stocked.post("/console/catalogue/1", ROSES | {"price": "58.50"})
    assert items()[0].unit_amount == 5850


def test_what_is_retired_is_offered_no_more_and_not_lost(stocked: Desk) -> None:
    stocked.post("/console/catalogue/1/retirement")
    stocked.get("/console/catalogue")  # where it is said, once
    assert "Red roses, 12" not in stocked.get("/console/conversations/1/goods?find=").text
    assert "Red roses, 12" not in stocked.get("/console/catalogue").text
    assert "Red roses, 12" in stocked.get("/console/catalogue?archived=y").text
    assert items()[0].retired_at is not None


def test_the_catalogue_is_searched_by_name(stocked: Desk) -> None:
    assert "Red roses, 12" in stocked.get("/console/catalogue?q=ROSES").text
    assert "Nothing is called" in stocked.get("/console/catalogue?q=100%25").text


def test_the_builder_offers_the_catalogue_and_adds_from_it_without_javascript(
    stocked: Desk,
) -> None:
    blank = {"number": "1", "description": "", "quantity": "1", "price": "", "find": "rose"}
    preview = "/console/conversations/1/quotes/preview"
    assert 'value="item-1"' in stocked.post(preview, blank | {"action": "find"}).text
    page = stocked.post(preview, blank | {"action": "item-1"}).text
    assert 'value="Red roses, 12"' in page
    assert 'value="54.00"' in page


def test_an_item_that_is_not_there_is_said(open_shop: Desk) -> None:
    assert open_shop.get("/console/catalogue/99").status_code == 404
