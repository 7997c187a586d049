"""3-D Secure on the same PaymentIntent: the customer in person at the bank."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import stripe

from concierge.sandbox.server import Running
from tests.sandbox.conftest import Product, eventually
from tests.sandbox.stripe_steps import ASKS_ALWAYS, hold, save_card


def asked(sandbox: Running, cards: stripe.StripeClient) -> Any:
    """The same intent, declined off session, now confirmed by the customer in person."""
    saved = save_card(sandbox, cards, ASKS_ALWAYS)
    with pytest.raises(stripe.CardError) as declined:
        hold(cards, saved)
    return cards.v1.payment_intents.confirm(
        declined.value.error.payment_intent.id,  # type: ignore[union-attr]
        {"payment_method": saved[1], "return_url": "http://127.0.0.1/orders/7?from=bank"},
    )


def test_the_customer_confirms_the_same_intent_at_the_bank(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = asked(sandbox, cards)
    assert intent.status == "requires_action"
    assert intent.next_action.type == "redirect_to_url"
    page = intent.next_action.redirect_to_url.url
    assert "Your bank asks" in requests.get(page, timeout=10).text
    back = requests.post(page, {"answer": "complete"}, allow_redirects=False, timeout=10)
    assert back.status_code == 303
    assert back.headers["Location"] == (
        f"http://127.0.0.1/orders/7?from=bank&payment_intent={intent.id}"
        f"&payment_intent_client_secret={intent.client_secret}&redirect_status=succeeded"
    )
    assert cards.v1.payment_intents.retrieve(intent.id).status == "requires_capture"
    eventually(lambda: "payment_intent.amount_capturable_updated" in product.types())


def test_a_customer_who_fails_at_the_bank_can_try_again(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = asked(sandbox, cards)
    page = intent.next_action.redirect_to_url.url
    back = requests.post(page, {"answer": "fail"}, allow_redirects=False, timeout=10)
    assert back.headers["Location"].endswith("redirect_status=failed")
    failed = cards.v1.payment_intents.retrieve(intent.id)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"  # type: ignore[union-attr]
    again = requests.post(page, {"answer": "complete"}, allow_redirects=False, timeout=10)
    assert again.status_code == 303
    assert cards.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    eventually(lambda: product.types().count("payment_intent.payment_failed") == 2)
