"""create_app(): the sandbox as one Flask application.

Run it with one process and many threads; the books and the faults live in that process:
`gunicorn --no-control-socket --worker-class gthread --workers 1 --threads 64
'concierge.sandbox.app:create_app()'`. Each open phone page holds one thread.
"""

from __future__ import annotations

import atexit
import signal
import threading
import time
from types import FrameType

from flask import Flask, redirect
from werkzeug.wrappers import Response

from concierge.sandbox import control
from concierge.sandbox.books import Books
from concierge.sandbox.config import SandboxSettings
from concierge.sandbox.outbox import Outbox
from concierge.sandbox.phone import views as phone
from concierge.sandbox.stripe import (
    attempts,
    balance,
    charges,
    checkout,
    customers,
    disputes,
    events,
    pages,
    payment_intents,
    payment_methods,
    refunds,
    search,
    setup_intents,
)
from concierge.sandbox.stripe import control as stripe_control
from concierge.sandbox.twilio import inbound, media, messages
from concierge.sandbox.world import World

LARGEST = 16 * 1024 * 1024  # bytes of a request; ten pictures of a phone, made small
STRIPE = (
    search,
    balance, charges, checkout, customers, disputes, events, payment_intents, payment_methods,
    refunds, setup_intents,
)  # fmt: skip


def create_app(settings: SandboxSettings | None = None) -> Flask:
    """The application; without settings they are read from the environment.

    Its outbox runs at once. `app.extensions["sandbox"]` is its `World`; closing that stops it.
    """
    settings = settings or SandboxSettings.from_environment()
    app = Flask(__name__, static_url_path="/phone/static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    books = Books(settings.data)
    world = World(settings, books, Outbox(settings, books))
    app.extensions["sandbox"] = world
    app.register_blueprint(messages.routes, url_prefix="/twilio")
    app.register_blueprint(media.routes, url_prefix="/twilio")
    for part in STRIPE:
        app.register_blueprint(part.api.routes, url_prefix="/stripe")
    app.register_blueprint(pages.routes, url_prefix="/stripe")
    app.register_blueprint(control.routes, url_prefix="/sandbox")
    app.register_blueprint(stripe_control.routes, url_prefix="/sandbox")
    app.register_blueprint(phone.routes, url_prefix="/phone")
    app.add_url_rule("/", "front", _front)
    app.jinja_env.filters["money"] = money
    world.outbox.answered = lambda form, kind, text: inbound.answered(world, form, kind, text)
    world.outbox.chores.append(lambda: expire(world))
    world.outbox.start()
    atexit.register(world.outbox.stop)
    _end_streams_on_sigterm(world)
    return app


def _end_streams_on_sigterm(world: World) -> None:
    # A server that is told to stop waits for open requests; phones' streams would never end.
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)
    if not callable(before):
        return

    def end(number: int, frame: FrameType | None) -> None:
        world.books.closed = True
        before(number, frame)

    signal.signal(signal.SIGTERM, end)


def _front() -> Response:
    return redirect("/phone")


def money(amount: int, currency: str) -> str:
    """An amount of minor units in words of the page: "$54.00"."""
    sign = {"usd": "$", "eur": "€", "gbp": "£"}.get(currency, currency.upper() + " ")
    return f"{sign}{amount / 100:,.2f}"


def expire(world: World) -> None:
    """Expire sessions and lapse authorisations whose time has come."""
    now = time.time()
    overdue = [
        session
        for session in world.books.find("checkout.session", {"status": "open"})
        if session["expires_at"] <= now
    ]
    for session in overdue:
        with world.books.change():
            fresh = world.books.get("checkout.session", session["id"])
            if fresh is not None and fresh["status"] == "open":
                checkout.expired(world, fresh)
    for held in world.books.find("payment_intent", {"status": "requires_capture"}):
        charge = world.books.get("charge", held["latest_charge"])
        if charge and charge["payment_method_details"]["card"]["capture_before"] <= now:
            with world.books.change():
                intent = world.books.get("payment_intent", held["id"])
                if intent is not None and intent["status"] == "requires_capture":
                    attempts.lapse(world, intent)
