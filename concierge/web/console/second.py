"""The second step at the door: digits, a recovery code, or a passkey; or a passkey alone."""

import base64
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address

from concierge import clock, events
from concierge.db import reading, transaction
from concierge.operators import accounts, factors, passkeys
from concierge.operators.models import Operator
from concierge.operators.passkeys import Asked
from concierge.web.console import seating
from concierge.web.limits import limiter

routes = Blueprint("second", __name__)
# What a stranger may see of it.
OPEN = tuple(
    f"console.second.{view}" for view in ("new", "create", "ask_passkey", "create_by_passkey")
)

_WRONG = "That is not right, or was used before. Wait for new digits, or use a recovery code."
_WRONG_KEY = "This passkey opens nothing here. Try again, or log in with your password."
_TOO_OFTEN = "Too many tries. Wait a quarter of an hour, then try again."


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _whose() -> str:
    """Whose second factor wrong tries count against, wherever they come from."""
    half = seating.half(clock.now())
    return f"second:{half[0] if half else get_remote_address()}"


@routes.get("/login/second")
def new() -> Any:
    """The form, for whoever's password was right."""
    return _form() if seating.half(clock.now()) else redirect(url_for("console.session.new"))


@routes.post("/login/second")
@limiter.limit("10 per 15 minutes", key_func=_whose, deduct_when=_failed)
def create() -> Any:
    """Digits or a recovery code."""
    at = clock.now()
    half = seating.half(at)
    if half is None:
        return redirect(url_for("console.session.new"), 303)
    number, epoch, destination = half
    with transaction() as database:
        with_ = factors.check(database, number, request.form.get("code", "")[:60], at=at)
        operator = database.get_one(Operator, number)
        if with_ is None or operator.session_epoch != epoch or not operator.active:
            _refuse(operator, database, at)
            with_ = None
        else:
            sitting = seating.enter(database, operator, with_=f"password and {with_}", at=at)
    return _form(_WRONG) if with_ is None else seating.sit(sitting, destination, at=at)


@routes.post("/login/passkey/question")
@limiter.limit("60 per 15 minutes", key_func=get_remote_address)
def ask_passkey() -> Any:
    """What the browser is to sign."""
    at = clock.now()
    half = seating.half(at)
    with reading() as database:
        question, challenge = passkeys.ask(database, half[0] if half else None)
    keep_asked(challenge, at)
    return Response(question, mimetype="application/json")


@routes.post("/login/passkey")
@limiter.limit("10 per 15 minutes", key_func=_whose, deduct_when=_failed)
def create_by_passkey() -> Any:
    """What it signed."""
    at = clock.now()
    half, asked = seating.half(at), take_asked()
    destination = half[2] if half else url_for("console.inbox.show")
    operator = None
    with transaction() as database:
        if asked is not None:
            answer = request.form.get("credential", "")
            operator = passkeys.check(database, half[0] if half else None, answer, asked, at=at)
        if operator is None or (half and operator.session_epoch != half[1]):
            named = database.get(Operator, half[0]) if half else None
            _refuse(named, database, at)
            operator = None
        else:
            with_ = "password and passkey" if half else "passkey"
            sitting = seating.enter(database, operator, with_=with_, at=at)
    if operator is not None:
        return seating.sit(sitting, destination, at=at)
    if half:
        return _form(_WRONG_KEY)
    page = render_template(
        "console/session/new.html", problem=_WRONG_KEY, email="", next="", passkeys=True
    )
    return page, 422


def keep_asked(challenge: bytes, at: datetime) -> None:
    """The browser is asked this, and nothing else any more."""
    session["asked"] = [base64.b64encode(challenge).decode(), at.isoformat()]


def take_asked() -> Asked | None:
    """What it was asked, once."""
    kept = session.pop("asked", None)
    return kept and Asked(base64.b64decode(kept[0]), datetime.fromisoformat(kept[1]))


@routes.errorhandler(429)
def too_often(_: Exception) -> Any:
    """The limit was reached: say so on the form."""
    if seating.half(clock.now()) is None:
        return Response(_TOO_OFTEN, 429, mimetype="text/plain")
    return _form(_TOO_OFTEN, code=429)


def _refuse(operator: Operator | None, database: Any, at: datetime) -> None:
    email = operator.email if operator else ""
    accounts.refuse(database, email, by=events.stranger(request.remote_addr), at=at)


def _form(problem: str | None = None, *, code: int = 422) -> Any:
    half = seating.half(clock.now())
    with reading() as database:
        operator = database.get_one(Operator, half[0]) if half else None
        keys = bool(operator and passkeys.of(database, operator.id))
    page = render_template(
        "console/session/second.html",
        problem=problem,
        app=bool(operator and operator.totp_since),
        passkeys=keys and passkeys.available(),
    )
    return page, code if problem else 200
