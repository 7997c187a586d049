"""Steps that several tests of Stripe's stand-in take."""

from __future__ import annotations

from typing import Any

import stripe

from concierge.sandbox.server import Running

VISA = "4242424242424242"
DECLINED_LATER = "4000000000000341"
NO_MONEY = "4000000000009995"
ASKS_AT_SETUP = "4000002500003155"
ASKS_ALWAYS = "4000002760003184"


def setup_session(client: stripe.StripeClient, customer: str, **more: Any) -> Any:
    """A Checkout Session in setup mode."""
    params: Any = {
        "mode": "setup",
        "currency": "usd",
        "customer": customer,
        "success_url": "http://127.0.0.1/done?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1/back",
        **more,
    }
    return client.v1.checkout.sessions.create(params)


def save_card(sandbox: Running, client: stripe.StripeClient, number: str = VISA) -> tuple[str, str]:
    """(customer, payment method) of somebody who has saved this card."""
    customer = client.v1.customers.create({"name": "Maria"}).id
    session = setup_session(client, customer)
    sandbox.client.fill_checkout(session.id, number)
    if number in (ASKS_AT_SETUP, ASKS_ALWAYS):
        sandbox.client.answer_bank(session.setup_intent)
    [method] = client.v1.payment_methods.list({"customer": customer}).data
    return customer, method.id


def hold(
    client: stripe.StripeClient, saved: tuple[str, str], amount: int = 5400, *, key: str = "",
    **more: Any,
) -> Any:  # fmt: skip
    """An authorisation off session, as the product asks for it."""
    params: Any = {
        "amount": amount,
        "currency": "usd",
        "customer": saved[0],
        "payment_method": saved[1],
        "off_session": True,
        "confirm": True,
        "capture_method": "manual",
        **more,
    }
    return client.v1.payment_intents.create(params, {"idempotency_key": key} if key else {})


def paid(client: stripe.StripeClient, saved: tuple[str, str], amount: int = 5400) -> Any:
    """An amount that was held and captured."""
    return client.v1.payment_intents.capture(hold(client, saved, amount).id)
