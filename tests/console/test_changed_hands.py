"""What a colleague sees of cards, and does about a number that may have changed hands."""

from typing import Any

import pytest
from sqlalchemy import select

from concierge import db
from concierge.customers import queries as customers
from concierge.customers.models import Parting
from concierge.payments import queries as payments
from tests.console.conftest import Desk
from tests.world import World


@pytest.fixture
def maria(world: World, desk: Desk) -> int:
    """Maria has two cards."""
    customer = world.known()
    world.give_card(number="5555555555554444")
    world.give_card()
    return customer.id


def press(desk: Desk, customer_id: int, button: str) -> Any:
    return desk.post(f"/console/customers/{customer_id}/{button}", follow_redirects=True)


def is_doubted(customer_id: int) -> bool:
    with db.reading() as session:
        return customers.is_doubted(session, customer_id)


def test_all_cards_are_seen_by_brand_and_last_four_and_no_more(desk: Desk, maria: int) -> None:
    page = desk.get(f"/console/customers/{maria}").text
    assert "Mastercard 4444" in page
    assert "Visa 4242" in page
    assert page.count("12/34") == 2
    assert page.count('chip-good">charged') == 1
    assert "pm_" not in page


def test_a_card_link_is_texted(world: World, desk: Desk, maria: int) -> None:
    assert "A card link is on its way." in press(desk, maria, "card-link").text
    world.work()
    assert world.texts()[-1].startswith("Add or change your card here: ")


def test_a_mark_and_its_end(world: World, desk: Desk, maria: int) -> None:
    page = press(desk, maria, "doubt").text
    assert "may have changed hands" in page
    assert is_doubted(maria)
    world.quote()
    world.text("OK")
    assert world.orders() == []

    assert "It is them." in press(desk, maria, "vouching").text
    assert not is_doubted(maria)


def test_somebody_elses_and_theirs_after_all(world: World, desk: Desk, maria: int) -> None:
    page = press(desk, maria, "parting").text
    assert "The number turned out to be somebody else&#39;s" in page or "somebody else" in page
    world.work()
    fresh = world.customer()
    assert fresh.id != maria
    with db.reading() as session:
        assert payments.cards(session, maria) == []
    assert "This number was another customer" in desk.get(f"/console/customers/{fresh.id}").text
    assert all(m["customer"] is None for m in world.sandbox.books()["payment_methods"])
    for button in ("card-link", "doubt", "parting"):
        answer = press(desk, maria, button)
        assert answer.status_code == 422, button

    assert "The number is theirs again." in press(desk, maria, "reunion").text
    assert world.customer().id == maria
    with db.reading() as session:
        [parting] = session.scalars(select(Parting))
        assert parting.undone_by == "operator:1"
    assert desk.get("/console/").status_code in {200, 302, 303}


def test_a_link_to_pay_is_sent_from_the_orders_page(world: World, desk: Desk) -> None:
    world.known()
    world.quote()
    world.text("OK")
    order = world.order()
    path = f"/console/orders/{order.id}"
    assert "Send a payment link" in desk.get(path).text
    said = desk.post(f"{path}/resumption", {"by": "payment"}, follow_redirects=True).text
    assert "A link to pay this order is on its way" in said
    assert "A link to pay this order was sent" in said
    again = desk.post(f"{path}/resumption", {"by": "payment"}, follow_redirects=True)
    assert "was sent a link just now" in again.text
    world.work()
    assert world.texts()[-1].startswith("Pay order 1, $54.00")
