"""What a shop wants known of its customers: tags, its own fields, consent, what they buy."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.customers import queries as customers
from concierge.customers import tags
from concierge.customers.models import CustomField, EntryPoint, Tag
from concierge.errors import Refused
from concierge.events import Event
from concierge.orders.models import Order, OrderStatus
from concierge.quotes.models import QuoteStatus
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import HOUR, Shop
from tests.world import World

PAGE = "/console/customers/1"
DAY = 24 * HOUR


def happened(kind: str) -> list[Event]:
    with db.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def panel_of(desk: Desk) -> str:
    return desk.get(PAGE, headers=FRAGMENT).text


# --- tags ----------------------------------------------------------------------------------------


def test_nadia_tags_maria_and_finds_her_by_it(open_shop: Desk) -> None:
    answer = open_shop.post(f"{PAGE}/tags", {"tag": "  VIP, ", "back": "/console/conversations/1"})
    assert answer.location == "/console/conversations/1"
    assert 'href="/console/?tag=vip"' in panel_of(open_shop)
    page = open_shop.get("/console/tags?tag=vip").text
    assert "Maria Lopez" in page
    assert 'href="/console/conversations/1"' in page
    assert happened("customer.tagged")[0].actor.startswith("operator:")


def test_tags_in_use_are_suggested_until_nobody_has_them(open_shop: Desk) -> None:
    open_shop.post("/console/customers/2/tags", {"tag": "florist"})
    assert '<option value="florist">' in panel_of(open_shop)
    open_shop.post("/console/customers/2/tags/removal", {"tag": "florist"})
    assert "florist" not in panel_of(open_shop)
    with db.reading() as session:
        assert session.scalars(select(Tag)).all() == []


def test_a_tag_that_another_customer_still_has_is_still_suggested(open_shop: Desk) -> None:
    for number in (2, 3):
        open_shop.post(f"/console/customers/{number}/tags", {"tag": "weddings"})
    open_shop.post("/console/customers/2/tags/removal", {"tag": "weddings"})
    assert '<option value="weddings">' in panel_of(open_shop)


def test_the_same_tag_twice_is_one(open_shop: Desk) -> None:
    for spelt in ("Weddings", "weddings "):
        open_shop.post(f"{PAGE}/tags", {"tag": spelt})
    with db.reading() as session:
        assert customers.get(session, 1).tags == ["weddings"]
    assert len(happened("customer.tagged")) == 1


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "x" * 41])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        tags.read(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Mum's", "mum's"), ("B & B", "b & b"), ("Élysée", "élysée"), ("a\tb", "a b")],
)
def test_a_tag_is_kept_as_it_is_read(typed: str, kept: str) -> None:
    assert tags.read(typed) == kept


# --- the shop's own fields -----------------------------------------------------------------------


def ask_for(desk: Desk, name: str, kind: str, choices: str = "") -> int:
    answer = desk.post("/console/fields", {"name": name, "kind": kind, "choices": choices})
    assert answer.status_code == 303, answer.text
    with db.reading() as session:
        return session.scalars(select(CustomField.id).where(CustomField.name == name)).one()


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "Third floor, no lift", "Third floor, no lift"),
        ("number", "3,5", "3.5"),
        ("date", "1987-04-12", "1987-04-12"),
        ("choice", "Large", "Large"),
    ],
)
def test_a_field_takes_what_it_is_for(open_shop: Desk, kind: str, typed: str, kept: str) -> None:
    field = ask_for(open_shop, "Detail", kind, "Small\nLarge" if kind == "choice" else "")
    assert open_shop.post(PAGE, {f"custom.{field}": typed}).status_code == 303
    assert f"<span>{kept}</span>" in panel_of(open_shop)
    assert happened("customer.edited")[-1].data["fields"] == ["Detail"]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("number", "many", "Detail: “many” is not a number"),
        ("number", "NaN", "is not a number"),
        ("date", "12/04/87", "is not a date. Write it like 2026-11-22."),
        ("choice", "Huge", "Detail: choose one of Small, Large."),
        ("text", "x" * 501, "at most 500 characters"),
    ],
)
def test_a_field_refuses_what_it_is_not_for_and_keeps_what_was_typed(
    open_shop: Desk, kind: str, typed: str, sentence: str
) -> None:
    field = ask_for(open_shop, "Detail", kind, "Small\nLarge" if kind == "choice" else "")
    answer = open_shop.post(PAGE, {"name": "Somebody", f"custom.{field}": typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kind == "choice" or f'value="{typed}"' in answer.text
    with db.reading() as session:
        maria = customers.get(session, 1)
        assert (maria.name, maria.custom) == ("Maria Lopez", {}), "all of it or nothing"


def test_a_retired_field_is_asked_for_no_more_but_kept(open_shop: Desk) -> None:
    field = ask_for(open_shop, "Birthday", "date")
    open_shop.post(PAGE, {f"custom.{field}": "1987-04-12"})
    open_shop.post(f"/console/fields/{field}/retirement")
    assert f"custom.{field}" not in open_shop.get(PAGE).text
    with db.reading() as session:
        assert customers.get(session, 1).custom == {str(field): "1987-04-12"}
    assert ask_for(open_shop, "Size", "number") != field


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "kind": "text"}, "Write what the field is called."),
        ({"name": "Size", "kind": "colour"}, "Say what is written into it"),
        ({"name": "Size", "kind": "choice", "choices": "One"}, "at least two things"),
        ({"name": "birthday", "kind": "text"}, "There is a field called birthday already."),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(
    open_shop: Desk, given: dict[str, str], sentence: str
) -> None:
    ask_for(open_shop, "Birthday", "date")
    answer = open_shop.post("/console/fields", given)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_preferences_are_seen_beside_the_thread(open_shop: Desk) -> None:
    open_shop.post(PAGE, {"preferences": "Garden roses, nothing pink"})
    assert "Garden roses, nothing pink" in panel_of(open_shop)


def test_a_colleague_knows_where_somebody_came_from(open_shop: Desk) -> None:
    open_shop.post("/console/entry-points", {"name": "Saturday market"})
    with db.reading() as session:
        number = session.scalars(select(EntryPoint.id)).one()
    assert open_shop.post(PAGE, {"source": str(number)}).status_code == 303
    assert "Saturday market" in panel_of(open_shop)
    assert happened("customer.edited")[-1].data["fields"] == ["source"]
    open_shop.post(f"/console/entry-points/{number}/retirement")
    assert "Saturday market" in panel_of(open_shop), "who came by it keeps that"
    open_shop.post(PAGE, {"source": ""})
    assert "Saturday market" not in panel_of(open_shop)
    assert open_shop.post(PAGE, {"source": "99"}).status_code in {404, 422}


# --- consent -------------------------------------------------------------------------------------


def test_maria_says_on_the_phone_that_she_wants_no_marketing(open_shop: Desk) -> None:
    assert "Marketing: yes" in panel_of(open_shop)
    open_shop.post(f"{PAGE}/consent", {"given": "no", "words": "On the phone: no more, please"})
    page = panel_of(open_shop)
    assert "Marketing: no" in page
    assert "On the phone: no more, please" in page
    assert "put down here" in page
    assert happened("customer.consent_put_down")[0].data == {"given": False}


def test_a_yes_takes_the_words_it_was_said_in(open_shop: Desk) -> None:
    answer = open_shop.post("/console/customers/2/consent", {"given": "yes", "words": " "})
    assert answer.status_code == 422
    assert "Write how they agreed" in answer.text


def test_nobody_agrees_for_whoever_wrote_stop(open_shop: Desk, shop: Shop) -> None:
    number = shop.people["+12125550177"].customer_id
    told = {"given": "yes", "words": "In the shop"}
    answer = open_shop.post(f"/console/customers/{number}/consent", told)
    assert answer.status_code == 422
    assert "only START ends that" in answer.text


# --- what they buy -------------------------------------------------------------------------------


@pytest.fixture
def regular(world: World, open_shop: Desk) -> Desk:
    """Ana has had tulips 30, 21 and 12 days ago, and once a vase."""
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        ana = shop.person("Ana Ruiz", "+12125550888", address="1 Oak St", since=400 * DAY)
        card = shop.card(ana)
        for number, days in enumerate((30, 21, 12), start=1):
            lines = [("Tulips", 1, 2100)] + ([("Vase", 1, 1500)] if number == 2 else [])
            quote = shop.quote(
                ana, days * DAY, *lines, status=QuoteStatus.ACCEPTED, number=number, delivery=900
            )
            shop.order(ana, days * DAY, quote, card, OrderStatus.PAID)
    return open_shop


def ana(session: Session) -> int:
    return session.scalars(select(Order.customer_id).order_by(Order.id.desc()).limit(1)).one()


def test_the_panel_says_what_ana_buys_and_how_often(regular: Desk) -> None:
    with db.reading() as session:
        number = ana(session)
    page = regular.get(f"/console/customers/{number}", headers=FRAGMENT).text
    habits = page[page.index("What they buy") :]
    assert "Tulips" in habits
    assert "every 9 days, last 12 days ago" in habits
    assert "3 ×" in habits
    assert "Vase" not in habits[: habits.index("Latest orders")], "once is no habit"


def test_a_cancelled_order_is_no_habit(regular: Desk) -> None:
    with db.transaction() as session:
        number = ana(session)
        newest = session.scalars(select(Order).order_by(Order.id.desc()).limit(1)).one()
        newest.status = OrderStatus.CANCELLED
    page = regular.get(f"/console/customers/{number}", headers=FRAGMENT).text
    assert "every 9 days, last 21 days ago" in page


def test_where_else_things_went_is_said(regular: Desk) -> None:
    with db.transaction() as session:
        number = ana(session)
        newest = session.scalars(select(Order).order_by(Order.id.desc()).limit(1)).one()
        newest.address = "Her mother, 9 Elm St"
    page = regular.get(f"/console/customers/{number}", headers=FRAGMENT).text
    assert "Also went to" in page
    assert "Her mother, 9 Elm St" in page


def test_what_was_spent_in_all_and_in_a_year_and_on_average(
    shop: Shop, open_shop: Desk, freezer_at: Callable[..., Any]
) -> None:
    page = panel_of(open_shop)
    assert page.count("$54.00") >= 3
    with freezer_at(shop.at + timedelta(days=400)):
        late = Desk(open_shop.client)
        late.log_in()
        sums = late.get(PAGE, headers=FRAGMENT).text
    year = sums[sums.index("In the last year") :]
    assert year[: year.index("</div>")].count("$0.00") == 1


def test_the_panel_takes_six_statements(open_shop: Desk, statements: Callable[..., Any]) -> None:
    open_shop.post(f"{PAGE}/tags", {"tag": "vip"})
    ask_for(open_shop, "Birthday", "date")
    with statements() as made:
        assert open_shop.get(PAGE, headers=FRAGMENT).status_code == 200
    of_the_panel = [each for each in made if "SELECT" in each and "logins" not in each]
    assert len(of_the_panel) <= 6, of_the_panel
