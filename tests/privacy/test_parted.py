"""Forgetting somebody who has several cards, or whose number is somebody else's by now."""

from datetime import timedelta

from sqlalchemy import select

from concierge import clock, db
from concierge.conversation import parting, write
from concierge.customers import queries as customers
from concierge.effects.models import Effect
from concierge.payments import lifecycle as payments
from concierge.payments.gateway import CardStanding, SavedCard
from concierge.payments.models import Card
from concierge.privacy import erasing
from tests.world import OPERATOR, World


def cards() -> list[Card]:
    with db.reading() as session:
        return list(session.scalars(select(Card).order_by(Card.id)))


def erase(number: int) -> None:
    with db.transaction() as session:
        maria = customers.lock(session, number)
        erasing.erase(session, maria, by=OPERATOR, at=clock.now())


def remove(card_id: int) -> None:
    with db.transaction() as session:
        card = session.get_one(Card, card_id)
        customers.lock(session, card.customer_id)
        payments.remove(session, card, sure=True, by=OPERATOR, at=clock.now())


def test_a_card_that_was_removed_before_is_forgotten_too(world: World) -> None:
    world.known()
    world.give_card()
    remove(cards()[0].id)
    world.work()
    world.give_card()
    assert [card.provider_id[:3] for card in cards()] == ["pm_", "pm_"]
    erase(1)
    assert all(card.detached_at is not None for card in cards())
    world.work()
    assert [card.provider_id for card in cards()] == ["erased:1", "erased:2"]
    with db.reading() as session:
        asked = session.scalars(select(Effect).where(Effect.kind == "card.detach")).all()
    assert {effect.status for effect in asked} == {"done"}


def test_what_the_bank_tells_of_a_card_after_the_erasure_is_not_written_down(world: World) -> None:
    world.known()
    world.give_card()
    provider_id = cards()[0].provider_id
    erase(1)
    told = SavedCard(provider_id, "visa", "4242", 12, 2040)
    with db.transaction() as session:
        card = session.scalars(select(Card)).one()
        payments.settle_card(session, card, CardStanding(told, kept=True), at=clock.now())
    assert (cards()[0].brand, cards()[0].last4, cards()[0].exp_year) == ("card", "", 1970)


def test_whose_number_left_her_can_be_forgotten(world: World) -> None:
    world.known()
    world.give_card()
    with db.transaction() as session:
        maria = customers.lock(session, 1)
        point = write.of_customer(session, maria.id).contact_point
        at = clock.now() + timedelta(seconds=1)
        parting.part(session, point, because=parting.BY_HAND, by=OPERATOR, at=at)
    world.work()
    erase(1)
    world.work()
    assert [card.provider_id for card in cards()] == ["erased:1"]
    with db.reading() as session:
        gone, fresh = customers.get(session, 1), customers.get(session, 2)
        assert (gone.erased_at is not None, gone.name) == (True, None)
        assert [point.address for point in fresh.contact_points] == ["+15550100123"]
