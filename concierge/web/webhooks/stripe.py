"""Stripe's webhook: kept once, read afterwards by a worker, who fetches what it is about."""

import logging

from flask import Blueprint, Response, abort, jsonify, request

from concierge import clock
from concierge.db import transaction
from concierge.payments import reception
from concierge.payments.gateway import Gateway

log = logging.getLogger(__name__)

# Bytes; events are a few kilobytes, and carry no more than one object.
_MOST = 1_000_000


def blueprint(gateway: Gateway) -> Blueprint:
    """The route, for one card processor."""
    routes = Blueprint("stripe", __name__, url_prefix="/webhooks")

    @routes.post("/stripe")
    def stripe() -> Response:
        request.max_content_length = _MOST
        signature = request.headers.get("Stripe-Signature", "")
        try:
            event = gateway.read_event(request.get_data(), signature if signature.isascii() else "")
        except ValueError as error:
            abort(400, str(error))
        if event is None:
            log.warning("a webhook with a wrong signature from %s", request.remote_addr)
            abort(403, "The signature does not match STRIPE_WEBHOOK_SECRET.")
        with transaction() as session:
            first = reception.receive(session, event, at=clock.now())
        return jsonify(received=True, repeated=not first)

    return routes
