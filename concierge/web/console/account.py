"""One's own page: password, second factors, and where one is logged in."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user

from concierge import clock
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import accounts, factors, passkeys, sessions
from concierge.operators.models import Operator
from concierge.web.console import seating, zones
from concierge.web.console.asking import me, typed
from concierge.web.limits import limiter
from concierge.web.security import Seat

routes = Blueprint("account", __name__)

_TOO_OFTEN = "Too many tries. Wait a quarter of an hour, then try again."
_UNSURE = "Type your password on your own page first: it has been a while. Nothing was done."


def _mine() -> str:
    return f"again:{current_user.id}"


def require_sure() -> None:
    """Turn away whoever has not said who they are lately: a desk may be left open."""
    if not seating.is_sure(clock.now()):
        abort(403, _UNSURE)


@routes.get("/account")
def show() -> Any:
    """All of it."""
    return page()


@routes.post("/account/confirmation")
@limiter.limit("10 per 15 minutes", key_func=_mine, deduct_when=lambda r: r.status_code == 422)
def create_confirmation() -> Any:
    """The password once more, before something that matters is changed."""
    with reading() as session:
        operator = session.get_one(Operator, current_user.id)
        right = accounts.knows_password(operator, request.form.get("password", ""))
    if not right:
        return page("That is not your password."), 422
    seating.make_sure(clock.now())
    return redirect(url_for(".show"), 303)


@routes.post("/account/password")
def update_password() -> Any:
    """A new one; every other session ends."""
    require_sure()
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return page("The two passwords differ: type the same one twice."), 422
    try:
        with transaction() as session:
            operator = factors.hold(session, current_user.id)
            accounts.change_password(operator, password, by=me(), keep=current_user.login)
            session.flush()
            sitting = sessions.sitting(
                session, operator.id, operator.session_epoch, current_user.login
            )
    except Refused as refusal:
        return page(refusal.message), 422
    if sitting is not None:
        login_user(Seat.of(sitting))
    flash("Your password is changed. Everywhere else you are logged out.", "done")
    return redirect(url_for(".show"), 303)


@routes.post("/account/timezone")
def update_timezone() -> Any:
    """Where they work: in what times everything is shown to them."""
    try:
        with transaction() as session:
            operator = factors.hold(session, current_user.id)
            accounts.work_in(operator, typed("timezone"), by=me())
    except Refused as refusal:
        return page(refusal.message), 422
    flash("Times are shown as you chose.", "done")
    return redirect(url_for(".show"), 303)


@routes.post("/account/sessions/<int:login_id>/end")
def create_end(login_id: int) -> Any:
    """Log out there."""
    with transaction() as session:
        sessions.end_one(session, current_user.id, login_id, by=me(), at=clock.now())
    flash("That session is over.", "done")
    return redirect(url_for(".show"), 303)


@routes.post("/account/sessions/end")
def create_end_of_others() -> Any:
    """Log out everywhere but here."""
    with transaction() as session:
        operator = factors.hold(session, current_user.id)
        number = sessions.end_others(
            session, operator, keep=current_user.login, by=me(), at=clock.now()
        )
    flash(f"{number} other {'session is' if number == 1 else 'sessions are'} over.", "done")
    return redirect(url_for(".show"), 303)


@routes.errorhandler(429)
def too_often(_: Exception) -> Any:
    """The limit was reached: say so on the page."""
    return page(_TOO_OFTEN), 429


def page(problem: str | None = None, *, codes: list[str] | None = None) -> str:
    """One's own page; `codes` are shown this once."""
    at = clock.now()
    with reading() as session:
        operator = session.get_one(Operator, current_user.id)
        keys = passkeys.of(session, operator.id)
        left = factors.codes_left(session, operator.id)
        logins = sessions.open_ones(session, operator.id, at=at)
    being_set_up = factors.address(operator)
    return render_template(
        "console/account/show.html",
        problem=problem,
        operator=operator,
        passkeys=keys,
        passkeys_work=passkeys.available(),
        codes=codes,
        codes_left=left,
        logins=logins,
        timezones=zones.names(),
        being_set_up=being_set_up,
        typed_secret=factors.secret_in_words(operator) if being_set_up else None,
        sure=seating.is_sure(at),
        has_factor=operator.totp_since is not None or bool(keys),
    )
