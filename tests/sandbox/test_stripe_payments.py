"""PaymentIntents: states, declines, 3-D Secure, capture, cancel."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from concierge.sandbox.server import Running
from tests.sandbox.conftest import Product, eventually
from tests.sandbox.stripe_steps import (
    ASKS_ALWAYS,
    ASKS_AT_SETUP,
    DECLINED_LATER,
    NO_MONEY,
    hold,
    paid,
    save_card,
)

DAY = 24 * 3600


def test_a_hold_is_captured_once(sandbox: Running, cards: stripe.StripeClient) -> None:
    held = hold(cards, save_card(sandbox, cards), expand=["latest_charge"])
    assert (held.status, held.amount_capturable) == ("requires_capture", 5400)
    card = held.latest_charge.payment_method_details.card
    # A merchant-initiated Visa authorisation stands for 4 days and 18 hours.
    assert card.capture_before - held.latest_charge.created == 4 * DAY + 18 * 3600
    captured = cards.v1.payment_intents.capture(held.id)
    assert (captured.status, captured.amount_received) == ("succeeded", 5400)
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.payment_intents.capture(held.id)
    assert error.value.code == "payment_intent_unexpected_state"
    assert error.value.error.payment_intent.status == "succeeded"  # type: ignore[union-attr]


def test_other_cards_hold_seven_days(sandbox: Running, cards: stripe.StripeClient) -> None:
    saved = save_card(sandbox, cards, "5555555555554444")
    charge = hold(cards, saved, expand=["latest_charge"]).latest_charge
    assert charge.payment_method_details.card.capture_before - charge.created == 7 * DAY


def test_less_than_the_hold_can_be_captured(sandbox: Running, cards: stripe.StripeClient) -> None:
    held = hold(cards, save_card(sandbox, cards), 6000)
    cards.v1.payment_intents.capture(held.id, {"amount_to_capture": 4785})
    [intent] = sandbox.client.books()["payment_intents"]
    assert (intent["authorised"], intent["captured"], intent["refunded"]) == (6000, 4785, 0)
    charge = cards.v1.charges.retrieve(intent["latest_charge"])
    assert (charge.amount_captured, charge.amount_refunded) == (4785, 1215)


def test_more_than_the_hold_cannot_be_captured(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    held = hold(cards, save_card(sandbox, cards))
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.payment_intents.capture(held.id, {"amount_to_capture": 5401})
    assert error.value.param == "amount_to_capture"
    assert cards.v1.payment_intents.retrieve(held.id).status == "requires_capture"


def test_a_hold_can_be_given_back(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    held = hold(cards, save_card(sandbox, cards))
    gone = cards.v1.payment_intents.cancel(
        held.id, {"cancellation_reason": "requested_by_customer"}
    )
    assert (gone.status, gone.cancellation_reason) == ("canceled", "requested_by_customer")
    eventually(lambda: {"payment_intent.canceled", "charge.refunded"} <= set(product.types()))
    for call in (cards.v1.payment_intents.capture, cards.v1.payment_intents.cancel):
        with pytest.raises(stripe.InvalidRequestError) as error:
            call(held.id)
        assert error.value.code == "payment_intent_unexpected_state"


def test_what_was_taken_cannot_be_canceled(sandbox: Running, cards: stripe.StripeClient) -> None:
    intent = paid(cards, save_card(sandbox, cards))
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.payment_intents.cancel(intent.id)
    assert error.value.code == "payment_intent_unexpected_state"


def test_a_hold_that_runs_out_is_canceled_by_stripe(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    held = hold(cards, save_card(sandbox, cards))
    sandbox.client.lapse(held.id)
    gone = cards.v1.payment_intents.retrieve(held.id)
    assert (gone.status, gone.cancellation_reason) == ("canceled", "automatic")
    eventually(lambda: {"payment_intent.canceled", "charge.expired"} <= set(product.types()))


@pytest.mark.parametrize(
    ("number", "code", "decline_code"),
    [
        (DECLINED_LATER, "card_declined", "generic_decline"),
        (NO_MONEY, "card_declined", "insufficient_funds"),
        (ASKS_ALWAYS, "authentication_required", "authentication_required"),
    ],
)
def test_a_decline_off_session_carries_the_intent(
    sandbox: Running,
    cards: stripe.StripeClient,
    product: Product,
    number: str,
    code: str,
    decline_code: str,
) -> None:
    saved = save_card(sandbox, cards, number)
    with pytest.raises(stripe.CardError) as declined:
        hold(cards, saved)
    error: Any = declined.value
    assert (error.http_status, error.code, error.error.decline_code) == (402, code, decline_code)
    intent = error.error.payment_intent
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    assert intent.last_payment_error.code == code
    assert intent.last_payment_error.payment_method.id == saved[1]
    assert error.error.charge == intent.latest_charge
    charge = cards.v1.charges.retrieve(intent.latest_charge)
    assert (charge.status, charge.failure_code, charge.paid) == ("failed", code, False)
    eventually(lambda: "payment_intent.payment_failed" in product.types())


def test_a_declined_intent_can_be_confirmed_with_another_card(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    saved = save_card(sandbox, cards, DECLINED_LATER)
    with pytest.raises(stripe.CardError) as declined:
        hold(cards, saved)
    id = declined.value.error.payment_intent.id  # type: ignore[union-attr]
    better = cards.v1.payment_methods.attach("pm_card_visa", {"customer": saved[0]})
    intent = cards.v1.payment_intents.confirm(
        id, {"payment_method": better.id, "off_session": True}
    )
    assert (intent.status, intent.last_payment_error) == ("requires_capture", None)


def test_a_card_saved_with_3d_secure_is_charged_without(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    assert hold(cards, save_card(sandbox, cards, ASKS_AT_SETUP)).status == "requires_capture"


def test_the_same_card_saved_without_3d_secure_is_not(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    customer = cards.v1.customers.create({}).id
    method = cards.v1.payment_methods.attach(
        "pm_card_authenticationRequiredOnSetup", {"customer": customer}
    )
    with pytest.raises(stripe.CardError) as declined:
        hold(cards, (customer, method.id))
    assert declined.value.code == "authentication_required"


def test_on_session_wants_a_return_url(sandbox: Running, cards: stripe.StripeClient) -> None:
    customer, method = save_card(sandbox, cards)
    params: Any = {
        "amount": 100,
        "currency": "usd",
        "customer": customer,
        "payment_method": method,
        "confirm": True,
    }
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.payment_intents.create(params)
    assert error.value.param == "return_url"
    params["automatic_payment_methods"] = {"enabled": True, "allow_redirects": "never"}
    assert cards.v1.payment_intents.create(params).status == "succeeded"
    assert len(sandbox.client.books()["payment_intents"]) == 1


def test_an_intent_goes_through_its_states_one_by_one(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    customer, method = save_card(sandbox, cards)
    intent = cards.v1.payment_intents.create({"amount": 900, "currency": "usd"})
    assert intent.status == "requires_payment_method"
    intent = cards.v1.payment_intents.update(
        intent.id, {"customer": customer, "payment_method": method, "amount": 950}
    )
    assert (intent.status, intent.amount) == ("requires_confirmation", 950)
    intent = cards.v1.payment_intents.confirm(intent.id, {"return_url": "http://127.0.0.1/"})
    assert intent.status == "succeeded"
    late: list[tuple[Any, Any]] = [
        (cards.v1.payment_intents.update, {"amount": 1000}),
        (cards.v1.payment_intents.confirm, {"return_url": "http://127.0.0.1/"}),
    ]
    for call, params in late:
        with pytest.raises(stripe.InvalidRequestError) as error:
            call(intent.id, params)
        assert error.value.code == "payment_intent_unexpected_state"
    noted = cards.v1.payment_intents.update(intent.id, {"metadata": {"order": "7"}})
    assert noted.metadata["order"] == "7"


def test_a_card_of_somebody_else_cannot_be_charged(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    _, marias = save_card(sandbox, cards)
    tom = cards.v1.customers.create({}).id
    with pytest.raises(stripe.InvalidRequestError) as error:
        hold(cards, (tom, marias))
    assert error.value.param == "payment_method"


def test_a_detached_card_is_never_charged_again(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    customer, method = save_card(sandbox, cards)
    assert cards.v1.payment_methods.detach(method).customer is None
    with pytest.raises(stripe.InvalidRequestError):
        hold(cards, (customer, method))
    with pytest.raises(stripe.InvalidRequestError):
        cards.v1.payment_methods.attach(method, {"customer": customer})


def test_a_card_that_declines_at_once_cannot_be_attached(cards: stripe.StripeClient) -> None:
    customer = cards.v1.customers.create({}).id
    with pytest.raises(stripe.CardError) as declined:
        cards.v1.payment_methods.attach("pm_card_chargeDeclined", {"customer": customer})
    assert declined.value.error.decline_code == "generic_decline"  # type: ignore[union-attr]


def test_payments_are_found_by_metadata(sandbox: Running, cards: stripe.StripeClient) -> None:
    saved = save_card(sandbox, cards)
    wanted = hold(cards, saved, metadata={"order": "7"})
    hold(cards, saved, metadata={"order": "8"})
    query = "metadata['order']:'7' AND status:'requires_capture'"
    assert [one.id for one in cards.v1.payment_intents.search({"query": query}).data] == [wanted.id]


def test_a_capture_leaves_its_fee_on_the_balance(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    paid(cards, save_card(sandbox, cards), 5400)
    [entry] = cards.v1.balance_transactions.list({"type": "charge"}).data
    assert (entry.amount, entry.fee, entry.net) == (5400, 187, 5213)


def test_a_card_that_has_run_out_is_declined_until_the_bank_replaces_it(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    saved = save_card(sandbox, cards)
    sandbox.client.replace_card(saved[1], exp_month=1, exp_year=2020)
    with pytest.raises(stripe.CardError) as declined:
        hold(cards, saved)
    assert declined.value.code == "expired_card"
    sandbox.client.replace_card(saved[1], number="5555555555554444")
    assert cards.v1.payment_methods.retrieve(saved[1]).card.last4 == "4444"  # type: ignore[union-attr]
    assert hold(cards, saved).status == "requires_capture"
    eventually(lambda: "payment_method.automatically_updated" in product.types())
