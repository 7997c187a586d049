"""Customers (https://docs.stripe.com/api/customers)."""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import events, wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("customers")
PLAIN = ("address", "description", "email", "name", "phone", "shipping", "preferred_locales")
KNOWN = {*PLAIN, "metadata", "invoice_settings", "expand", "payment_method"}


def find(world: World, id: str, *, param: str = "customer") -> Json:
    """The customer that a parameter names, or `resource_missing`."""
    customer = world.books.get("customer", id)
    if customer is None or customer.get("deleted"):
        raise StripeError.missing("customer", id, param, status=400)
    return customer


def merged(old: Json, new: object) -> Json:
    """Metadata after an update: an empty value removes its key, an empty string all."""
    if not isinstance(new, dict):
        return {}
    return {key: value for key, value in {**old, **new}.items() if value != ""}


def _modelled(call: wire.Call) -> None:
    for name in call.params:
        if name not in KNOWN:
            message = f"The sandbox does not model the parameter {name} of a customer"
            raise StripeError.invalid(message, param=name)


@api("POST", "customers", "CustomerCreateParams")
def create(call: wire.Call) -> Json:
    """A new customer."""
    _modelled(call)
    customer = make(call.world, call.params)
    if call.get("payment_method"):
        # Imported late: cards belong to customers and customers may come with a card.
        from concierge.sandbox.stripe import payment_methods

        payment_methods.attach_to(call.world, call.params["payment_method"], customer["id"])
    if call.get("invoice_settings"):
        _settings(call, customer, call.params["invoice_settings"])
        call.world.books.put("customer", customer)
    events.record(call.world, "customer.created", customer)
    return customer


def make(world: World, params: Json) -> Json:
    """A new customer, without its event."""
    customer: Json = {
        "id": wire.new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": int(time.time()),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "invoice_prefix": wire.new_id("X", 7).upper().replace("_", ""),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": merged({}, params.get("metadata")),
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    customer |= {name: params[name] or None for name in PLAIN if name in params}
    return world.books.put("customer", customer)


def _settings(call: wire.Call, customer: Json, settings: Json) -> None:
    known = {"default_payment_method"}
    for name in settings:
        if name not in known:
            message = f"The sandbox does not model invoice_settings[{name}]"
            raise StripeError.invalid(message, param=f"invoice_settings[{name}]")
    id = settings.get("default_payment_method")
    if id is None:
        return
    method = call.world.books.get("payment_method", id) if id else None
    if id and (method is None or method["customer"] != customer["id"]):
        message = f"The customer does not have a payment method with the ID {id}. The payment "
        message += "method must be attached to the customer."
        param = "invoice_settings[default_payment_method]"
        raise StripeError.invalid(message, code="resource_missing", param=param)
    customer["invoice_settings"]["default_payment_method"] = id or None


@api("GET", "customers", "CustomerListParams")
def listing(call: wire.Call) -> Json:
    """Customers, newest first, by e-mail if given."""
    where = {"email": call.params["email"]} if "email" in call.params else {}
    found = [one for one in call.world.books.find("customer", where) if not one.get("deleted")]
    return page(found, call.params, "customers")


@api("GET", "customers/<id>", "CustomerRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One customer; a deleted one says so."""
    customer = call.world.books.get("customer", call.path["id"])
    if customer is None:
        raise StripeError.missing("customer", call.path["id"])
    if customer.get("deleted"):
        return {"id": customer["id"], "object": "customer", "deleted": True}
    return customer


@api("POST", "customers/<id>", "CustomerUpdateParams")
def update(call: wire.Call) -> Json:
    """Change what is given."""
    _modelled(call)
    customer = retrieve(call)
    if customer.get("deleted"):
        raise StripeError.missing("customer", call.path["id"])
    before = {name: customer[name] for name in PLAIN if name in call.params}
    customer |= {name: call.params[name] or None for name in PLAIN if name in call.params}
    if "metadata" in call.params:
        before["metadata"] = customer["metadata"]
        customer["metadata"] = merged(customer["metadata"], call.params["metadata"])
    if "invoice_settings" in call.params:
        old = customer["invoice_settings"]["default_payment_method"]
        before["invoice_settings"] = {"default_payment_method": old}
        _settings(call, customer, call.params["invoice_settings"])
    call.world.books.put("customer", customer)
    events.record(call.world, "customer.updated", customer, before)
    return customer


@api("DELETE", "customers/<id>", "CustomerDeleteParams")
def delete(call: wire.Call) -> Json:
    """Delete the customer; cards are detached."""
    customer = retrieve(call)
    if customer.get("deleted"):
        raise StripeError.missing("customer", call.path["id"])
    for method in call.world.books.find("payment_method", {"customer": customer["id"]}):
        call.world.books.put("payment_method", {**method, "customer": None, "_spent": True})
    call.world.books.put("customer", {**customer, "deleted": True})
    events.record(call.world, "customer.deleted", customer)
    return {"id": customer["id"], "object": "customer", "deleted": True}
