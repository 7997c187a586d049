"""The operators' console: a module a noun. Whoever comes here has logged in.

Every view that decides is the same few lines: a transaction, the customer's lock, one domain verb
with who did it and when, an answer. `Refused` becomes a sentence on the page.
"""

from typing import Any, cast

import flask
from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask_login import current_user, login_fresh
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from concierge.config import Settings
from concierge.errors import NotFound
from concierge.web import security
from concierge.web.console import (
    account,
    assignments,
    audit,
    board,
    canned,
    catalogue,
    composer,
    conversations,
    corrections,
    customers,
    deliveries,
    differences,
    disputes,
    doors,
    effects,
    entries,
    factors,
    fields,
    hours,
    inbox,
    insights,
    later,
    ledger,
    live,
    media,
    mergers,
    notes,
    orders,
    partners,
    passkeys,
    people,
    presence,
    privacy,
    promises,
    quotes,
    second,
    settings_page,
    showing,
    snoozes,
    tags,
    texts,
)
from concierge.web.console import session as sessions
from concierge.web.console.asking import is_fragment

# Each noun's routes; endpoints are "console.<noun>.<view>".
NOUNS = (
    sessions.routes,
    second.routes,
    account.routes,
    factors.routes,
    passkeys.routes,
    inbox.routes,
    conversations.routes,
    presence.routes,
    composer.routes,
    canned.routes,
    later.routes,
    assignments.routes,
    notes.routes,
    snoozes.routes,
    promises.routes,
    corrections.routes,
    customers.routes,
    privacy.routes,
    quotes.routes,
    orders.routes,
    deliveries.routes,
    board.routes,
    partners.routes,
    catalogue.routes,
    ledger.routes,
    disputes.routes,
    insights.routes,
    effects.routes,
    audit.routes,
    people.routes,
    hours.routes,
    fields.routes,
    entries.routes,
    tags.routes,
    mergers.routes,
    texts.routes,
    settings_page.routes,
    differences.routes,
    media.routes,
    live.routes,
)

# The only views that a stranger may see.
OPEN = (*sessions.OPEN, *second.OPEN, *people.OPEN)


def blueprint(settings: Settings) -> Blueprint:
    """Everything under /console, behind a login."""
    console = Blueprint("console", __name__, url_prefix="/console")
    console.record_once(lambda state: security.guard(cast(Flask, state.app), settings))
    console.record_once(lambda state: showing.teach(state.app, settings))
    console.record_once(lambda state: presence.hang_up(state.app, settings))
    for routes in NOUNS:
        console.register_blueprint(routes)

    @console.before_request
    def admit() -> Any:
        if request.endpoint not in OPEN:
            if not _has_logged_in_here():
                return _to_login()
            if first := doors.require(request.endpoint or "", request.method):
                return (
                    Response("Set up a second factor first.", 403)
                    if is_fragment()
                    else redirect(first)
                )
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            security.csrf.protect()
        if not is_fragment():
            flask.session.modified = flask.session.permanent
        return None

    @console.errorhandler(NotFound)
    def missing(refusal: NotFound) -> Any:
        return _trouble(404, refusal.message)

    @console.errorhandler(CSRFError)
    def old(_: CSRFError) -> Any:
        return _trouble(400, _OLD)

    @console.errorhandler(HTTPException)
    def mistaken(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        said = _TOO_MUCH if error.code == 413 else error.description or error.name
        return _trouble(error.code, said)

    return console


def _trouble(code: int, sentence: str) -> Any:
    if is_fragment():
        return Response(sentence, code, mimetype="text/plain")
    return render_template("console/error.html", sentence=sentence, code=code), code


_TOO_MUCH = "That was too much at once. Nothing was done. Go back and shorten it."
_OLD = (
    "This page is too old: somebody has logged in or out in this browser since it was opened. "
    "Nothing was done. Go back, load the page again, and repeat it."
)


def _has_logged_in_here() -> bool:
    # A session that turns up at another address or in another browser is no longer fresh:
    # flask-login notices, but ends it only where sessions last as long as the browser.
    return bool(current_user.is_authenticated and login_fresh())


def _to_login() -> Any:
    if is_fragment():
        return Response("Log in again.", 401, mimetype="text/plain")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("console.session.new", next=here))
