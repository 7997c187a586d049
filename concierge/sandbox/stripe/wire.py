"""What every Stripe call shares: the key, parameters, idempotency, faults, expansion.

Idempotency (https://docs.stripe.com/api/idempotent_requests): the first answer of a key is
saved with the effect in one transaction and replayed for 24 hours, errors and 500s included;
other parameters or another endpoint under the same key are an idempotency_error; a call whose
twin is still under way gets 409 idempotency_key_in_use. Validation errors are not saved.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, request
from stripe._api_version import _ApiVersion

from concierge.sandbox import faults
from concierge.sandbox.books import Json
from concierge.sandbox.stripe import params as contract
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import expand
from concierge.sandbox.world import World, here

API_VERSION = _ApiVersion.CURRENT
KEPT = 24 * 3600  # seconds an idempotency key is kept
ALPHABET = string.ascii_letters + string.digits


@dataclass
class Call:
    """One request: typed parameters, ids from the path, and who asks."""

    world: World
    params: Json
    path: dict[str, str]
    request_id: str
    idempotency_key: str | None

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default."""
        return self.params.get(name, default)


Endpoint = Callable[[Call], Json]


def new_id(prefix: str, length: int = 24) -> str:
    """A fresh id such as pi_3Qx..."""
    return prefix + "_" + "".join(secrets.choice(ALPHABET) for _ in range(length))


class Api:
    """A blueprint of endpoints that share `wire.py`'s rules."""

    def __init__(self, name: str) -> None:
        self.routes = Blueprint(f"stripe_{name}", __name__)

    def __call__(self, method: str, rule: str, params: str) -> Callable[[Endpoint], Endpoint]:
        """Serve METHOD /v1/rule with the parameters of that TypedDict."""

        def register(function: Endpoint) -> Endpoint:
            def view(**path: str) -> Response:
                return _serve(function, params, path)

            self.routes.add_url_rule(
                f"/v1/{rule}", function.__name__, view, methods=[method], strict_slashes=False
            )
            return function

        return register


def answer(status: int, body: Json, request_id: str, **headers: str) -> Response:
    """JSON with the headers that Stripe sends."""
    response = Response(json.dumps(body, indent=2), status, content_type="application/json")
    response.headers["Request-Id"] = request_id
    response.headers["Stripe-Version"] = request.headers.get("Stripe-Version", API_VERSION)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def _serve(function: Endpoint, params: str, path: dict[str, str]) -> Response:
    world, request_id = here(), new_id("req", 14)
    g.stripe_request = request_id
    try:
        _authenticate(world)
        key = _key()
    except StripeError as error:
        return answer(error.status, error.answer(request_id), request_id)
    if key and not world.pending.take(key):
        message = "There is currently another in-progress request using this Stripe Idempotent "
        message += f"Request: {key}"
        twin = StripeError(409, "idempotency_error", message, code="idempotency_key_in_use")
        return answer(409, twin.answer(request_id), request_id, Stripe_Should_Retry="true")
    rule = world.faults.strike(request.method, request.path)
    try:
        early = _before(world, rule, key, request_id)
        if early is not None:
            return early
        status, body, replayed = _run(world, function, params, path, key, request_id)
    finally:
        # What happens to the answer on its way back no longer holds up a repetition.
        if key:
            world.pending.give_back(key)
    headers = {"Idempotent_Replayed": "true"} if replayed else {}
    if key:
        headers["Idempotency_Key"] = key
    good = answer(status, body, request_id, **headers)
    if rule is None or rule.mode not in faults.AFTER:
        return good
    return faults.after(rule, good) or _fail(world, rule, key, request_id)


def _before(
    world: World, rule: faults.Rule | None, key: str | None, request_id: str
) -> Response | None:
    if rule is None:
        return None
    if rule.mode == "cut_before":
        return faults.cut()
    if rule.mode == "delay":
        time.sleep(rule.ms / 1000)
    return _fail(world, rule, key, request_id) if rule.mode == "status" else None


