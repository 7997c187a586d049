"""`/sandbox/...`: what tests, benchmarks and the demo ask of the sandbox itself. JSON in and out.

| call                                        | what                                               |
| ------------------------------------------- | -------------------------------------------------- |
| GET /sandbox/books                          | everything, see `books()`                          |
| POST /sandbox/inbound                       | a text from a phone: from, body, media, sid, times |
| POST, GET, DELETE /sandbox/faults           | rules of `faults.py`                               |
| POST /sandbox/phones                        | give a phone its owner's name: number, name        |
| POST /sandbox/webhooks                      | mode: live, hold, drop, repeat, reverse; kinds     |
| POST /sandbox/webhooks/release              | what was held: order, times, seed                  |
| POST /sandbox/webhooks/replay               | the webhook about `subject` again                  |
| POST /sandbox/reset                         | forget everything                                  |

What becomes of cards and payments afterwards is in `stripe/control.py`.
"""

from __future__ import annotations

import base64
import time

from flask import Blueprint, Response, abort, jsonify, request

from concierge.sandbox.books import Json
from concierge.sandbox.faults import Rule
from concierge.sandbox.outbox import KINDS, MODES
from concierge.sandbox.stripe import wire
from concierge.sandbox.twilio import inbound, messages
from concierge.sandbox.world import World, here

routes = Blueprint("control", __name__)


def _given() -> Json:
    given = request.get_json(silent=True) or {}
    if not isinstance(given, dict):
        abort(400)
    return given


def _bad(message: str) -> tuple[Response, int]:
    return jsonify(error=message), 400


@routes.get("/books")
def books() -> Response:
    """Everything, oldest first: messages as Twilio shows them with their `media`, Stripe's objects
    as Stripe shows them; a payment intent with authorised, captured and refunded amounts."""
    world = here()

    def all(kind: str) -> list[Json]:
        return [wire.public(thing) for thing in reversed(world.books.find(kind))]

    return jsonify(
        messages=[
            {**messages.shown(world, message), "media": message["media"]}
            for message in reversed(world.books.find("message"))
        ],
        opt_outs=[dict(row) for row in world.books.rows("SELECT * FROM opt_outs")],
        customers=all("customer"),
        payment_methods=all("payment_method"),
        checkout_sessions=all("checkout.session"),
        setup_intents=all("setup_intent"),
        payment_intents=[_accounted(world, intent) for intent in all("payment_intent")],
        charges=all("charge"),
        refunds=all("refund"),
        disputes=all("dispute"),
        balance_transactions=all("balance_transaction"),
        events=all("event"),
        deliveries=[
            {key: row[key] for key in ("kind", "subject", "url", "state", "attempts", "answer")}
            for row in world.books.rows("SELECT * FROM deliveries ORDER BY seq")
        ],
    )


def _accounted(world: World, intent: Json) -> Json:
    good = [
        charge
        for charge in world.books.find("charge", {"payment_intent": intent["id"]})
        if charge["status"] == "succeeded"
    ]
    returned = world.books.find("refund", {"payment_intent": intent["id"]})
    return {
        **intent,
        "authorised": sum(charge["amount"] for charge in good),
        "authorisations": len(good),
        "captured": sum(charge["amount_captured"] for charge in good),
        "refunded": sum(one["amount"] for one in returned if one["status"] != "failed"),
    }


@routes.post("/inbound")
def text() -> tuple[Response, int]:
    """A text: {"from", "body", "media": [{"content_type", "data": base64}], "sid", "times",
    "extra": further webhook parameters}; 201 and the message."""
    given, world = _given(), here()
    phone = given.get("from", "")
    if not phone:
        return _bad("from is missing")
    pictures = [
        (str(item["content_type"]), base64.b64decode(item["data"]))
        for item in given.get("media", [])
    ]
    message = inbound.receive(
        world, phone, str(given.get("body", "")), pictures, to=given.get("to", ""),
        id=given.get("sid", ""), times=int(given.get("times", 1)), extra=given.get("extra"),
    )  # fmt: skip
    return jsonify(messages.shown(world, message)), 201


@routes.route("/faults", methods=["GET", "POST", "DELETE"])
def faults() -> Response | tuple[Response, int]:
    """The rules in force; POST adds one (or a list of "rules"), DELETE ends them all."""
    world = here()
    if request.method == "DELETE":
        world.faults.clear()
    if request.method == "POST":
        given = _given()
        try:
            rules = [Rule(**rule) for rule in given.get("rules", [given])]
        except (TypeError, ValueError) as error:
            return _bad(str(error))
        for rule in rules:
            world.faults.add(rule)
    return jsonify(rules=world.faults.describe())


@routes.post("/phones")
def name_phone() -> Response:
    """Give a phone the name of whoever owns it: {"number", "name"}."""
    given = _given()
    number, name = str(given.get("number", "")), str(given.get("name", ""))
    here().books.put("phone", {"id": number, "name": name, "created": time.time()})
    return jsonify(number=number, name=name)


@routes.post("/webhooks")
def webhooks() -> Response | tuple[Response, int]:
    """From now on: {"mode", "kinds": all of them if left out, "times" for repeat}."""
    given = _given()
    mode, kinds = given.get("mode", "live"), given.get("kinds") or list(KINDS)
    if mode not in MODES or any(kind not in KINDS for kind in kinds):
        return _bad(f"mode is one of {', '.join(MODES)}; kinds are of {', '.join(KINDS)}")
    here().outbox.set_mode(mode, kinds, int(given.get("times", 2)))
    return jsonify(mode=mode, kinds=kinds)


@routes.post("/webhooks/release")
def release() -> Response:
    """Post what was held: {"order": "forward"|"reverse"|"shuffle", "times", "seed"}."""
    given = _given()
    here().outbox.set_mode("live", list(KINDS))
    count = here().outbox.release(
        given.get("order", "forward"), int(given.get("times", 1)), int(given.get("seed", 0))
    )
    return jsonify(released=count)


@routes.post("/webhooks/replay")
def replay() -> Response:
    """Post the newest webhook about {"subject"} (an event's or a message's id) {"times"} times."""
    given = _given()
    count = here().outbox.replay(str(given.get("subject", "")), int(given.get("times", 1)))
    if not count:
        abort(404)
    return jsonify(replayed=count)


@routes.post("/reset")
def reset() -> Response:
    """Forget everything, end all faults and webhook modes."""
    world = here()
    world.faults.clear()
    world.outbox.reset()
    world.books.clear()
    return jsonify(reset=True)
