"""PaymentIntents: the calls. What a confirmation leads to is in `attempts.py`.

States and who may do what in which: https://docs.stripe.com/payments/paymentintents/lifecycle
"""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import (
    attempts,
    charges,
    customers,
    events,
    money,
    payment_methods,
    wire,
)
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("payment_intents")
KNOWN = {
    "amount", "currency", "customer", "payment_method", "off_session", "confirm", "metadata",
    "capture_method", "description", "return_url", "automatic_payment_methods",
    "allowed_payment_method_types", "confirmation_method", "error_on_requires_action", "expand",
    "receipt_email", "setup_future_usage", "shipping", "statement_descriptor_suffix",
    "payment_method_options", "use_stripe_sdk", "amount_to_capture", "final_capture",
    "cancellation_reason", "statement_descriptor", "transfer_group",
}  # fmt: skip
ONLY_WITH_CONFIRM = ("off_session", "return_url", "error_on_requires_action", "use_stripe_sdk")
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = (*CONFIRMABLE, "requires_capture", "processing")


def _modelled(call: wire.Call) -> None:
    for name in call.params:
        if name not in KNOWN:
            message = f"The sandbox does not model the parameter {name} of a payment intent"
            raise StripeError.invalid(message, param=name)


def make(world: World, params: Json) -> Json:
    """A new intent from the parameters of a create call, not yet confirmed."""
    currency = money.currency(params["currency"])
    money.amount(params["amount"], currency)
    types = params.get("allowed_payment_method_types")
    automatic = params.get("automatic_payment_methods") or ({} if types else {"enabled": True})
    if types and "card" not in types:
        message = "The sandbox knows cards only"
        raise StripeError.invalid(message, param="allowed_payment_method_types")
    if params.get("customer"):
        customers.find(world, params["customer"])
    id = wire.new_id("pi")
    intent: Json = {
        "id": id,
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"allow_redirects": "always", **automatic}
        if automatic
        else None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": params.get("capture_method", "automatic_async"),
        "client_secret": f"{id}_secret_{wire.new_id('x', 20)[2:]}",
        "confirmation_method": params.get("confirmation_method", "automatic"),
        "created": int(time.time()),
        "currency": currency,
        "customer": params.get("customer"),
        "description": params.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": customers.merged({}, params.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": params.get("receipt_email"),
        "review": None,
        "setup_future_usage": params.get("setup_future_usage"),
        "shipping": params.get("shipping"),
        "source": None,
        "statement_descriptor": params.get("statement_descriptor"),
        "statement_descriptor_suffix": params.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": params.get("transfer_group"),
    }
    if types:
        intent["allowed_payment_method_types"] = types
    _take_method(world, intent, params.get("payment_method"))
    world.books.put("payment_intent", intent)
    events.record(world, "payment_intent.created", intent)
    return intent


def _take_method(world: World, intent: Json, id: str | None) -> None:
    if not id:
        return
    method = payment_methods.find(world, id)
    if method["_spent"]:
        raise StripeError.invalid(payment_methods.SPENT, param="payment_method")
    if method["customer"] and method["customer"] != intent["customer"]:
        if not intent["customer"]:
            message = "The PaymentMethod you provided is attached to a customer so you must also "
            message += "provide the customer in the request."
            raise StripeError.invalid(message, param="customer")
        message = f"The provided PaymentMethod {method['id']} does not belong to the Customer "
        message += f"{intent['customer']} you supplied."
        raise StripeError.invalid(message, param="payment_method")
    intent["payment_method"] = method["id"]
    intent["status"] = "requires_confirmation"


@api("POST", "payment_intents", "PaymentIntentCreateParams")
def create(call: wire.Call) -> Json:
    """A new intent; with `confirm` it is tried at once, and a decline is a 402 that names it."""
    _modelled(call)
    if not call.get("confirm"):
        for name in ONLY_WITH_CONFIRM:
            if name in call.params:
                message = f"`{name}` can only be set when `confirm=true`."
                raise StripeError.invalid(message, param=name)
    intent = make(call.world, call.params)
    if call.get("confirm"):
        return _confirm(call, intent)
    return intent


def _confirm(call: wire.Call, intent: Json) -> Json:
    if not intent["payment_method"]:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method. "
        message += "You can either update the PaymentIntent with a payment method and then confirm "
        message += "it again, or confirm it again directly with a payment method."
        raise StripeError.unexpected_state(message, wire.public(intent))
    automatic = intent["automatic_payment_methods"]
    redirects = automatic and automatic["allow_redirects"] == "always"
    if redirects and not call.get("off_session") and not call.get("return_url"):
        message = "This PaymentIntent is configured to accept payment methods enabled in your "
        message += "Dashboard. Because some of these payment methods might redirect your customer "
        message += "off of your page, you must provide a `return_url`. If you don't want to accept "
        message += "redirect-based payment methods, set `automatic_payment_methods[enabled]` to "
        message += "`true` and `automatic_payment_methods[allow_redirects]` to `never`."
        raise StripeError.invalid(message, param="return_url")
    return attempts.confirm(
        call.world, intent,
        off_session=bool(call.get("off_session")),
        return_url=call.get("return_url"),
        no_action=bool(call.get("error_on_requires_action")),
    )  # fmt: skip


