"""From a quote to a delivered, paid order, and every way in which it can go otherwise."""

from datetime import timedelta

import pytest

from concierge import clock, db
from concierge.customers import links
from concierge.errors import Refused
from concierge.events import customer as by_customer
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from tests.world import MARIA, OPERATOR, World


@pytest.fixture
def maria(world: World) -> World:
    """Maria has an account and a card."""
    world.known()
    world.give_card()
    return world


def fulfil(world: World, note: str | None = None) -> None:
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: orders.fulfil(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now(), note=note
        ),
    )
    world.work()


def test_ok_places_the_order_and_reserves_the_money(maria: World) -> None:
    maria.quote()
    maria.text("OK")

    assert maria.order().status == "confirmed"
    [authorised] = maria.authorisations()
    assert authorised["status"] == "requires_capture"
    assert authorised["amount"] == 5400
    assert maria.texts()[-1] == (
        "Ordered: $54.00 on Visa 4242. Changed your mind? Reply UNDO in the next 10 minutes."
    )


def test_fulfilment_captures_the_money_and_texts_a_receipt(maria: World) -> None:
    maria.quote()
    maria.text("ok 👍")
    fulfil(maria, note="Left with your neighbour.")

    assert maria.order().status == "paid"
    [captured] = maria.authorisations()
    assert (captured["status"], captured["captured"]) == ("succeeded", 5400)
    assert "Left with your neighbour. Receipt: " in maria.texts()[-1]


def test_a_second_ok_changes_nothing(maria: World) -> None:
    maria.quote()
    maria.text("OK")
    maria.text("OK")

    assert len(maria.orders()) == 1
    assert len(maria.authorisations()) == 1


def test_undo_in_time_lets_go_of_the_money(maria: World) -> None:
    maria.quote()
    maria.text("OK")
    maria.text("UNDO")

    assert maria.order().status == "cancelled"
    [payment] = maria.authorisations()
    assert payment["status"] == "canceled"
    assert "nothing is charged" in maria.texts()[-1]


def test_undo_after_somebody_has_started_needs_a_person(maria: World) -> None:
    maria.quote()
    maria.text("OK")
    order = maria.order()
    maria.decide(
        order.customer_id,
        lambda session: orders.start(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now()
        ),
    )
    maria.text("UNDO")

    assert maria.order().status == "confirmed"
    assert maria.conversation().waiting_since is not None
    assert maria.authorisations()[0]["status"] == "requires_capture"


def test_an_ok_without_a_card_waits_for_the_card_and_then_goes_on_by_itself(world: World) -> None:
    world.known()
    world.quote()
    world.text("OK")
    assert world.order().status == "held"
    assert "as soon as a card is saved here" in world.texts()[-1]

    world.give_card()

    assert world.order().status == "confirmed"
    assert world.texts()[-1].startswith("Ordered: $54.00 on Visa 4242.")


def test_a_declined_card_holds_the_order_until_another_one_is_saved(world: World) -> None:
    world.known()
    world.give_card(number="4000000000000341")
    world.quote()
    world.text("OK")
    assert world.order().status == "held"
    assert world.order().held_for == "declined"
    assert "declined" in world.texts()[-1]

    world.give_card()

    assert world.order().status == "confirmed"
    reserved = [p for p in world.authorisations() if p["status"] == "requires_capture"]
    assert len(reserved) == 1


def test_the_bank_wants_maria_present_and_she_confirms_the_very_same_payment(world: World) -> None:
    world.known()
    world.give_card(number="4000002760003184")
    world.quote()
    world.text("OK")
    assert world.order().held_for == "bank"
    payment = payment_of(world)
    with db.transaction() as session:
        found = links.find(session, world.link().rpartition("/")[2])
        assert found is not None
    world.decide(
        world.order().customer_id,
        lambda session: payments.present(
            session,
            payment_queries.get(session, payment),
            world.link().rpartition("/")[2],
            at=clock.now(),
        ),
    )
    world.work()
    [intent] = world.authorisations()
    world.sandbox.answer_bank(intent["id"], passed=True)
    world.work()

    assert world.order().status == "confirmed"
    assert len(world.authorisations()) == 1


def payment_of(world: World) -> int:
    with db.reading() as session:
        payment = payment_queries.live(session, world.order().id)
        assert payment is not None
        return payment.id


def test_a_refund_in_part_and_then_the_rest(maria: World) -> None:
    maria.quote()
    maria.text("OK")
    fulfil(maria)
    number, customer_id = payment_of(maria), maria.order().customer_id

    def refund(amount: int) -> None:
        maria.decide(
            customer_id,
            lambda session: payments.refund(
                session,
                payment_queries.get(session, number),
                amount,
                by=OPERATOR,
                at=clock.now(),
                reason=None,
            ),
        )
        maria.work()

    refund(1400)
    assert maria.texts()[-1].startswith("Refunded: $14.00 to Visa 4242")
    refund(4000)
    with pytest.raises(Refused, match="at most"):
        refund(1)
    assert maria.authorisations()[0]["refunded"] == 5400


def test_maria_cannot_accept_an_expired_quote(maria: World) -> None:
    quote = maria.quote(expires_in=timedelta(minutes=30))
    with pytest.raises(Refused, match="time has passed"):
        maria.decide(
            quote.customer_id,
            lambda session: quotes.accept(
                session,
                quote_queries.get(session, quote.id),
                by=by_customer(quote.customer_id),
                at=clock.now() + timedelta(hours=1),
            ),
        )
    assert maria.orders() == []


def test_with_two_quotes_open_maria_is_asked_which(maria: World) -> None:
    maria.quote(what="12 roses")
    maria.quote(what="Tulips", total=2000)
    maria.text("OK")
    assert maria.orders() == []
    assert maria.texts()[-1] == "Which one? OK 1: 12 roses, $54.00; OK 2: Tulips, $20.00."

    maria.text("OK 2")
    assert maria.order().total == 2000


def test_after_a_persons_later_message_ok_is_an_answer_to_that(maria: World) -> None:
    maria.quote()
    maria.write("Shall we add a card with your name?")
    maria.text("ok")
    assert maria.orders() == []
    assert maria.texts()[-1] == (
        "Shall I place order 1, 12 red roses, hand-tied, $54.00? Reply OK 1."
    )

    maria.text("OK 1")
    assert maria.order().status == "confirmed"


def test_a_yes_with_something_more_goes_to_a_person(maria: World) -> None:
    maria.quote()
    maria.text("ok but make it white")

    assert maria.orders() == []
    assert "but" in (maria.conversation().waiting_for or "")


def test_stop_silences_and_start_returns(maria: World) -> None:
    maria.text("STOP")
    with pytest.raises(Refused, match="opted out"):
        maria.write("Are you there?")
    maria.text("START")
    maria.write("Welcome back")
    assert maria.texts(MARIA)[-1] == "Welcome back"
