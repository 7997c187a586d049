"""Refunds (https://docs.stripe.com/api/refunds)."""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import balance, customers, events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.stripe.payment_methods import card_of
from concierge.sandbox.world import World

api = wire.Api("refunds")
KNOWN = {"amount", "charge", "payment_intent", "reason", "metadata", "expand"}


@api("POST", "refunds", "RefundCreateParams")
def create(call: wire.Call) -> Json:
    """Give back `amount` minor units, or all that is left, of a captured charge."""
    for name in call.params:
        if name not in KNOWN:
            message = f"The sandbox does not model the parameter {name} of a refund"
            raise StripeError.invalid(message, param=name)
    charge = _charge(call)
    left = charge["amount_captured"] - refunded(charge)
    if left <= 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise StripeError.invalid(
            message, code="charge_already_refunded", charge=charge["id"], saved=True
        )
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise StripeError.invalid(message, code="charge_disputed", saved=True)
    amount = call.get("amount", left)
    if amount < 1:
        message = "Invalid positive integer"
        raise StripeError.invalid(message, code="parameter_invalid_integer", param="amount")
    if amount > left:
        message = f"Refund amount ({_money(amount, charge)}) is greater than unrefunded amount on "
        message += f"charge ({_money(left, charge)})"
        raise StripeError.invalid(message, param="amount", saved=True)
    return _make(call.world, charge, amount, call.params)


def refunded(charge: Json) -> int:
    """What was given back of what was captured; the charge also counts what was never taken."""
    return int(charge["amount_refunded"] - (charge["amount"] - charge["amount_captured"]))


def _money(amount: int, charge: Json) -> str:
    return f"{amount / 100:.2f} {charge['currency'].upper()}"


def _charge(call: wire.Call) -> Json:
    given = [name for name in ("charge", "payment_intent") if call.get(name)]
    if len(given) != 1:
        message = "One of the following params should be provided for this request: "
        raise StripeError.invalid(message + "payment_intent or charge.", param="payment_intent")
    books = call.world.books
    if given == ["charge"]:
        charge = books.get("charge", call.params["charge"])
        if charge is None:
            raise StripeError.missing("charge", call.params["charge"], "charge", 404)
    else:
        intent = books.get("payment_intent", call.params["payment_intent"])
        if intent is None:
            id = call.params["payment_intent"]
            raise StripeError.missing("payment_intent", id, "payment_intent", 404)
        charge = books.get("charge", intent["latest_charge"] or "")
        if charge is None or not charge["captured"]:
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to "
            raise StripeError.unexpected_state(message + "refund.", wire.public(intent))
    if not charge["captured"]:
        message = f"Charge {charge['id']} has not been captured; cancel its PaymentIntent instead."
        raise StripeError.invalid(message, code="charge_not_refundable", saved=True)
    return charge


def _make(world: World, charge: Json, amount: int, params: Json) -> Json:
    method = world.books.get("payment_method", charge["payment_method"])
    kind = card_of(method).refund if method else "succeeds"
    id = wire.new_id("re")
    refund: Json = {
        "id": id,
        "object": "refund",
        "amount": amount,
        "balance_transaction": balance.refund(world, id, charge["currency"], amount)["id"],
        "charge": charge["id"],
        "created": int(time.time()),
        "currency": charge["currency"],
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number",
                     "type": "refund"},
            "type": "card",
        },
        "metadata": customers.merged({}, params.get("metadata")),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if kind == "waits" else "succeeded",
        "transfer_reversal": None,
    }  # fmt: skip
    world.books.put("refund", refund)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.books.put("charge", charge)
    events.record(world, "refund.created", refund)
    events.record(world, "charge.refunded", charge)
    if kind == "fails":
        settle(world, dict(refund), succeeded=False)
    elif kind == "waits":
        settle(world, dict(refund), succeeded=True)
    return refund


def settle(world: World, refund: Json, *, succeeded: bool) -> Json:
    """What the bank says later: a pending refund arrives, or a finished one comes back."""
    if succeeded:
        refund["status"] = "succeeded"
        world.books.put("refund", refund)
    else:
        back = balance.refund_failure(world, refund["id"], refund["currency"], refund["amount"])
        refund |= {
            "status": "failed",
            "failure_reason": "expired_or_canceled_card",
            "failure_balance_transaction": back["id"],
        }
        world.books.put("refund", refund)
        charge = world.books.get("charge", refund["charge"])
        if charge is not None:
            charge["amount_refunded"] -= refund["amount"]
            charge["refunded"] = False
            world.books.put("charge", charge)
        events.record(world, "refund.failed", refund)
    events.record(world, "refund.updated", refund, {"status": "pending"})
    events.record(world, "charge.refund.updated", refund, {"status": "pending"})
    return refund


@api("GET", "refunds", "RefundListParams")
def listing(call: wire.Call) -> Json:
    """Refunds, newest first, by charge or payment intent."""
    where = {name: call.params[name] for name in ("charge", "payment_intent") if call.get(name)}
    return page(call.world.books.find("refund", where), call.params, "refunds")


@api("GET", "refunds/<id>", "RefundRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One refund."""
    refund = call.world.books.get("refund", call.path["id"])
    if refund is None:
        raise StripeError.missing("refund", call.path["id"])
    return refund


@api("POST", "refunds/<id>", "RefundUpdateParams")
def update(call: wire.Call) -> Json:
    """Change a refund's metadata."""
    refund = retrieve(call)
    before = {"metadata": refund["metadata"]}
    refund["metadata"] = customers.merged(refund["metadata"], call.get("metadata", {}))
    call.world.books.put("refund", refund)
    events.record(call.world, "refund.updated", refund, before)
    return refund
