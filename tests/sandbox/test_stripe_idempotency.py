"""Idempotency keys, as Stripe documents them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import requests
import stripe

from concierge.sandbox.server import Running
from tests.sandbox.conftest import eventually, stripe_client
from tests.sandbox.stripe_steps import DECLINED_LATER, hold, save_card


def test_a_repeated_key_replays_the_answer(sandbox: Running, cards: stripe.StripeClient) -> None:
    saved = save_card(sandbox, cards)
    first, again = hold(cards, saved, key="order-7"), hold(cards, saved, key="order-7")
    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(sandbox.client.books()["payment_intents"]) == 1


def test_a_repeated_key_with_other_parameters_is_refused(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    saved = save_card(sandbox, cards)
    hold(cards, saved, key="order-7")
    with pytest.raises(stripe.IdempotencyError) as error:
        hold(cards, saved, 5500, key="order-7")
    assert error.value.http_status == 400


def test_a_key_belongs_to_its_endpoint(cards: stripe.StripeClient) -> None:
    customer = cards.v1.customers.create({}, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError):
        cards.v1.customers.update(customer.id, {}, {"idempotency_key": "k"})


def test_a_saved_decline_is_replayed_too(sandbox: Running, cards: stripe.StripeClient) -> None:
    saved = save_card(sandbox, cards, DECLINED_LATER)
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            hold(cards, saved, key="order-7")
    assert len(sandbox.client.books()["charges"]) == 1


def test_a_validation_error_leaves_the_key_free(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    unknown: Any = {"nickname": "Mia"}
    with pytest.raises(stripe.InvalidRequestError):
        cards.v1.customers.create(unknown, {"idempotency_key": "k"})
    assert cards.v1.customers.create({"name": "Maria"}, {"idempotency_key": "k"}).name == "Maria"


def test_a_saved_500_is_replayed(sandbox: Running, cards: stripe.StripeClient) -> None:
    sandbox.client.fault("/stripe/v1/customers", "status_after", saved=True)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as error:
            cards.v1.customers.create({}, {"idempotency_key": "k"})
        assert error.value.http_status == 500
    assert len(sandbox.client.books()["customers"]) == 1


def test_a_500_that_was_not_saved_can_be_repeated(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    sandbox.client.fault("/stripe/v1/customers", "status_after")
    with pytest.raises(stripe.APIError):
        cards.v1.customers.create({}, {"idempotency_key": "k"})
    cards.v1.customers.create({}, {"idempotency_key": "k"})
    assert len(sandbox.client.books()["customers"]) == 1


def test_a_key_whose_first_request_is_under_way_is_a_conflict(sandbox: Running) -> None:
    sandbox.client.fault("/stripe/v1/customers", "delay", ms=1500)
    slow = threading.Thread(
        target=lambda: stripe_client(sandbox).v1.customers.create({}, {"idempotency_key": "k"})
    )
    slow.start()
    eventually(lambda: sandbox.client.faults()[0]["hits"])
    answer = requests.post(
        f"{sandbox.stripe_api_base}/v1/customers",
        headers={
            "Authorization": f"Bearer {sandbox.settings.stripe_secret_key}",
            "Idempotency-Key": "k",
        },
        timeout=10,
    )
    slow.join()
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "idempotency_key_in_use"
    assert len(sandbox.client.books()["customers"]) == 1


def test_fifty_at_once_with_one_key_make_one(sandbox: Running, cards: stripe.StripeClient) -> None:
    saved = save_card(sandbox, cards)
    ids: list[str] = []
    impatient = stripe_client(sandbox, retries=8)
    threads = [
        threading.Thread(target=lambda: ids.append(hold(impatient, saved, key="order-7").id))
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 50
    assert len(set(ids)) == 1
    [intent] = sandbox.client.books()["payment_intents"]
    assert (intent["authorisations"], intent["authorised"]) == (1, 5400)
