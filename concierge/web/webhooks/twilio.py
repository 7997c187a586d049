"""Twilio's webhooks: texts in, and receipts of texts out."""

import logging

from flask import Blueprint, Response, abort, request

from concierge import clock, logs
from concierge.channels.base import Channel
from concierge.conversation import receive, reception
from concierge.db import insist
from concierge.web.webhooks.pacing import Meter

log = logging.getLogger(__name__)

_MOST_BYTES = 100_000
# An empty TwiML answer: anything of text/plain would be texted to the customer.
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
# Bytes; the longest text with ten pictures and every parameter there is takes a tenth of it.
_MOST = 128_000


def blueprint(channel: Channel, meter: Meter) -> Blueprint:
    """The routes, for one channel. `meter` counts the texts that come in."""
    routes = Blueprint("twilio", __name__, url_prefix="/webhooks/twilio")

    @routes.before_request
    def small() -> None:
        """A text and its addresses are a few kilobytes; whatever is larger is none."""
        request.max_content_length = _MOST_BYTES

    def verified() -> None:
        request.max_content_length = _MOST
        signature = request.headers.get("X-Twilio-Signature", "")
        # Raw: what was signed is the address as it was called, escapes and all.
        query = request.query_string.decode("latin-1")
        path = request.environ.get("RAW_URI", request.path).partition("?")[0]
        if not channel.verify(path=path, query=query, form=request.form, signature=signature):
            log.warning("a webhook with a wrong signature from %s", request.remote_addr)
            abort(403, "The signature does not match PUBLIC_URL and TWILIO_AUTH_TOKEN.")

    @routes.post("/messages")
    def messages() -> Response:
        verified()
        try:
            inbound = channel.parse(request.form)
        except ValueError as error:
            abort(400, str(error))
        came = meter.count(inbound.channel, inbound.sender)
        # Twilio, unless told otherwise, does not call again after a 500: the text would be lost.
        message = receive.take(inbound, came=came)
        if message is not None:
            logs.know(about=f"message:{message.id}")
            log.info("message %s taken in", message.id)
        return Response(_NOTHING, mimetype="text/xml")

    @routes.post("/status")
    def status() -> Response:
        verified()
        insist(
            lambda session: reception.take_receipt(
                session, channel, request.form, request.args, at=clock.now()
            )
        )
        return Response(_NOTHING, mimetype="text/xml")

    return routes
