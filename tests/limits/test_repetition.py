"""Repeated and concurrent deliveries: one message, one order, one authorisation."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import requests
from twilio.request_validator import RequestValidator

from tests.world import MARIA, World


def deliver(world: World, sid: str, body: str) -> int:
    """Post a signed inbound webhook, as Twilio does."""
    address = f"{world.url}/webhooks/twilio/messages"
    form = {
        "MessageSid": sid,
        "AccountSid": world.settings.twilio_account_sid,
        "From": MARIA,
        "To": world.settings.twilio_phone_number,
        "Body": body,
        "NumMedia": "0",
    }
    signature = RequestValidator(
        world.settings.twilio_auth_token.get_secret_value()
    ).compute_signature(address, form)
    answer = requests.post(
        address,
        data=urlencode(form),
        headers={
            "X-Twilio-Signature": signature,
            "Content-Type": "application/x-www-form-urlencoded",
        },
        timeout=60,
    )
    return answer.status_code


def test_a_thousand_deliveries_of_one_text_are_one_message(world: World) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: deliver(world, "SM" + "a" * 32, "Hello"), range(1000)))
    world.work()

    assert set(answers) == {200}
    assert len([m for m in world.messages() if m.inbound]) == 1
    assert len(world.texts()) == 1


def test_fifty_oks_at_once_are_one_order_and_one_authorisation(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda n: deliver(world, f"SM{n:032d}", "OK"), range(50)))
    world.work()

    assert set(answers) == {200}
    assert len(world.orders()) == 1
    assert [p["status"] for p in world.authorisations()] == ["requires_capture"]


def test_twenty_first_texts_at_once_are_one_customer(world: World) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: deliver(world, f"SM{n:032d}", f"Hello {n}"), range(20)))
    world.work()

    assert len([m for m in world.messages() if m.inbound]) == 20
    assert len([text for text in world.texts() if text.startswith("Hi, this is")]) == 1
