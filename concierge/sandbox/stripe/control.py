"""`/sandbox/...`: what customers, banks and time do to cards and payments. JSON in and out.

| call                                        | what                                               |
| ------------------------------------------- | -------------------------------------------------- |
| POST /sandbox/checkout/ID                   | the customer's part of a hosted page, in one call  |
| POST /sandbox/challenge/ID                  | the customer answers the bank: {"passed": true}    |
| POST /sandbox/checkout/ID/expiry            | a session's time runs out                          |
| POST /sandbox/payment_intents/ID/lapse      | an authorisation's time runs out                   |
| POST /sandbox/charges/ID/dispute, /warning  | the cardholder or the card's issuer complains      |
| POST /sandbox/disputes/ID/close             | {"won": true}                                      |
| POST /sandbox/refunds/ID/failure            | a refund comes back                                |
| POST /sandbox/payment_methods/ID/update     | the bank has sent a new card: exp_*, number        |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import (
    attempts,
    cashier,
    checkout,
    disputes,
    payment_methods,
    refunds,
    wire,
)
from concierge.sandbox.stripe.cards import BY_NUMBER
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.world import World, here

routes = Blueprint("stripe_control", __name__)


def _given() -> Json:
    given = request.get_json(silent=True) or {}
    if not isinstance(given, dict):
        abort(400)
    return given


def _bad(message: str) -> tuple[Response, int]:
    return jsonify(error=message), 400


def _object(kind: str, id: str) -> Json:
    found = here().books.get(kind, id)
    if found is None:
        abort(404)
    return found


def _act(kind: str, id: str, act: Callable[[World, Json], Any]) -> Response:
    world = here()
    with world.books.change():
        done = act(world, _object(kind, id))
    return jsonify(wire.public(done))


@routes.post("/checkout/<id>")
def card(id: str) -> Response | tuple[Response, int]:
    """Fill in a session's page: {"number"}; {"next": address}, or 402 {"error"} when declined."""
    world, number = here(), str(_given().get("number", "4242424242424242"))
    if number not in BY_NUMBER:
        return _bad("no such test card")
    with world.books.change():
        session = _object("checkout.session", id)
        if session["status"] != "open":
            return _bad(f"the session is {session['status']}")
        try:
            where = cashier.submit(world, session, BY_NUMBER[number], (12, 2034), None, "")
        except StripeError as error:
            return jsonify(error=error.error), 402
    return jsonify(next=where)


@routes.post("/challenge/<id>")
def challenge(id: str) -> Response | tuple[Response, int]:
    """The customer answers the bank about an intent: {"passed": true or false}."""
    world, passed = here(), bool(_given().get("passed", True))
    with world.books.change():
        found = world.books.any(id)
        if found is None or found[1].get("status") != "requires_action":
            return _bad("the bank asks nothing")
        intent = found[1]
        if intent.get("_session"):
            return jsonify(next=cashier.answered(world, intent, passed))
        method = world.books.need("payment_method", intent["payment_method"])
        if not passed:
            attempts.fail_challenge(world, intent, method)
        else:
            try:
                attempts.settle(world, intent, method, off_session=False, challenged=True)
            except StripeError as error:
                return jsonify(error=error.error), 402
    return jsonify(wire.public(intent))


@routes.post("/checkout/<id>/expiry")
def expiry(id: str) -> Response:
    """A session's time runs out."""
    return _act("checkout.session", id, checkout.expired)


@routes.post("/payment_intents/<id>/lapse")
def lapse(id: str) -> Response:
    """An authorisation's time runs out: canceled, charge.expired."""
    return _act("payment_intent", id, attempts.lapse)


@routes.post("/charges/<id>/dispute")
def dispute(id: str) -> Response:
    """The cardholder disputes a captured charge: {"reason": "fraudulent"}."""
    reason = _given().get("reason", "fraudulent")
    return _act("charge", id, lambda world, charge: disputes.open(world, charge, reason))


@routes.post("/charges/<id>/warning")
def warning(id: str) -> Response:
    """The card's issuer suspects fraud."""
    return _act("charge", id, disputes.warn)


@routes.post("/disputes/<id>/close")
def close(id: str) -> Response:
    """The bank decides a dispute: {"won": true or false}."""
    won = bool(_given().get("won", False))
    return _act("dispute", id, lambda world, found: disputes.close(world, found, won=won))


@routes.post("/refunds/<id>/failure")
def refund_failure(id: str) -> Response:
    """A refund comes back."""
    return _act("refund", id, lambda world, found: refunds.settle(world, found, succeeded=False))


@routes.post("/payment_methods/<id>/update")
def new_card(id: str) -> Response | tuple[Response, int]:
    """The bank has replaced a card: {"exp_month", "exp_year", "number" of a test card}, each if
    it changes; payment_method.automatically_updated."""
    given = _given()
    if "number" in given and given["number"] not in BY_NUMBER:
        return _bad("no such test card")
    return _act("payment_method", id, lambda world, it: payment_methods.replace(world, it, given))
