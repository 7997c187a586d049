"""Things on Nell's shelf."""

from collections.abc import Callable
from typing import Any

import pytest

from concierge import db
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.lifecycle import Goods
from concierge.catalogue.models import CatalogueItem
from concierge.money import Money
from concierge.quotes import lifecycle as quotes
from tests.pages.conftest import Browser
from tests.shop import SAM, Shop
from tests.world import World

Stocked = Callable[..., int]


@pytest.fixture
def shelf(shop: Shop) -> Stocked:
    """`shelf("Vase", 1200, stock=3)`: a new item's id."""

    def put(name: str = "Vase", amount: int = 1200, **more: Any) -> int:
        with db.transaction() as session:
            goods = Goods(name, Money(amount, "USD"), **more)
            return lifecycle.create(session, goods, by=SAM, at=shop.now).id

    return put


def item(item_id: int) -> CatalogueItem:
    """As it is now."""
    with db.reading() as session:
        return queries.get(session, item_id)


def left(item_id: int) -> int | None:
    """How many of it can still be promised."""
    return item(item_id).stock


def lines(*wanted: tuple[int, int]) -> tuple[quotes.Line, ...]:
    """So many of each item."""
    return tuple(
        quotes.Line(item(item_id).name, many, item(item_id).unit_amount, item_id)
        for item_id, many in wanted
    )


@pytest.fixture
def browser(world: World) -> Browser:
    """Maria's."""
    return Browser(world.url)
