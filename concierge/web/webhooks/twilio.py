"""Twilio's webhooks: texts in, and receipts of texts out."""

import logging

from flask import Blueprint, Response, abort, request

from concierge import clock, logs
from concierge.channels.base import Channel
from concierge.conversation import deliver, receive
from concierge.db import insist

log = logging.getLogger(__name__)

# An empty TwiML answer: anything of text/plain would be texted to the customer.
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def blueprint(channel: Channel) -> Blueprint:
    """The routes, for one channel."""
    routes = Blueprint("twilio", __name__, url_prefix="/webhooks/twilio")

    def verified() -> None:
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
        # Twilio, unless told otherwise, does not call again after a 500: the text would be lost.
        message = receive.take(inbound)
        if message is not None:
            logs.know(about=f"message:{message.id}")
            log.info("message %s taken in", message.id)
        return Response(_NOTHING, mimetype="text/xml")

    @routes.post("/status")
    def status() -> Response:
        verified()
        receipt = channel.parse_receipt(request.form, request.args)
        if receipt is not None:
            explain = channel.explain(receipt.error_code) if receipt.error_code else None
            known = insist(
                lambda session: deliver.receive_receipt(
                    session, receipt, explain=explain, at=clock.now()
                )
            )
            if known:
                logs.know(about=f"message:{receipt.message_id}" if receipt.message_id else None)
                log.info("message %s is %s", receipt.message_id, receipt.status)
            else:
                log.info("a receipt for %s, which is not ours", receipt.provider_id)
        return Response(_NOTHING, mimetype="text/xml")

    return routes
