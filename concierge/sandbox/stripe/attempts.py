"""What a confirmation leads to: authorised, declined, or the bank wants the customer present.

Off session a bank's wish to see the customer is a decline: the intent goes back to
`requires_payment_method` with `last_payment_error.code` "authentication_required", its card in
`last_payment_error.payment_method`
(https://docs.stripe.com/payments/save-and-reuse?platform=web#charge-saved-payment-method).
On session it becomes `requires_action` with the address of the bank's page.
"""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import charges, events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.payment_methods import card_of, declined, expired
from concierge.sandbox.world import World


def confirm(
    world: World,
    intent: Json,
    *,
    off_session: bool,
    return_url: str | None,
    no_action: bool = False,
) -> Json:
    """Try to pay with the intent's card: the intent afterwards, or a 402 with the intent in it."""
    method = world.books.need("payment_method", intent["payment_method"])
    card = card_of(method)
    if card.challenge == "always":
        asks = True
    elif card.challenge == "unless_saved":
        # Such a card is exempt off session once saved with 3-D Secure; present, it always asks.
        asks = not (off_session and method["_saved_with_challenge"])
    else:
        asks = False
    if asks and off_session:
        raise refuse(world, intent, method, "authentication_required", off_session=True)
    if asks and no_action:
        raise refuse(world, intent, method, "authentication_required", off_session=False)
    if asks:
        return _ask(world, intent, return_url)
    return settle(world, intent, method, off_session=off_session, challenged=False)


def _ask(world: World, intent: Json, return_url: str | None) -> Json:
    page = f"{world.address()}/stripe/3d_secure/{intent['id']}"
    action: Json = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    if return_url:
        action = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": return_url, "url": page},
        }
    intent |= {"status": "requires_action", "next_action": action}
    world.books.put("payment_intent", intent)
    events.record(world, "payment_intent.requires_action", intent)
    return intent


def settle(
    world: World, intent: Json, method: Json, *, off_session: bool, challenged: bool
) -> Json:
    """The bank decides: authorised (and taken, unless capture is manual), or a 402."""
    code = "expired_card" if expired(method) else card_of(method).at_charge
    if code:
        raise refuse(world, intent, method, code, off_session=off_session)
    charge = charges.make(
        world, intent, method, error=None, challenged=challenged, off_session=off_session
    )
    _save_card(world, intent, method, challenged)
    intent |= {"latest_charge": charge["id"], "next_action": None, "last_payment_error": None}
    if intent["capture_method"] == "manual":
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        world.books.put("payment_intent", intent)
        events.record(world, "charge.succeeded", charge)
        events.record(world, "payment_intent.amount_capturable_updated", intent)
    else:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        world.books.put("payment_intent", intent)
        charges.capture(world, charge, intent["amount"])
        events.record(world, "payment_intent.succeeded", intent)
    return intent


def _save_card(world: World, intent: Json, method: Json, challenged: bool) -> None:
    if intent["setup_future_usage"] and intent["customer"] and not method["customer"]:
        method |= {"customer": intent["customer"], "_saved_with_challenge": challenged}
        world.books.put("payment_method", method)
        events.record(world, "payment_method.attached", method)
    elif not method["customer"]:
        # A card used once without a customer cannot be used again.
        world.books.put("payment_method", {**method, "_spent": True})


def refuse(
    world: World, intent: Json, method: Json, code: str, *, off_session: bool
) -> StripeError:
    """Record the decline; the error to raise, which carries the intent."""
    error = declined(code)
    charge = charges.make(
        world, intent, method, error=error, challenged=False, off_session=off_session
    )
    error.error["charge"] = charge["id"]
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "latest_charge": charge["id"],
        "last_payment_error": {**error.error, "payment_method": wire.public(method)},
    }
    world.books.put("payment_intent", intent)
    events.record(world, "charge.failed", charge)
    events.record(world, "payment_intent.payment_failed", intent)
    error.error |= {
        "payment_intent": wire.public(intent),
        "payment_method": wire.public(method),
    }
    return error


def fail_challenge(world: World, intent: Json, method: Json) -> Json:
    """The customer did not pass the bank's page: no charge was tried."""
    message = "We are unable to authenticate your payment method. Please choose a different "
    message += "payment method and try again."
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": {
            "type": "invalid_request_error",
            "code": "payment_intent_authentication_failure",
            "doc_url": "https://stripe.com/docs/error-codes/payment-intent-authentication-failure",
            "message": message,
            "payment_method": wire.public(method),
        },
    }
    world.books.put("payment_intent", intent)
    events.record(world, "payment_intent.payment_failed", intent)
    return intent


def cancel(world: World, intent: Json, reason: str | None, *, expired: bool = False) -> Json:
    """Cancel an intent and give back its authorisation, if it has one."""
    charge = world.books.get("charge", intent["latest_charge"] or "")
    held = intent["status"] == "requires_capture"
    intent |= {
        "status": "canceled",
        "canceled_at": int(time.time()),
        "cancellation_reason": reason,
        "amount_capturable": 0,
        "next_action": None,
    }
    world.books.put("payment_intent", intent)
    if held and charge is not None:
        charges.release(world, charge, expired=expired)
    events.record(world, "payment_intent.canceled", intent)
    return intent


def lapse(world: World, intent: Json) -> Json:
    """The authorisation has run out uncaptured: Stripe cancels the intent by itself."""
    return cancel(world, intent, "automatic", expired=True)
