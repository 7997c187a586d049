"""Checkout sessions: the calls. The page behind a session's url is in `pages.py`.

https://docs.stripe.com/api/checkout/sessions; modes setup and payment.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import customers, events, setup_intents, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.stripe.money import LEAST
from concierge.sandbox.world import World

api = wire.Api("checkout")
SHORTEST, LONGEST = 30 * 60, 24 * 3600
KNOWN = {
    "mode", "customer", "currency", "success_url", "cancel_url", "client_reference_id",
    "expires_at", "metadata", "line_items", "payment_intent_data", "setup_intent_data",
    "customer_creation", "customer_email", "expand", "locale", "allowed_payment_method_types",
    "billing_address_collection", "ui_mode", "submit_type", "payment_method_options",
    "custom_text", "customer_update", "excluded_payment_method_types", "origin_context",
    "wallet_options", "saved_payment_method_options", "name_collection",
}  # fmt: skip


def _missing(param: str) -> StripeError:
    message = f"Missing required param: {param}."
    return StripeError.invalid(message, code="parameter_missing", param=param)


def _check(call: wire.Call) -> None:
    params = call.params
    for name in params:
        if name not in KNOWN:
            message = f"The sandbox does not model the parameter {name} of a Checkout Session"
            raise StripeError.invalid(message, param=name)
    if "mode" not in params:
        raise _missing("mode")
    if params["mode"] == "subscription":
        raise StripeError.invalid("The sandbox knows no subscriptions", param="mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise StripeError.invalid("The sandbox hosts its pages", param="ui_mode")
    if "success_url" not in params:
        raise _missing("success_url")
    for name in ("success_url", "cancel_url"):
        url = params.get(name)
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise StripeError.invalid("Not a valid URL", code="url_invalid", param=name)
    if params.get("customer"):
        customers.find(call.world, params["customer"])
        if params.get("customer_email"):
            message = "You may only specify one of these parameters: customer, customer_email."
            raise StripeError.invalid(message, param="customer_email")
    if len(params.get("client_reference_id", "")) > 200:
        message = "Invalid string: must be at most 200 characters"
        raise StripeError.invalid(message, param="client_reference_id")
    _check_mode(params)


def _check_mode(params: Json) -> None:
    if params["mode"] == "setup":
        if "currency" not in params and "allowed_payment_method_types" not in params:
            raise _missing("currency")
        for name in ("line_items", "payment_intent_data", "submit_type"):
            if name in params:
                message = f"You cannot set `{name}` in `setup` mode."
                raise StripeError.invalid(message, param=name)
        return
    if not params.get("line_items"):
        raise _missing("line_items")
    if "setup_intent_data" in params:
        message = "You cannot set `setup_intent_data` in `payment` mode."
        raise StripeError.invalid(message, param="setup_intent_data")


def _expiry(params: Json) -> int:
    now = int(time.time())
    at = int(params.get("expires_at", now + LONGEST))
    # Half a minute of grace, for the clocks of two machines.
    if at < now + SHORTEST - 30:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session "
        raise StripeError.invalid(message + "creation.", param="expires_at")
    if at > now + LONGEST + 30:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session "
        raise StripeError.invalid(message + "creation.", param="expires_at")
    return at


def _lines(params: Json) -> tuple[list[Json], str | None, int]:
    lines, total, currency = [], 0, params.get("currency")
    for index, item in enumerate(params.get("line_items") or []):
        where = f"line_items[{index}]"
        price = item.get("price_data")
        if not price:
            message = "The sandbox has no prices: give price_data"
            raise StripeError.invalid(message, param=f"{where}[price_data]")
        if "unit_amount" not in price:
            raise _missing(f"{where}[price_data][unit_amount]")
        if not (price.get("product_data") or {}).get("name"):
            raise _missing(f"{where}[price_data][product_data][name]")
        if "quantity" not in item:
            raise _missing(f"{where}[quantity]")
        if currency not in (None, price["currency"].lower()):
            message = "All line items must have the same currency."
            raise StripeError.invalid(message, param=f"{where}[price_data][currency]")
        currency = price["currency"].lower()
        amount = price["unit_amount"] * item["quantity"]
        total += amount
        lines.append(
            {
                "id": wire.new_id("li"),
                "object": "item",
                "amount_discount": 0,
                "amount_subtotal": amount,
                "amount_tax": 0,
                "amount_total": amount,
                "currency": currency,
                "description": price["product_data"]["name"],
                "quantity": item["quantity"],
            }
        )
    return lines, currency, total


@api("POST", "checkout/sessions", "checkout.SessionCreateParams")
def create(call: wire.Call) -> Json:
    """A new session; its `url` is a page of the sandbox."""
    _check(call)
    world, params = call.world, call.params
    lines, currency, total = _lines(params)
    paying = params["mode"] == "payment"
    if paying and total < LEAST.get(currency or "", 1):
        message = "The Checkout Session's total amount due must add up to at least the minimum."
        raise StripeError.invalid(message, code="amount_too_small")
    id = wire.new_id("cs_test", 56)
    setup = None
    if not paying:
        data = params.get("setup_intent_data") or {}
        setup = setup_intents.make(world, params.get("customer"), data)["id"]
    email = params.get("customer_email")
    session: Json = {
        "id": id,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": total if paying else None,
        "amount_total": total if paying else None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": int(time.time()),
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": params.get("custom_text") or {},
        "customer": params.get("customer"),
        "customer_creation": None if params.get("customer") else "if_required",
        "customer_details": None,
        "customer_email": email,
        "discounts": [] if paying else None,
        "expires_at": _expiry(params),
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": customers.merged({}, params.get("metadata")),
        "mode": params["mode"],
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "always" if paying else None,
        "payment_method_configuration_details": None,
        "payment_method_options": params.get("payment_method_options") or {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if paying else "no_payment_required",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": setup,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params["success_url"],
        "total_details": None,
        "ui_mode": "hosted_page",
        "url": f"{world.address()}/stripe/pay/{id}",
        "wallet_options": None,
        "_lines": lines,
        "_intent": params.get("payment_intent_data") or {},
        "_create_customer": params.get("customer_creation") == "always",
    }
    return world.books.put("checkout.session", session)


@api("GET", "checkout/sessions", "checkout.SessionListParams")
def listing(call: wire.Call) -> Json:
    """Sessions, newest first, by customer, payment intent or status."""
    names = ("customer", "payment_intent", "status")
    where = {name: call.params[name] for name in names if call.get(name)}
    return page(call.world.books.find("checkout.session", where), call.params, "checkout/sessions")


@api("GET", "checkout/sessions/<id>", "checkout.SessionRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One session."""
    session = call.world.books.get("checkout.session", call.path["id"])
    if session is None:
        raise StripeError.missing("checkout.session", call.path["id"], "session")
    if "line_items" in (call.get("expand") or []):
        session["line_items"] = {
            "object": "list", "data": session["_lines"], "has_more": False,
            "url": f"/v1/checkout/sessions/{session['id']}/line_items",
        }  # fmt: skip
    return session


@api("GET", "checkout/sessions/<id>/line_items", "checkout.SessionListLineItemsParams")
def line_items(call: wire.Call) -> Json:
    """What is being paid for."""
    lines = retrieve(call)["_lines"]
    return {
        "object": "list", "data": lines, "has_more": False,
        "url": f"/v1/checkout/sessions/{call.path['id']}/line_items",
    }  # fmt: skip


@api("POST", "checkout/sessions/<id>/expire", "checkout.SessionExpireParams")
def expire(call: wire.Call) -> Json:
    """End an open session."""
    session = retrieve(call)
    if session["status"] != "open":
        message = 'Only Checkout Sessions with a status in ["open"] can be expired. This '
        message += f"Checkout Session has a status of {session['status']}."
        raise StripeError.invalid(message, saved=True)
    return expired(call.world, session)


def expired(world: World, session: Json) -> Json:
    """The session has ended unused."""
    session |= {"status": "expired", "url": None}
    world.books.put("checkout.session", session)
    events.record(world, "checkout.session.expired", session)
    return session
