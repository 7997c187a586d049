"""What can be said of an item, and what can't."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from concierge import db
from concierge.catalogue import availability, lifecycle, options, queries
from concierge.catalogue.availability import EVERY_DAY, Period
from concierge.catalogue.lifecycle import Goods, Picture
from concierge.catalogue.models import CatalogueItem, CataloguePicture
from concierge.catalogue.options import Choice, Option
from concierge.errors import NotFound, Refused
from concierge.money import Money
from tests.catalogue.conftest import Stocked, item
from tests.shop import SAM, Shop

SIZE = Option("Size", (Choice("12 stems"), Choice("24 stems", 1800)), required=True)
COLOUR = Option("Colour", (Choice("red"), Choice("white", 200)))
ROSES = Goods("Roses", Money(5400, "USD"), options=(SIZE, COLOUR))


def test_what_was_said_of_it_is_kept(shop: Shop) -> None:
    said = replace(
        ROSES,
        details="60 cm",
        code=" r-12 ",
        stock=7,
        weekdays=(1, 5),
        periods=(Period(date(2026, 12, 1), date(2026, 12, 24)),),
    )
    with db.transaction() as session:
        number = lifecycle.create(session, said, by=SAM, at=shop.now).id
    assert Goods.of(item(number)) == replace(said, code="R-12")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "item-name"),
        ({"name": "x" * 121}, "item-name"),
        ({"code": "R 12"}, "item-code"),
        ({"code": "R" * 13}, "item-code"),
        ({"details": "x" * 501}, "item-details"),
        ({"stock": 1_000_000}, "item-stock"),
        ({"weekdays": ()}, "never-available"),
        ({"weekdays": (0, 8)}, "never-available"),
        ({"periods": (Period(date(2026, 2, 2), date(2026, 2, 1)),)}, "period-ends-first"),
        ({"periods": (Period(date(2026, 2, 2), date(2026, 2, 2)),) * 21}, "too-many-periods"),
        ({"options": (Option("Size", ()),)}, "option-without-choices"),
        ({"options": (SIZE, replace(SIZE, name="size"))}, "option-twice"),
        ({"options": (Option("Size", (Choice("a"), Choice("A"))),)}, "option-twice"),
        ({"options": (Option("", (Choice("a"),)),)}, "option-name"),
        ({"options": (Option("Size", (Choice("a", -1),)),)}, "option-surcharge"),
        (
            {"options": tuple(Option(str(n), (Choice("a"),)) for n in range(7))},
            "too-many-options",
        ),
    ],
)
def test_what_can_not_be_sold_by_is_refused(shop: Shop, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused, db.transaction() as session:
        lifecycle.create(session, replace(ROSES, **change), by=SAM, at=shop.now)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("chosen", "adds"),
    [
        ({"Size": "12 stems"}, 0),
        ({"Size": "24 stems"}, 1800),
        ({"Size": "24 stems", "Colour": "white"}, 2000),
    ],
)
def test_choices_add_to_the_price(chosen: dict[str, str], adds: int) -> None:
    assert options.surcharge((SIZE, COLOUR), chosen) == adds


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "Choose its size"),
        ({"Colour": "red"}, "Choose its size"),
        ({"Size": "36 stems"}, "does not come as"),
        ({"Size": "12 stems", "Ribbon": "blue"}, "does not come with"),
    ],
)
def test_only_what_is_offered_can_be_chosen(chosen: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        options.surcharge((SIZE, COLOUR), chosen)


DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 24))
CLOSED = Period(date(2026, 12, 6), date(2026, 12, 6), off=True)


@pytest.mark.parametrize(
    ("weekdays", "periods", "day", "why"),
    [
        (EVERY_DAY, (), date(2026, 11, 22), None),
        ((1, 2, 3, 4, 5), (), date(2026, 11, 22), "not on Sundays"),
        ((7,), (), date(2026, 11, 22), None),
        (EVERY_DAY, (DECEMBER,), date(2026, 11, 30), "only 1 to 24 Dec 2026"),
        (EVERY_DAY, (DECEMBER,), date(2026, 12, 1), None),
        (EVERY_DAY, (DECEMBER,), date(2026, 12, 24), None),
        (EVERY_DAY, (DECEMBER,), date(2026, 12, 25), "only 1 to 24 Dec 2026"),
        (EVERY_DAY, (DECEMBER, CLOSED), date(2026, 12, 6), "not 6 Dec 2026"),
        (EVERY_DAY, (CLOSED,), date(2026, 12, 7), None),
        ((1,), (DECEMBER,), date(2026, 12, 8), "not on Tuesdays"),
    ],
)
def test_it_can_be_had_on_its_weekdays_in_its_season(
    weekdays: tuple[int, ...], periods: tuple[Period, ...], day: date, why: str | None
) -> None:
    assert availability.why_not(weekdays, periods, day) == why


def test_a_code_is_one_items_as_long_as_that_is_on_sale(shop: Shop, shelf: Stocked) -> None:
    first = shelf("Roses", code="R12")
    with pytest.raises(Refused, match="Roses has the code R12 already"):
        shelf("Red roses", code="r12")
    with db.transaction() as session:
        lifecycle.retire(session, queries.get(session, first), by=SAM, at=shop.now)
    second = shelf("Red roses", code="r12")
    with pytest.raises(Refused, match="Red roses has the code"), db.transaction() as session:
        lifecycle.restore(session, queries.get(session, first), by=SAM, at=shop.now)
    assert (item(first).retired_at, item(second).code) == (shop.now, "R12")


def test_what_is_archived_comes_back_as_it_was(shop: Shop, shelf: Stocked) -> None:
    number = shelf("Roses", code="R12", stock=4)
    before = Goods.of(item(number))
    for verb in (lifecycle.retire, lifecycle.restore):
        with db.transaction() as session:
            verb(session, queries.get(session, number), by=SAM, at=shop.now)
    assert (Goods.of(item(number)), item(number).retired_at) == (before, None)


def test_another_picture_takes_the_place_of_the_old_one(shop: Shop, shelf: Stocked) -> None:
    number = shelf()
    for content in (b"first", b"second", None):
        shown = content and Picture("image/png", content, b"small " + content, 4, 3)
        with db.transaction() as session:
            lifecycle.show(
                session, queries.get(session, number), shown or None, by=SAM, at=shop.now
            )
        with db.reading() as session:
            kept = session.query(CataloguePicture.content).all()
            assert [row.content for row in kept] == ([content] if content else [])
            picture = queries.get(session, number).picture_id
            if content:
                small = queries.picture(session, picture or 0, small=True)
                assert small == ("image/png", b"small " + content)
    assert item(number).picture_id is None


def test_a_picture_that_is_gone_is_not_found(shop: Shop) -> None:
    with db.reading() as session, pytest.raises(NotFound):
        queries.picture(session, 7, small=False)


def test_the_search_finds_every_word_in_name_code_or_details(shop: Shop, shelf: Stocked) -> None:
    shelf("Red roses", code="R12", details="Naomi, 60 cm")
    shelf("White roses", code="W12")
    shelf("Vase 100% glass")

    def found(words: str) -> list[str]:
        with db.reading() as session:
            return [each.name for each in queries.listed(session, words)]

    assert found("ROSE") == ["Red roses", "White roses"]
    assert found("rose naomi") == ["Red roses"]
    assert found("w1") == ["White roses"]
    assert found("100%") == ["Vase 100% glass"]
    assert found("tulip") == []


def test_the_list_goes_on_by_name_and_shows_nothing_twice(shop: Shop, shelf: Stocked) -> None:
    for name in ("b", "a", "b", "c", "b"):
        shelf(name)
    seen: list[CatalogueItem] = []
    with db.reading() as session:
        after = None
        while rows := queries.listed(session, after=after, limit=2):
            seen += rows
            after = (rows[-1].name, rows[-1].id)
    assert [(each.name, each.id) for each in seen] == [
        ("a", 2), ("b", 1), ("b", 3), ("b", 5), ("c", 4),
    ]  # fmt: skip
