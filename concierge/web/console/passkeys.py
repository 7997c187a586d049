"""One's passkeys: making one in this browser, and doing without one."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_login import current_user

from concierge import clock
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import factors, passkeys
from concierge.operators.models import Operator
from concierge.web.console import account
from concierge.web.console.asking import me, typed
from concierge.web.console.second import keep_asked, take_asked

routes = Blueprint("passkeys", __name__)


@routes.post("/account/passkeys/question")
def ask() -> Any:
    """What the browser is to make."""
    account.require_sure()
    try:
        with reading() as session:
            operator = session.get_one(Operator, current_user.id)
            question, challenge = passkeys.ask_for_new(session, operator)
    except Refused as refusal:
        return Response(refusal.message, 422, mimetype="text/plain")
    keep_asked(challenge, clock.now())
    return Response(question, mimetype="application/json")


@routes.post("/account/passkeys")
def create() -> Any:
    """What it made. The first second factor comes with recovery codes, shown this once."""
    account.require_sure()
    asked, answer, at = take_asked(), request.form.get("credential", ""), clock.now()
    if asked is None:
        return account.page("That took too long. Try again."), 422
    codes = None
    try:
        with transaction() as session:
            number = current_user.id
            passkeys.add(session, number, answer, asked, typed("name"), by=me(), at=at)
            if not factors.codes_left(session, number):
                codes = factors.new_codes(session, number, by=me(), at=at)
    except Refused as refusal:
        return account.page(refusal.message), 422
    if codes:
        return account.page(codes=codes)
    flash("The passkey is here. You can log in with it.", "done")
    return redirect(url_for("console.account.show"), 303)


@routes.post("/account/passkeys/<int:passkey_id>/removal")
def create_removal(passkey_id: int) -> Any:
    """It opens nothing any more."""
    account.require_sure()
    with transaction() as session:
        gone = passkeys.remove(session, current_user.id, passkey_id, by=me(), at=clock.now())
    flash(f"“{gone.name}” opens nothing here any more.", "done")
    return redirect(url_for("console.account.show"), 303)
