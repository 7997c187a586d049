"""What every Twilio call shares: the account's credentials, the error shape, faults, times."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from email.utils import formatdate

from flask import Response, jsonify, request

from concierge.sandbox import faults
from concierge.sandbox.books import Json
from concierge.sandbox.world import World, here

VERSION = "2010-04-01"


class TwilioError(Exception):
    """A refusal: Twilio's error code, the HTTP status, its message."""

    def __init__(self, code: int, status: int, message: str) -> None:
        super().__init__(message)
        self.code, self.status, self.message = code, status, message

    def answer(self) -> Response:
        """The error as Twilio writes it (https://www.twilio.com/docs/usage/twilios-response)."""
        answer = jsonify(
            code=self.code,
            message=self.message,
            more_info=f"https://www.twilio.com/docs/errors/{self.code}",
            status=self.status,
        )
        answer.status_code = self.status
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return answer


STATUS_CODES = {429: 20429, 401: 20003, 404: 20404, 409: 20409, 500: 20500, 503: 20503}
Answer = tuple[Json, int]


def sid(prefix: str) -> str:
    """A fresh SID: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(at: float | None) -> str | None:
    """A Unix time in seconds as Twilio writes it: "Sat, 21 Nov 2026 21:20:14 +0000"."""
    return None if at is None else formatdate(at)


def authorised(world: World, account: str) -> None:
    """Check Basic credentials and the account in the path, or raise 20003 / 20404."""
    given = request.authorization
    user = (given.username if given else None) or ""
    password = (given.password if given else None) or ""
    right = hmac.compare_digest(
        f"{user}:{password}".encode(),
        f"{world.settings.twilio_account_sid}:{world.settings.twilio_auth_token}".encode(),
    )
    if not right:
        raise TwilioError(20003, 401, "Authenticate")
    if account != world.settings.twilio_account_sid:
        raise missing()


def missing() -> TwilioError:
    """The answer for what is not there."""
    return TwilioError(20404, 404, f"The requested resource {request.path} was not found")


def api(
    function: Callable[..., Answer], *, first: Callable[[], object] | None = None
) -> Callable[..., Response]:
    """A view of the API: credentials, faults, one transaction, JSON, Twilio's errors.

    `first` calls out before the transaction, which nobody else could get past meanwhile.
    """

    def view(account: str, **path: str) -> Response:
        world = here()
        try:
            authorised(world, account)
        except TwilioError as error:
            return error.answer()
        rule = world.faults.strike(request.method, request.path)
        if rule is not None:
            if rule.mode == "cut_before":
                return faults.cut()
            if rule.mode == "status":
                return failure(rule.status, rule.code)
            if rule.mode == "delay":
                time.sleep(rule.ms / 1000)
        try:
            given = (first(),) if first else ()
            with world.books.change():
                body, status = function(world, *given, **path)
            answer = Response(status=204) if status == 204 else jsonify(body)
            answer.status_code = status
        except TwilioError as error:
            answer = error.answer()
        if rule is not None and rule.mode in faults.AFTER:
            return faults.after(rule, answer) or failure(rule.status, rule.code)
        return answer

    view.__name__ = function.__name__
    return view


def failure(status: int, code: int = 0) -> Response:
    """An error that was asked for: Twilio's own for this status, or one with this code."""
    message = {429: "Too Many Requests", 409: "Conflict"}.get(status, "Internal Server Error")
    return TwilioError(code or STATUS_CODES.get(status, 20500), status, message).answer()
