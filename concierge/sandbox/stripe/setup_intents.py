"""Setup intents: made by Checkout in setup mode (https://docs.stripe.com/api/setup_intents)."""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("setup_intents")


def make(world: World, customer: str | None, data: Json) -> Json:
    """A new setup intent that waits for a card."""
    id = wire.new_id("seti")
    intent: Json = {
        "id": id,
        "object": "setup_intent",
        "application": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": f"{id}_secret_{wire.new_id('x', 20)[2:]}",
        "created": int(time.time()),
        "customer": customer,
        "description": data.get("description"),
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "mandate": None,
        "metadata": data.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": "off_session",
    }
    world.books.put("setup_intent", intent)
    events.record(world, "setup_intent.created", intent)
    return intent


def succeed(world: World, intent: Json, method: Json) -> None:
    """The card is saved: attached to the intent's customer, if it has one."""
    if intent["customer"] and method["customer"] is None:
        method["customer"] = intent["customer"]
        world.books.put("payment_method", method)
        events.record(world, "payment_method.attached", method)
    intent |= {
        "status": "succeeded",
        "payment_method": method["id"],
        "next_action": None,
        "last_setup_error": None,
    }
    world.books.put("setup_intent", intent)
    events.record(world, "setup_intent.succeeded", intent)


def fail(world: World, intent: Json, error: StripeError, method: Json) -> None:
    """The card could not be saved; another may be tried."""
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_setup_error": {**error.error, "payment_method": wire.public(method)},
    }
    world.books.put("setup_intent", intent)
    events.record(world, "setup_intent.setup_failed", intent)


@api("GET", "setup_intents", "SetupIntentListParams")
def listing(call: wire.Call) -> Json:
    """Setup intents, newest first, by customer or payment method."""
    where = {name: call.params[name] for name in ("customer", "payment_method") if call.get(name)}
    return page(call.world.books.find("setup_intent", where), call.params, "setup_intents")


@api("GET", "setup_intents/<id>", "SetupIntentRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One setup intent."""
    intent = call.world.books.get("setup_intent", call.path["id"])
    if intent is None:
        raise StripeError.missing("setupintent", call.path["id"], "intent")
    return intent


@api("POST", "setup_intents/<id>/cancel", "SetupIntentCancelParams")
def cancel(call: wire.Call) -> Json:
    """Cancel one that has not succeeded."""
    intent = retrieve(call)
    if intent["status"] in ("succeeded", "canceled"):
        message = (
            f"You cannot cancel this SetupIntent because it has a status of {intent['status']}."
        )
        code = "setup_intent_unexpected_state"
        raise StripeError.invalid(message, code=code, saved=True, setup_intent=intent)
    reason = call.get("cancellation_reason")
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    call.world.books.put("setup_intent", intent)
    events.record(call.world, "setup_intent.canceled", intent)
    return intent
