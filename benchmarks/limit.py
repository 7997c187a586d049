"""The limit: the least that a signed webhook can do and still have kept the text.

Form, signature, one INSERT and its COMMIT, under the same server and on the same database. What
the product does beyond that is what the benchmarks measure.
"""

import os
import threading

import psycopg
from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

TABLE = "CREATE TABLE IF NOT EXISTS limit_texts (sid text PRIMARY KEY, sender text, body text)"


def create_app() -> Flask:
    """A Flask app with one route."""
    app = Flask(__name__)
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    url = os.environ["DATABASE_URL"].replace("+psycopg", "")
    address = os.environ["PUBLIC_URL"] + "/webhooks/twilio/messages"
    own = threading.local()

    @app.post("/webhooks/twilio/messages")
    def messages() -> Response:
        form = request.form
        if not validator.validate(address, form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True)
        own.connection.execute(
            "INSERT INTO limit_texts VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (form["MessageSid"], form["From"], form["Body"]),
        )
        return Response("<Response/>", mimetype="text/xml")

    return app
