"""The main job's outside half, in one go: text, card, authorisation, capture, refund."""

from __future__ import annotations

import stripe
from twilio.rest import Client

from concierge.sandbox.server import Running
from tests.sandbox.conftest import MARIA, Product, eventually


def test_a_text_a_saved_card_a_hold_a_capture_and_a_refund(
    sandbox: Running, twilio: Client, cards: stripe.StripeClient, product: Product
) -> None:
    sandbox.client.text(MARIA, "Hi, can you get 12 red roses?")
    eventually(lambda: product.texts)
    number = sandbox.settings.twilio_phone_number
    twilio.messages.create(to=MARIA, from_=number, body="Of course, Maria.")
    eventually(lambda: [r["MessageStatus"] for r in product.receipts] == ["sent", "delivered"])

    maria = cards.v1.customers.create({"name": "Maria"})
    session = cards.v1.checkout.sessions.create(
        {
            "mode": "setup",
            "currency": "usd",
            "customer": maria.id,
            "success_url": "http://127.0.0.1/done",
        }
    )
    sandbox.client.fill_checkout(session.id)
    card = cards.v1.payment_methods.list({"customer": maria.id}).data[0]
    intent = cards.v1.payment_intents.create(
        {
            "amount": 5400,
            "currency": "usd",
            "customer": maria.id,
            "payment_method": card.id,
            "off_session": True,
            "confirm": True,
            "capture_method": "manual",
        }
    )
    assert intent.status == "requires_capture"
    cards.v1.payment_intents.capture(intent.id, {"amount_to_capture": 5000})
    cards.v1.refunds.create({"payment_intent": intent.id, "amount": 1000})

    [known] = sandbox.client.books()["payment_intents"]
    assert (known["authorised"], known["captured"], known["refunded"]) == (5400, 5000, 1000)
    eventually(lambda: "charge.refunded" in product.types())
    assert product.forged == 0
