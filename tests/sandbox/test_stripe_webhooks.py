"""Events and their webhooks; and what the control API makes of them."""

from __future__ import annotations

import stripe

from concierge.sandbox.server import Running
from concierge.sandbox.stripe.wire import API_VERSION
from tests.sandbox.conftest import MARIA, Product, eventually


def settled(sandbox: Running, count: int) -> None:
    eventually(
        lambda: sum(d["state"] == "sent" for d in sandbox.client.books()["deliveries"]) == count
    )


def test_an_event_is_signed_and_tells_the_object_as_it_was(
    cards: stripe.StripeClient, product: Product
) -> None:
    customer = cards.v1.customers.create({"name": "Maria"}, {"idempotency_key": "k"})
    cards.v1.customers.update(customer.id, {"name": "Maria Ruiz"})
    eventually(lambda: len(product.events) == 2)
    first = next(event for event in product.events if event.type == "customer.created")
    assert (first.api_version, first.data.object.name) == (API_VERSION, "Maria")
    assert first.request.idempotency_key == "k"
    second = next(event for event in product.events if event.type == "customer.updated")
    assert second.data.previous_attributes.to_dict() == {"name": "Maria"}
    assert cards.v1.events.retrieve(first.id).type == "customer.created"
    assert len(cards.v1.events.list({"type": "customer.*"}).data) == 2


def test_what_is_not_answered_2xx_is_repeated(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    product.stripe_statuses += [500, 503, 200]
    cards.v1.customers.create({})
    settled(sandbox, 1)
    assert len(product.events) == 3
    assert len({event.id for event in product.events}) == 1


def test_webhooks_can_be_held_and_released_in_reverse_and_twice(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    sandbox.client.webhooks("hold")
    made = [cards.v1.customers.create({"name": str(number)}).id for number in range(3)]
    assert product.events == []
    assert sandbox.client.release("reverse", times=2) == 3
    settled(sandbox, 6)
    seen = [event.data.object.id for event in product.events]
    assert seen == [made[2], made[2], made[1], made[1], made[0], made[0]]


def test_webhooks_can_be_turned_round_as_they_come(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    sandbox.client.webhooks("reverse", ["stripe"])
    made = [cards.v1.customers.create({}).id for _ in range(3)]
    settled(sandbox, 3)
    seen = [event.data.object.id for event in product.events]
    assert sorted(seen) == sorted(made)
    assert seen != made


def test_webhooks_can_be_repeated_and_dropped_by_kind(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    sandbox.client.webhooks("repeat", ["stripe"], times=3)
    sandbox.client.webhooks("drop", ["twilio.messages"])
    cards.v1.customers.create({})
    sandbox.client.text(MARIA, "Lost on the way")
    settled(sandbox, 3)
    assert len(product.events) == 3
    assert product.texts == []


def test_an_old_event_can_be_replayed(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    cards.v1.customers.create({})
    settled(sandbox, 1)
    sandbox.client.replay(product.events[0].id, times=2)
    settled(sandbox, 3)
    assert len({event.id for event in product.events}) == 1
