"""Events: recorded with the change they tell of, posted to the product, listed for a while.

https://docs.stripe.com/api/events
"""

from __future__ import annotations

import time

from flask import g, has_request_context, request

from concierge.sandbox.books import Json
from concierge.sandbox.outbox import STRIPE
from concierge.sandbox.stripe import wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("events")


def record(
    world: World, type: str, thing: Json, before: Json | None = None, after: float = 0
) -> Json:
    """Record an event about `thing` as it is now and request its webhook, `after` seconds on.

    `before` holds the former values of what a *.updated event changed.
    """
    data: Json = {"object": wire.public(thing)}
    if before is not None:
        data["previous_attributes"] = before
    event: Json = {
        "id": wire.new_id("evt"),
        "object": "event",
        "api_version": wire.API_VERSION,
        "created": int(time.time()),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": _origin(),
        "type": type,
    }
    with world.books.change():
        world.books.put("event", event)
        world.outbox.post(STRIPE, event["id"], event, after=after)
    return event


def _origin() -> Json:
    if has_request_context() and "stripe_request" in g:
        return {
            "id": g.stripe_request,
            "idempotency_key": request.headers.get("Idempotency-Key"),
        }
    return {"id": None, "idempotency_key": None}


@api("GET", "events", "EventListParams")
def listing(call: wire.Call) -> Json:
    """Events, newest first; `type` may end in ".*"."""
    types = call.get("types") or ([call.params["type"]] if "type" in call.params else [])
    found = [
        event
        for event in call.world.books.find("event")
        if not types or any(_matches(event["type"], type) for type in types)
    ]
    return page(found, call.params, "events")


def _matches(type: str, wanted: str) -> bool:
    if wanted.endswith(".*"):
        return type.startswith(wanted[:-1])
    return type == wanted


@api("GET", "events/<id>", "EventRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One event."""
    event = call.world.books.get("event", call.path["id"])
    if event is None:
        raise StripeError.missing("event", call.path["id"])
    return event