def _fail(world: World, rule: faults.Rule, key: str | None, request_id: str) -> Response:
    status, body = _failure(rule.status, request_id)
    if key and rule.saved:
        with world.books.change():
            world.books.rows("DELETE FROM idempotency WHERE key = ?", key)
            _save(world, key, _fingerprint(), status, body)
    return answer(status, body, request_id)


def _run(
    world: World, function: Endpoint, params: str, path: dict[str, str], key: str | None,
    request_id: str,
) -> tuple[int, Json, bool]:  # fmt: skip
    try:
        with world.books.change():
            return _once(world, function, params, path, key, request_id)
    except StripeError as error:
        # What is refused before it begins leaves no trace, under its key neither.
        return error.status, error.answer(request_id), False


def _once(
    world: World, function: Endpoint, params: str, path: dict[str, str], key: str | None,
    request_id: str,
) -> tuple[int, Json, bool]:  # fmt: skip
    books, given = world.books, _fingerprint()
    if key:
        books.rows("DELETE FROM idempotency WHERE created < ?", time.time() - KEPT)
        known = books.row("SELECT * FROM idempotency WHERE key = ?", key)
        if known is not None:
            _same(key, given, known["endpoint"], known["params"])
            return int(known["status"]), json.loads(known["answer"]), True
    fields = request.args if request.method in ("GET", "DELETE") else request.form
    typed = contract.check(contract.parse(fields.items(multi=True)), params)
    call = Call(world, typed, path, request_id, key)
    try:
        status, body = 200, expand(books, function(call), typed.get("expand") or [])
    except StripeError as error:
        if not error.saved:
            raise
        status, body = error.status, error.answer(request_id)
    body = public(body)
    if key:
        _save(world, key, given, status, body)
    return status, body, False


def public(body: Any) -> Any:
    """An object without what the sandbox alone knows of it (keys that begin with "_")."""
    if isinstance(body, dict):
        return {name: public(value) for name, value in body.items() if name[0:1] != "_"}
    if isinstance(body, list):
        return [public(item) for item in body]
    return body


def _authenticate(world: World) -> None:
    given = request.authorization
    key = ""
    if given is not None:
        key = (given.token if given.type == "bearer" else given.username) or ""
    if not key:
        message = "You did not provide an API key. You need to provide your API key in the "
        message += "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer KEY')."
        raise StripeError.invalid(message, status=401)
    if not hmac.compare_digest(key.encode(), world.settings.stripe_secret_key.encode()):
        message = f"Invalid API Key provided: {key[:7]}****{key[-4:]}"
        raise StripeError.invalid(message, status=401)


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key is not None and len(key) > 255:
        message = "Idempotency keys can have up to 255 characters"
        raise StripeError(400, "idempotency_error", message)
    return key


def _fingerprint() -> tuple[str, str]:
    pairs = sorted(request.form.items(multi=True))
    digest = hashlib.sha256(json.dumps(pairs).encode()).hexdigest()
    return request.path.removeprefix("/stripe"), digest


def _same(key: str, given: tuple[str, str], endpoint: str, params: str) -> None:
    if given == (endpoint, params):
        return
    message = "Keys for idempotent requests can only be used with the same parameters they were "
    if given[0] != endpoint:
        message = "Keys for idempotent requests can only be used for the same endpoint they were "
    message += f"first used with ('{endpoint}'). Try using a key other than '{key}' if you meant "
    raise StripeError(400, "idempotency_error", message + "to execute a different request.")


def _save(world: World, key: str, given: tuple[str, str], status: int, body: Json) -> None:
    world.books.rows(
        "INSERT OR IGNORE INTO idempotency VALUES (?, ?, ?, ?, ?, ?)",
        key, given[0], given[1], status, json.dumps(body), time.time(),
    )  # fmt: skip


def _failure(status: int, request_id: str) -> tuple[int, Json]:
    if status == 429:
        message = "Request rate limit exceeded."
        error = StripeError.invalid(message, status=429, code="rate_limit")
    elif status == 409:
        message = "There is currently another in-progress request using this idempotency key."
        error = StripeError(409, "idempotency_error", message, code="idempotency_key_in_use")
    else:
        message = "An unknown error occurred. Please contact support."
        error = StripeError(status, "api_error", message)
    return status, error.answer(request_id)
