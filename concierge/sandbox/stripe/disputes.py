"""Disputes and early fraud warnings (https://docs.stripe.com/api/disputes)."""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import balance, customers, events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("disputes")
ANSWER_WITHIN = 7 * 24 * 3600


def open(world: World, charge: Json, reason: str = "fraudulent") -> Json:
    """The cardholder disputes a captured charge: its money is taken back at once."""
    id, amount, now = wire.new_id("du"), charge["amount_captured"], int(time.time())
    transaction = balance.dispute(world, id, charge["currency"], amount)
    dispute: Json = {
        "id": id,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [transaction],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": now + ANSWER_WITHIN,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": charge["payment_method_details"]["card"]["brand"],
                "case_type": "chargeback",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }
    world.books.put("dispute", dispute)
    charge["disputed"] = True
    world.books.put("charge", charge)
    events.record(world, "charge.dispute.created", dispute)
    events.record(world, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close(world: World, dispute: Json, *, won: bool) -> Json:
    """The bank has decided."""
    before, dispute["status"] = dispute["status"], "won" if won else "lost"
    if won:
        back = balance.dispute_won(world, dispute["id"], dispute["currency"], dispute["amount"])
        dispute["balance_transactions"].append(back)
    world.books.put("dispute", dispute)
    events.record(world, "charge.dispute.closed", dispute, {"status": before})
    if won:
        events.record(world, "charge.dispute.funds_reinstated", dispute)
    return dispute


def warn(world: World, charge: Json) -> Json:
    """The card's issuer suspects fraud; no money has moved yet."""
    warning: Json = {
        "id": wire.new_id("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": charge["id"],
        "created": int(time.time()),
        "fraud_type": "misc",
        "livemode": False,
        "payment_intent": charge["payment_intent"],
    }
    world.books.put("early_fraud_warning", warning)
    events.record(world, "radar.early_fraud_warning.created", warning)
    return warning


@api("GET", "disputes", "DisputeListParams")
def listing(call: wire.Call) -> Json:
    """Disputes, newest first, by charge or payment intent."""
    where = {name: call.params[name] for name in ("charge", "payment_intent") if call.get(name)}
    return page(call.world.books.find("dispute", where), call.params, "disputes")


@api("GET", "disputes/<id>", "DisputeRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One dispute."""
    dispute = call.world.books.get("dispute", call.path["id"])
    if dispute is None:
        raise StripeError.missing("dispute", call.path["id"])
    return dispute


@api("POST", "disputes/<id>", "DisputeUpdateParams")
def update(call: wire.Call) -> Json:
    """Give evidence; `submit` hands it in, as it does by default."""
    dispute = retrieve(call)
    dispute["evidence"] |= call.get("evidence") or {}
    dispute["metadata"] = customers.merged(dispute["metadata"], call.get("metadata", {}))
    if call.get("evidence"):
        dispute["evidence_details"]["has_evidence"] = True
        if call.get("submit", True):
            dispute["evidence_details"]["submission_count"] += 1
            dispute["status"] = "under_review"
    call.world.books.put("dispute", dispute)
    events.record(call.world, "charge.dispute.updated", dispute, {})
    return dispute


@api("POST", "disputes/<id>/close", "DisputeCloseParams")
def give_up(call: wire.Call) -> Json:
    """Accept the dispute: it is lost."""
    return close(call.world, retrieve(call), won=False)


@api("GET", "radar/early_fraud_warnings", "radar.EarlyFraudWarningListParams")
def warnings(call: wire.Call) -> Json:
    """Early fraud warnings, newest first, by charge or payment intent."""
    where = {name: call.params[name] for name in ("charge", "payment_intent") if call.get(name)}
    found = call.world.books.find("early_fraud_warning", where)
    return page(found, call.params, "radar/early_fraud_warnings")


@api("GET", "radar/early_fraud_warnings/<id>", "radar.EarlyFraudWarningRetrieveParams")
def warning(call: wire.Call) -> Json:
    """One early fraud warning."""
    found = call.world.books.get("early_fraud_warning", call.path["id"])
    if found is None:
        raise StripeError.missing("early fraud warning", call.path["id"])
    return found
