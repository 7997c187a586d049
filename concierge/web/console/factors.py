"""One's second factor: an app that shows digits, its QR code, and codes for bad days."""

import io
from typing import Any

import segno
from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_login import current_user

from concierge import clock
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import factors
from concierge.operators.models import Operator
from concierge.web.console import account
from concierge.web.console.asking import me
from concierge.web.limits import limiter

routes = Blueprint("factors", __name__)


def _mine() -> str:
    return f"app:{current_user.id}"


@routes.post("/account/app")
def create() -> Any:
    """Begin: a QR code for an app."""
    account.require_sure()
    try:
        with transaction() as session:
            factors.begin(session, current_user.id)
    except Refused as refusal:
        return account.page(refusal.message), 422
    return redirect(url_for("console.account.show", _anchor="app"), 303)


@routes.get("/account/app.svg")
def show() -> Any:
    """The QR code, for as long as the app is being set up, and only after the password."""
    account.require_sure()
    with reading() as session:
        address = factors.address(session.get_one(Operator, current_user.id))
    if address is None:
        abort(404)
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, light="#fff")
    return Response(out.getvalue(), mimetype="image/svg+xml")


@routes.post("/account/app/confirmation")
@limiter.limit("10 per 15 minutes", key_func=_mine, deduct_when=lambda r: r.status_code == 422)
def create_confirmation() -> Any:
    """The app shows the right digits; recovery codes are shown, this once."""
    account.require_sure()
    try:
        with transaction() as session:
            codes = factors.confirm(
                session, current_user.id, request.form.get("code", ""), by=me(), at=clock.now()
            )
    except Refused as refusal:
        return account.page(refusal.message), 422
    return account.page(codes=codes)


@routes.post("/account/app/removal")
def create_removal() -> Any:
    """No digits any more."""
    account.require_sure()
    with transaction() as session:
        factors.remove_app(session, current_user.id, by=me(), at=clock.now())
    flash("The app is not asked for any more.", "done")
    return redirect(url_for("console.account.show"), 303)


@routes.post("/account/codes")
def create_codes() -> Any:
    """New recovery codes, shown this once."""
    account.require_sure()
    try:
        with transaction() as session:
            codes = factors.new_codes(session, current_user.id, by=me(), at=clock.now())
    except Refused as refusal:
        return account.page(refusal.message), 422
    return account.page(codes=codes)


@routes.errorhandler(429)
def too_often(error: Exception) -> Any:
    """The limit was reached: say so on the page."""
    return account.too_often(error)
