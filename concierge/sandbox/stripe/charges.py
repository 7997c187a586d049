"""Charges: one for each attempt of a PaymentIntent (https://docs.stripe.com/api/charges)."""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import balance, events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.stripe.payment_methods import card_of
from concierge.sandbox.world import World

api = wire.Api("charges")
DAY = 24 * 3600
# Visa lets a merchant-initiated authorisation stand for five days, of which Stripe uses 4 days
# and 18 hours; most others seven (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method).
HOLD_OFF_SESSION_VISA = 4 * DAY + 18 * 3600
HOLD = 7 * DAY


def make(
    world: World, intent: Json, method: Json, *, error: StripeError | None, challenged: bool,
    off_session: bool,
) -> Json:  # fmt: skip
    """A new charge: authorised, or failed with `error`."""
    now, manual = int(time.time()), intent["capture_method"] == "manual"
    code = error.error.get("code") if error else None
    decline = error.error.get("decline_code") if error else None
    charge: Json = {
        "id": wire.new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": world.settings.business_name[:22].upper(),
        "captured": False,
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": code,
        "failure_message": error.error["message"] if error else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": _outcome(decline or code, error),
        "paid": error is None,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {
            "card": _card(intent, method, now, challenged, off_session, manual and not error),
            "type": "card",
        },
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "failed" if error else "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }
    return world.books.put("charge", charge)


def _outcome(reason: str | None, error: StripeError | None) -> Json:
    return {
        "advice_code": "try_again_later" if error else None,
        "network_advice_code": None,
        "network_decline_code": "05" if error else None,
        "network_status": "declined_by_network" if error else "approved_by_network",
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": error.error["message"] if error else "Payment complete.",
        "type": "issuer_declined" if error else "authorized",
    }


def _card(
    intent: Json, method: Json, now: int, challenged: bool, off_session: bool, held: bool
) -> Json:
    card = method["card"]
    details: Json = {
        "amount_authorized": intent["amount"],
        "authorization_code": "123456",
        "brand": card["brand"],
        "checks": card["checks"],
        "country": card["country"],
        "exp_month": card["exp_month"],
        "exp_year": card["exp_year"],
        "extended_authorization": {"status": "disabled"},
        "fingerprint": card["fingerprint"],
        "funding": card["funding"],
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": card["last4"],
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": card["brand"],
        "network_token": {"used": False},
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "regulated_status": "unregulated",
        "three_d_secure": {"result": "authenticated", "version": "2.2.0"} if challenged else None,
        "wallet": None,
    }
    if held:
        visa = off_session and card["brand"] == "visa"
        details["capture_before"] = now + (HOLD_OFF_SESSION_VISA if visa else HOLD)
    return details


def capture(world: World, charge: Json, amount: int) -> None:
    """Take `amount` minor units of what is authorised; the rest is released at once."""
    charge |= {
        "captured": True,
        "amount_captured": amount,
        "balance_transaction": balance.charge(world, charge, amount)["id"],
    }
    charge["receipt_url"] = f"{world.address()}/stripe/receipts/{charge['id']}"
    if amount < charge["amount"]:
        # What is not taken goes back to the card and shows as refunded on the charge.
        charge["amount_refunded"] = charge["amount"] - amount
    world.books.put("charge", charge)
    held = "capture_before" in charge["payment_method_details"]["card"]
    events.record(world, "charge.captured" if held else "charge.succeeded", charge)
    _aftermath(world, charge)


def _aftermath(world: World, charge: Json) -> None:
    from concierge.sandbox.stripe import disputes

    method = world.books.get("payment_method", charge["payment_method"])
    then = card_of(method).then if method else ""
    if then == "dispute":
        disputes.open(world, charge)
    elif then == "warning":
        disputes.warn(world, charge)


def release(world: World, charge: Json, *, expired: bool) -> None:
    """Give an authorisation back, uncaptured."""
    charge |= {"amount_refunded": charge["amount"], "refunded": True}
    world.books.put("charge", charge)
    events.record(world, "charge.expired" if expired else "charge.refunded", charge)


@api("GET", "charges", "ChargeListParams")
def listing(call: wire.Call) -> Json:
    """Charges, newest first, by customer or payment intent."""
    where = {name: call.params[name] for name in ("customer", "payment_intent") if call.get(name)}
    return page(call.world.books.find("charge", where), call.params, "charges")


@api("GET", "charges/<id>", "ChargeRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One charge."""
    charge = call.world.books.get("charge", call.path["id"])
    if charge is None:
        raise StripeError.missing("charge", call.path["id"])
    return charge
