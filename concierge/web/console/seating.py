"""From the door to a seat: halfway with a password alone, then in."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Response, current_app, make_response, redirect, request, session, url_for
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from concierge import events
from concierge.operators import accounts, sessions
from concierge.operators.models import Operator
from concierge.operators.sessions import Sitting
from concierge.web.security import Seat

_DEVICE = "device"
_YEAR = 365 * 24 * 3600
# How long the second factor may take after the password.
_HALFWAY_FOR = timedelta(minutes=10)
# How long a password that was typed counts for changing what protects the account.
_SURE_FOR = timedelta(minutes=15)


def halfway(operator: Operator, destination: str, *, at: datetime) -> Any:
    """The password is right; the second factor is asked for on the next page."""
    session.clear()
    session["half"] = [operator.id, operator.session_epoch, at.isoformat(), destination]
    return redirect(url_for("console.second.new"), 303)


def half(at: datetime) -> tuple[int, int, str] | None:
    """Whose password was right (operator, epoch, where they were going), if not long ago."""
    kept = session.get("half")
    if not kept or not _is_recent(kept[2], at, _HALFWAY_FOR):
        return None
    return int(kept[0]), int(kept[1]), str(kept[3])


def enter(database: Session, operator: Operator, *, with_: str, at: datetime) -> Sitting:
    """A session of theirs begins, in the database."""
    by = events.operator(operator.id, request.remote_addr)
    browser = sessions.called(request.headers.get("User-Agent", ""))
    login = accounts.enter(database, operator, by=by, at=at, browser=browser, with_=with_)
    database.flush()
    found = sessions.sitting(database, operator.id, operator.session_epoch, login.id)
    if found is None:
        raise RuntimeError("a session that has just begun is one")
    return found


def sit(sitting: Sitting, destination: str, *, at: datetime) -> Response:
    """And in their browser; then on to where they were going."""
    session.clear()  # nothing that was planted before the login survives it
    session.permanent = True
    session["sure"] = at.isoformat()
    login_user(Seat.of(sitting))
    response = make_response(redirect(destination))
    email = sitting.operator.email
    response.set_cookie(
        _DEVICE,
        _signer().dumps([email, device(email) or secrets.token_urlsafe(12)]),
        max_age=_YEAR,
        path="/console",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def is_sure(at: datetime) -> bool:
    """Whether whoever sits here has said who they are a short time ago."""
    return _is_recent(session.get("sure", ""), at, _SURE_FOR)


def make_sure(at: datetime) -> None:
    """They have just said their password again."""
    session["sure"] = at.isoformat()


def device(email: str) -> str | None:
    """What this browser is known by, if it has logged in to that account before."""
    try:
        known, found = _signer().loads(request.cookies.get(_DEVICE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(found) if known == email else None


def _is_recent(moment: str, at: datetime, lasts: timedelta) -> bool:
    return bool(moment) and timedelta(0) <= at - datetime.fromisoformat(moment) < lasts


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")
