"""Maria agrees to a ceiling by text; what it cost is taken at the processor, and no more."""

import pytest
import requests

from concierge import clock
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.estimates import Cost
from concierge.quotes import revising
from tests.world import OPERATOR, World

DEAR = "The saffron is dear this week."


@pytest.fixture
def maria(world: World) -> World:
    """Maria has an account and a card, and has said OK to groceries up to $60.00."""
    world.known()
    world.give_card()
    world.quote(total=6000, what="Groceries", is_estimate=True)
    world.text("OK")
    return world


def fulfil(world: World, amount: int) -> None:
    order, cost = world.order(), Cost(amount, no_receipt="The market gives none")
    world.decide(
        order.customer_id,
        lambda session: orders.fulfil(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now(), cost=cost
        ),
    )
    world.work()


def ask(world: World, total: int) -> None:
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: revising.revise(
            session,
            order_queries.get(session, order.id),
            total,
            by=OPERATOR,
            at=clock.now(),
            note=DEAR,
        ),
    )
    world.work()


def test_the_ceiling_is_reserved_and_what_it_cost_is_taken(maria: World) -> None:
    assert maria.texts()[-1].startswith("Ordered. Reserved up to $60.00 on Visa 4242;")
    fulfil(maria, 5240)
    assert maria.order().status == "paid"
    [payment] = maria.authorisations()
    assert (payment["amount"], payment["captured"]) == (6000, 5240)
    assert "It cost $52.40 of the $60.00 reserved; $7.60 is released." in maria.texts()[-1]


@pytest.mark.parametrize("words", ["OK", "OK 2", "yes please"])
def test_an_ok_to_more_reserves_it_and_lets_go_of_the_first(maria: World, words: str) -> None:
    ask(maria, 6800)
    assert "Reply OK 2 by" in maria.texts()[-1]
    maria.text(words)
    assert maria.texts()[-1].startswith("Thank you. Order 1 goes on: up to $68.00 is reserved")
    assert sorted((one["status"], one["amount"]) for one in maria.authorisations()) == [
        ("canceled", 6000),
        ("requires_capture", 6800),
    ]
    fulfil(maria, 6720)
    assert sum(one["captured"] for one in maria.authorisations()) == 6720


def test_a_no_reserves_nothing_and_calls_a_person(maria: World) -> None:
    ask(maria, 6800)
    maria.text("NO")
    assert maria.texts()[-1].startswith("Understood: no more than the $60.00 you agreed.")
    [payment] = maria.authorisations()
    assert (payment["status"], payment["amount"]) == ("requires_capture", 6000)
    assert "Keep to the $60.00, or cancel" in (maria.conversation().waiting_for or "")


def test_an_ok_with_a_wish_agrees_to_nothing(maria: World) -> None:
    ask(maria, 6800)
    maria.text("ok but leave the saffron out")
    assert maria.order().total == 6000
    assert len(maria.authorisations()) == 1


def test_another_ok_to_what_was_agreed_is_noted(maria: World) -> None:
    ask(maria, 6800)
    maria.text("OK 2")
    maria.text("OK 2")
    assert maria.order().total == 6800
    assert len(maria.authorisations()) == 2


def test_undo_after_the_shop_has_begun_is_a_persons_matter(maria: World) -> None:
    ask(maria, 6800)
    maria.text("UNDO")
    assert maria.order().status == "confirmed"


def test_more_than_the_limit_is_agreed_to_on_a_page(maria: World) -> None:
    ask(maria, 60_000)
    maria.text("OK")
    page = requests.get(maria.link(), timeout=10).text
    assert "up to $600.00" in page
    assert maria.order().total == 6000
    answer = requests.post(f"{maria.link()}/order", timeout=10)
    assert "Order 1, up to $600.00, is placed" in answer.text
    maria.work()
    assert (maria.order().total, maria.order().status) == (60_000, "confirmed")
