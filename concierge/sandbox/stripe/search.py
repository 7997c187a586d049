"""Search: payment intents by what they carry (https://docs.stripe.com/search)."""

from __future__ import annotations

import re

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import wire
from concierge.sandbox.stripe.errors import StripeError

api = wire.Api("search")


@api("GET", "payment_intents/search", "PaymentIntentSearchParams")
def search(call: wire.Call) -> Json:
    """Intents by clauses `field:'value'` or `metadata['key']:'value'`, joined with AND.

    The real search lags by up to a minute; this one is exact.
    """
    clause = r"(?:metadata\[['\"](?P<key>[^'\"]+)['\"]\]|(?P<field>status|customer|currency))"
    wanted = []
    for part in re.split(r"\s+AND\s+", call.params["query"].strip()):
        match = re.fullmatch(clause + r":['\"](?P<value>[^'\"]*)['\"]", part)
        if match is None:
            message = f"The sandbox cannot read this part of the query: {part}"
            raise StripeError.invalid(message, param="query")
        wanted.append(match)
    found = [
        intent
        for intent in call.world.books.find("payment_intent")
        if all(
            (intent["metadata"].get(match["key"]) if match["key"] else intent[match["field"]])
            == match["value"]
            for match in wanted
        )
    ]
    limit = call.get("limit", 10)
    return {
        "object": "search_result",
        "data": found[:limit],
        "has_more": False,
        "next_page": None,
        "url": "/v1/payment_intents/search",
    }
