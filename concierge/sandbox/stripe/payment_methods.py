"""Payment methods: cards only (https://docs.stripe.com/api/payment_methods)."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import customers, events, wire
from concierge.sandbox.stripe.cards import BY_NUMBER, BY_TOKEN, DECLINES, TestCard
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("payment_methods")
SPENT = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
    "attachment, shared with a connected account without Customer attachment, or was detached "
    "from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must "
    "attach it to a Customer first."
)


def make(
    world: World,
    card: TestCard,
    *,
    expires: tuple[int, int] = (12, 2034),
    billing: Json | None = None,
) -> Json:
    """A new payment method for a test card, attached to nobody; `expires` is (month, year)."""
    address = {"city": None, "country": None, "line1": None, "line2": None, "state": None}
    method = {
        "id": wire.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {
            "address": {**address, "postal_code": None},
            "email": None,
            "name": None,
            "phone": None,
            "tax_id": None,
        }
        | (billing or {}),
        "card": {
            "brand": card.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass",
            },
            "country": "US",
            "display_brand": card.brand,
            "exp_month": expires[0],
            "exp_year": expires[1],
            "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
            "funding": card.funding,
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": int(time.time()),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": card.number,
        "_saved_with_challenge": False,
        "_spent": False,
    }
    return world.books.put("payment_method", method)


def card_of(method: Json) -> TestCard:
    """The test card behind a payment method."""
    return BY_NUMBER[method["_number"]]


def find(world: World, id: str, param: str = "payment_method", status: int = 400) -> Json:
    """The payment method of that id; a test token makes a new one."""
    card = BY_TOKEN.get(id) if id.startswith("pm_card_") else None
    if card is not None:
        return make(world, card)
    method = world.books.get("payment_method", id)
    if method is None:
        raise StripeError.missing("PaymentMethod", id, param, status)
    return method


def replace(world: World, method: Json, given: Json) -> Json:
    """The bank has replaced the card: what `given` says of exp_month, exp_year and number."""
    before = {name: method["card"][name] for name in ("exp_month", "exp_year", "last4")}
    for name in ("exp_month", "exp_year"):
        method["card"][name] = int(given.get(name, method["card"][name]))
    if "number" in given:
        card = BY_NUMBER[given["number"]]
        method["_number"] = card.number
        method["card"] |= {"last4": card.last4, "brand": card.brand}
    world.books.put("payment_method", method)
    events.record(world, "payment_method.automatically_updated", method, {"card": before})
    return method


def expired(method: Json) -> bool:
    """Whether the month printed on the card is over."""
    now = datetime.now(UTC)
    return (method["card"]["exp_year"], method["card"]["exp_month"]) < (now.year, now.month)


def declined(code: str, **rest: object) -> StripeError:
    """The 402 of a declined card; `code` is a decline code of `cards.DECLINES`."""
    name, message = DECLINES[code]
    given = code if name in ("card_declined", "authentication_required") else None
    return StripeError(
        402, "card_error", message, saved=True, code=name, decline_code=given, **rest
    )


def attach_to(world: World, id: str, customer: str) -> Json:
    """Attach a card to a customer, who must exist; a card that declines at once is refused."""
    customers.find(world, customer)
    method = find(world, id)
    if method["_spent"]:
        raise StripeError.invalid(SPENT, saved=True)
    if method["customer"] not in (None, customer):
        message = "The payment method you provided has already been attached to a customer."
        raise StripeError.invalid(message, saved=True)
    if card_of(method).at_save:
        raise declined(card_of(method).at_save, param="")
    if method["customer"] is None:
        method["customer"] = customer
        world.books.put("payment_method", method)
        events.record(world, "payment_method.attached", method)
    return method


@api("POST", "payment_methods", "PaymentMethodCreateParams")
def create(call: wire.Call) -> Json:
    """A card by test token; numbers are refused, as for every account that may not see them."""
    if call.get("type") != "card":
        message = "The sandbox knows payment methods of type card only"
        raise StripeError.invalid(message, param="type")
    token = (call.get("card") or {}).get("token")
    if "number" in (call.get("card") or {}):
        message = "Sending credit card numbers directly to the Stripe API is generally unsafe. "
        message += "We suggest you use test tokens that map to the test card you are using."
        raise StripeError(402, "card_error", message, saved=True)
    card = BY_TOKEN.get(str(token))
    if card is None:
        raise StripeError.missing("token", str(token), "card[token]", 400)
    method = make(call.world, card, billing=call.get("billing_details"))
    method["metadata"] = customers.merged({}, call.get("metadata"))
    return call.world.books.put("payment_method", method)


@api("GET", "payment_methods", "PaymentMethodListParams")
def listing(call: wire.Call) -> Json:
    """The cards of a customer, newest first."""
    if "customer" not in call.params:
        message = "Missing required param: customer."
        raise StripeError.invalid(message, code="parameter_missing", param="customer")
    customers.find(call.world, call.params["customer"])
    found = call.world.books.find("payment_method", {"customer": call.params["customer"]})
    if call.get("type", "card") != "card":
        found = []
    return page(found, call.params, "payment_methods")


@api("GET", "customers/<customer>/payment_methods", "CustomerPaymentMethodListParams")
def of_customer(call: wire.Call) -> Json:
    """The same, by the customer's own path."""
    customers.find(call.world, call.path["customer"], param="customer")
    found = call.world.books.find("payment_method", {"customer": call.path["customer"]})
    return page(found, call.params, f"customers/{call.path['customer']}/payment_methods")


@api("GET", "payment_methods/<id>", "PaymentMethodRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One card."""
    return find(call.world, call.path["id"], status=404)


@api("POST", "payment_methods/<id>/attach", "PaymentMethodAttachParams")
def attach(call: wire.Call) -> Json:
    """Save a card for a customer."""
    if "customer" not in call.params:
        message = "Missing required param: customer."
        raise StripeError.invalid(message, code="parameter_missing", param="customer")
    return attach_to(call.world, call.path["id"], call.params["customer"])


@api("POST", "payment_methods/<id>/detach", "PaymentMethodDetachParams")
def detach(call: wire.Call) -> Json:
    """Forget a card; it can never be used again."""
    method = find(call.world, call.path["id"], status=404)
    owner = method["customer"]
    if owner is None:
        message = "The payment method you provided is not attached to a customer so detachment is "
        raise StripeError.invalid(message + "impossible.", saved=True)
    method |= {"customer": None, "_spent": True}
    call.world.books.put("payment_method", method)
    customer = call.world.books.get("customer", owner)
    if customer is not None:
        settings = customer["invoice_settings"]
        if settings["default_payment_method"] == method["id"]:
            settings["default_payment_method"] = None
            call.world.books.put("customer", customer)
    events.record(call.world, "payment_method.detached", method, {"customer": owner})
    return method