@api("GET", "payment_intents", "PaymentIntentListParams")
def listing(call: wire.Call) -> Json:
    """Intents, newest first, by customer."""
    where = {"customer": call.params["customer"]} if call.get("customer") else {}
    return page(call.world.books.find("payment_intent", where), call.params, "payment_intents")


@api("GET", "payment_intents/<id>", "PaymentIntentRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One intent."""
    intent = call.world.books.get("payment_intent", call.path["id"])
    if intent is None:
        raise StripeError.missing("payment_intent", call.path["id"], "intent")
    return intent


@api("POST", "payment_intents/<id>", "PaymentIntentUpdateParams")
def update(call: wire.Call) -> Json:
    """Change an intent; once it is authorised only what describes it."""
    _modelled(call)
    intent, params = retrieve(call), call.params
    free = {"metadata", "description", "receipt_email", "shipping", "transfer_group", "expand"}
    bound = [name for name in params if name not in free]
    if bound and intent["status"] not in CONFIRMABLE:
        message = (
            f"This PaymentIntent's {bound[0]} could not be updated because it has a status of "
        )
        message += (
            f"{intent['status']}. You may only update the {bound[0]} of a PaymentIntent with "
        )
        message += "one of the following statuses: requires_payment_method, "
        message += "requires_confirmation, requires_action."
        raise StripeError.unexpected_state(message, wire.public(intent))
    if "currency" in params:
        intent["currency"] = money.currency(params["currency"])
    if "amount" in params:
        money.amount(params["amount"], intent["currency"])
        intent["amount"] = params["amount"]
    if params.get("customer"):
        if intent["customer"] not in (None, params["customer"]):
            message = (
                "You cannot modify `customer` on a PaymentIntent once it already has been set."
            )
            raise StripeError.invalid(message, param="customer")
        customers.find(call.world, params["customer"])
        intent["customer"] = params["customer"]
    if "metadata" in params:
        intent["metadata"] = customers.merged(intent["metadata"], params["metadata"])
    for name in (
        "description", "receipt_email", "shipping", "capture_method", "setup_future_usage",
        "statement_descriptor_suffix", "transfer_group",
    ):  # fmt: skip
        if name in params:
            intent[name] = params[name] or None
    _take_method(call.world, intent, params.get("payment_method"))
    return call.world.books.put("payment_intent", intent)


@api("POST", "payment_intents/<id>/confirm", "PaymentIntentConfirmParams")
def confirm(call: wire.Call) -> Json:
    """Try to pay; without `off_session` a bank's question becomes `next_action`."""
    _modelled(call)
    intent = retrieve(call)
    if intent["status"] not in CONFIRMABLE:
        status = intent["status"]
        message = "You cannot confirm this PaymentIntent because it has already succeeded after "
        message += "being previously confirmed."
        if status != "succeeded":
            message = f"You cannot confirm this PaymentIntent because it has a status of {status}."
        raise StripeError.unexpected_state(message, wire.public(intent))
    _take_method(call.world, intent, call.get("payment_method"))
    for name in ("capture_method", "receipt_email", "setup_future_usage", "shipping"):
        if name in call.params:
            intent[name] = call.params[name] or None
    return _confirm(call, intent)


@api("POST", "payment_intents/<id>/capture", "PaymentIntentCaptureParams")
def capture(call: wire.Call) -> Json:
    """Take what is authorised, or `amount_to_capture` of it; the rest is released."""
    _modelled(call)
    intent = retrieve(call)
    if intent["status"] != "requires_capture":
        message = "This PaymentIntent could not be captured because it has a status of "
        message += f"{intent['status']}. Only a PaymentIntent with one of the following statuses "
        message += "may be captured: requires_capture."
        raise StripeError.unexpected_state(message, wire.public(intent))
    if call.get("final_capture") is False:
        message = "The sandbox captures once"
        raise StripeError.invalid(message, param="final_capture")
    amount = call.get("amount_to_capture", intent["amount_capturable"])
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        code = "parameter_invalid_integer"
        raise StripeError.invalid(message, code=code, param="amount_to_capture")
    if amount > intent["amount_capturable"]:
        message = f"The amount to capture ({amount}) is greater than the amount that can be "
        message += f"captured ({intent['amount_capturable']})."
        raise StripeError.invalid(
            message, code="amount_too_large", param="amount_to_capture", saved=True
        )
    if "metadata" in call.params:
        intent["metadata"] = customers.merged(intent["metadata"], call.params["metadata"])
    charge = call.world.books.need("charge", intent["latest_charge"])
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    call.world.books.put("payment_intent", intent)
    charges.capture(call.world, charge, amount)
    events.record(call.world, "payment_intent.succeeded", intent)
    return intent


@api("POST", "payment_intents/<id>/cancel", "PaymentIntentCancelParams")
def cancel(call: wire.Call) -> Json:
    """Cancel what has not succeeded; an authorisation is given back."""
    intent = retrieve(call)
    if intent["status"] not in CANCELABLE:
        message = "You cannot cancel this PaymentIntent because it has a status of "
        message += f"{intent['status']}. Only a PaymentIntent with one of the following statuses "
        message += f"may be canceled: {', '.join(CANCELABLE)}."
        raise StripeError.unexpected_state(message, wire.public(intent))
    return attempts.cancel(call.world, intent, call.get("cancellation_reason"))
