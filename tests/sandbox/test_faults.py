"""What goes wrong on purpose, as the real clients see it."""

from __future__ import annotations

import pytest
import requests
import stripe
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from concierge.sandbox.server import Running
from tests.sandbox.conftest import MARIA, stripe_client

OURS = "+15550100000"


def customers(sandbox: Running) -> int:
    return len(sandbox.client.books()["customers"])


def test_an_error_strikes_as_often_as_it_is_told(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    sandbox.client.fault("/stripe/v1/customers", "status", status=429, times=2, method="POST")
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError) as error:
            cards.v1.customers.create({})
        assert error.value.error.code == "rate_limit"  # type: ignore[union-attr]
    cards.v1.customers.create({})
    assert customers(sandbox) == 1
    assert sandbox.client.faults()[0]["hits"] == 2


@pytest.mark.parametrize(("mode", "made"), [("cut_before", 0), ("cut_after", 1)])
def test_a_connection_can_be_cut_before_and_after_the_effect(
    sandbox: Running, cards: stripe.StripeClient, mode: str, made: int
) -> None:
    sandbox.client.fault("/stripe/v1/customers", mode)
    with pytest.raises(stripe.APIConnectionError):
        cards.v1.customers.create({})
    assert customers(sandbox) == made


def test_the_client_that_repeats_after_a_cut_gets_the_saved_answer(sandbox: Running) -> None:
    sandbox.client.fault("/stripe/v1/customers", "cut_after")
    stripe_client(sandbox, retries=2).v1.customers.create({"name": "Maria"})
    assert customers(sandbox) == 1


def test_a_call_can_time_out_after_its_effect(sandbox: Running) -> None:
    sandbox.client.fault("/stripe/v1/customers", "timeout_after", ms=3000)
    with pytest.raises(stripe.APIConnectionError):
        stripe_client(sandbox, timeout=0.3).v1.customers.create({})
    assert customers(sandbox) == 1


def test_twilio_can_send_and_not_say_so(sandbox: Running, twilio: Client) -> None:
    sandbox.client.fault("/twilio/*/Messages.json", "cut_after", method="POST")
    with pytest.raises(requests.ConnectionError):
        twilio.messages.create(to=MARIA, from_=OURS, body="Hello")
    assert [message.body for message in twilio.messages.list(to=MARIA)] == ["Hello"]


def test_twilio_can_fail_with_an_error_of_its_own(sandbox: Running, twilio: Client) -> None:
    sandbox.client.fault("/twilio/*", "status", status=503)
    with pytest.raises(TwilioRestException) as error:
        twilio.messages.create(to=MARIA, from_=OURS, body="Hello")
    assert (error.value.status, error.value.code) == (503, 20503)
    assert twilio.messages.list() == []


def test_a_seed_makes_chance_repeatable(sandbox: Running, cards: stripe.StripeClient) -> None:
    def draw() -> list[bool]:
        sandbox.client.clear_faults()
        sandbox.client.fault("/stripe/v1/customers", "status", times=None, probability=0.5, seed=7)
        drawn = []
        for _ in range(12):
            try:
                cards.v1.customers.create({})
                drawn.append(True)
            except stripe.APIError:
                drawn.append(False)
        return drawn

    first = draw()
    assert first == draw()
    assert len(set(first)) == 2


def test_a_rule_that_makes_no_sense_is_refused(sandbox: Running) -> None:
    with pytest.raises(requests.HTTPError):
        sandbox.client.fault("/stripe/*", "explode")
