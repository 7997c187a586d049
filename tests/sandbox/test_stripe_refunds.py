"""Refunds, disputes, early fraud warnings."""

from __future__ import annotations

import pytest
import stripe

from concierge.sandbox.server import Running
from tests.sandbox.conftest import Product, eventually
from tests.sandbox.stripe_steps import hold, paid, save_card


def test_a_payment_is_refunded_in_parts_and_no_further(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    intent = paid(cards, save_card(sandbox, cards), 5400)
    refund = cards.v1.refunds.create({"payment_intent": intent.id, "amount": 1000})
    assert (refund.status, refund.amount) == ("succeeded", 1000)
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.refunds.create({"payment_intent": intent.id, "amount": 4401})
    assert error.value.param == "amount"
    assert cards.v1.refunds.create({"payment_intent": intent.id}).amount == 4400
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.refunds.create({"payment_intent": intent.id})
    assert error.value.code == "charge_already_refunded"
    charge = cards.v1.charges.retrieve(intent.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (True, 5400)
    assert len(cards.v1.refunds.list({"payment_intent": intent.id}).data) == 2


def test_only_what_was_captured_can_be_refunded(
    sandbox: Running, cards: stripe.StripeClient
) -> None:
    held = hold(cards, save_card(sandbox, cards), 6000)
    with pytest.raises(stripe.InvalidRequestError):
        cards.v1.refunds.create({"payment_intent": held.id})
    cards.v1.payment_intents.capture(held.id, {"amount_to_capture": 4000})
    assert cards.v1.refunds.create({"payment_intent": held.id}).amount == 4000


def test_a_refund_can_fail_later(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = paid(cards, save_card(sandbox, cards, "4000000000005126"))
    refund = cards.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == "succeeded"
    eventually(lambda: "refund.failed" in product.types())
    assert cards.v1.refunds.retrieve(refund.id).status == "failed"
    [known] = sandbox.client.books()["payment_intents"]
    assert (known["captured"], known["refunded"]) == (5400, 0)
    assert cards.v1.balance_transactions.list({"type": "refund_failure"}).data[0].amount == 5400


def test_a_refund_can_be_pending_first(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = paid(cards, save_card(sandbox, cards, "4000000000007726"))
    assert cards.v1.refunds.create({"payment_intent": intent.id}).status == "pending"
    eventually(lambda: "refund.updated" in product.types())


def test_a_refund_can_be_made_to_come_back(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = paid(cards, save_card(sandbox, cards))
    refund = cards.v1.refunds.create({"payment_intent": intent.id, "amount": 700})
    sandbox.client.fail_refund(refund.id)
    assert cards.v1.refunds.retrieve(refund.id).failure_reason == "expired_or_canceled_card"
    eventually(lambda: "refund.failed" in product.types())


def test_a_dispute_takes_the_money_and_its_fee(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = paid(cards, save_card(sandbox, cards, "4000000000000259"))
    eventually(lambda: "charge.dispute.created" in product.types())
    [dispute] = cards.v1.disputes.list({"payment_intent": intent.id}).data
    assert (dispute.status, dispute.amount) == ("needs_response", 5400)
    assert dispute.evidence_details.due_by is not None
    with pytest.raises(stripe.InvalidRequestError) as error:
        cards.v1.refunds.create({"payment_intent": intent.id})
    assert error.value.code == "charge_disputed"
    sandbox.client.close_dispute(dispute.id, won=True)
    assert cards.v1.disputes.retrieve(dispute.id).status == "won"
    eventually(lambda: "charge.dispute.funds_reinstated" in product.types())


def test_a_charge_can_be_disputed_by_hand(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    intent = paid(cards, save_card(sandbox, cards))
    sandbox.client.dispute(intent.latest_charge, "product_not_received")
    assert cards.v1.disputes.list().data[0].reason == "product_not_received"


def test_a_fraud_warning_comes_early(
    sandbox: Running, cards: stripe.StripeClient, product: Product
) -> None:
    paid(cards, save_card(sandbox, cards, "4000000000005423"))
    eventually(lambda: "radar.early_fraud_warning.created" in product.types())
    assert cards.v1.radar.early_fraud_warnings.list().data[0].actionable
