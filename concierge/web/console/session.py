"""Logging in and out."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_fresh, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer

from concierge import clock, events
from concierge.db import transaction
from concierge.operators import accounts
from concierge.web.console.asking import me
from concierge.web.limits import limiter
from concierge.web.security import Seat

routes = Blueprint("session", __name__)
# The only views that a stranger may see.
OPEN = ("console.session.new", "console.session.create")

_DEVICE = "device"
_YEAR = 365 * 24 * 3600
_WRONG = "That e-mail address and password do not go together."
_TOO_OFTEN = "Too many tries. Wait a quarter of an hour, then try again."


@routes.get("/login")
def new() -> Any:
    """The form."""
    if current_user.is_authenticated and login_fresh():
        return redirect(_destination())
    return _form()


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _account() -> str:
    """What wrong passwords count against.

    A browser that has logged in to this account before counts for itself, so that a stranger who
    tries passwords locks out strangers, never the operator at their own desk.
    """
    email = request.form.get("email", "").strip().lower()
    return f"account:{email}:{_device(email) or 'anywhere'}"


def _is_known_here() -> bool:
    return _device(request.form.get("email", "").strip().lower()) is not None


@routes.post("/login")
@limiter.limit(
    "20 per 15 minutes",
    key_func=get_remote_address,
    exempt_when=_is_known_here,
    deduct_when=_failed,
)
@limiter.limit("10 per 15 minutes", key_func=_account, deduct_when=_failed)
def create() -> Any:
    """Log in."""
    email, at = request.form.get("email", ""), clock.now()
    with transaction() as database:
        operator = accounts.check(database, email, request.form.get("password", ""), at=at)
        if operator is None:
            accounts.refuse(database, email, by=events.stranger(request.remote_addr), at=at)
        else:
            by = events.operator(operator.id, request.remote_addr)
            login = accounts.enter(database, operator, by=by, at=at)
    if operator is None:
        return _form(_WRONG), 422
    session.clear()  # nothing that was planted before the login survives it
    session.permanent = True
    login_user(Seat.of(operator, login.id))
    response = make_response(redirect(_destination()))
    response.set_cookie(
        _DEVICE,
        _signer().dumps([operator.email, _device(operator.email) or secrets.token_urlsafe(12)]),
        max_age=_YEAR,
        path="/console",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


@routes.post("/logout")
def delete() -> Any:
    """Log out."""
    with transaction() as database:
        accounts.leave(database, current_user.login, by=me(), at=clock.now())
    logout_user()
    session.clear()
    return redirect(url_for("console.session.new"))


@routes.errorhandler(429)
def too_often(_: Exception) -> Any:
    """The limit was reached: say so on the form."""
    return _form(_TOO_OFTEN), 429


def _form(problem: str | None = None) -> str:
    return render_template(
        "console/session/new.html",
        problem=problem,
        email=request.form.get("email", ""),
        next=request.values.get("next", ""),
    )


def _destination() -> str:
    """Where they were going, when that is a page of the console."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    elsewhere = parts.scheme or parts.netloc or "\\" in wanted
    ours = not elsewhere and f"{parts.path}/".startswith("/console/")
    return wanted if ours and wanted.isprintable() else url_for("console.inbox.show")


def _device(email: str) -> str | None:
    try:
        known, device = _signer().loads(request.cookies.get(_DEVICE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device) if known == email else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")
