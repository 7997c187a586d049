"""The Flask app before it has any routes: sessions, headers, errors, templates, health."""

import logging
from datetime import timedelta
from pathlib import Path

from flask import Flask, Response, render_template, request
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from concierge import db
from concierge.config import Settings
from concierge.web import static

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
# The longest form is a picture from the console; a webhook is a few kilobytes.
_MOST_BYTES = 12_000_000
# A form without files is parsed at once, and a megabyte may be half a million fields: the longest
# of ours, a quote of twenty lines with a note in Chinese, is a quarter of this.
_MOST_FORM_BYTES = 200_000


def make(settings: Settings) -> Flask:
    """An app with everything around the routes."""
    app = Flask(
        "concierge", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=_MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
    )
    static.serve(app, ROOT / "static")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = settings
    app.extensions["errors"] = {}  # path -> how errors beneath it are told, where not as a page
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign]
    policy = _content_security_policy(settings)

    @app.before_request
    def small_forms() -> None:
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = _MOST_FORM_BYTES

    @app.after_request
    def headers(response: Response) -> Response:
        given = response.headers
        given.setdefault("Content-Security-Policy", policy)
        given.setdefault("X-Content-Type-Options", "nosniff")
        given.setdefault("Referrer-Policy", "no-referrer")
        given.setdefault("X-Frame-Options", "DENY")
        given.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        given.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        given.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.secure:
            given.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint != "static" or response.status_code >= 400:
            given.setdefault("Cache-Control", "no-store")
        return response

    @app.errorhandler(HTTPException)
    def mistaken(error: HTTPException) -> HTTPException | tuple[str, int] | Response:
        if error.code is None or error.code < 400:
            return error
        for prefix, tell in app.extensions["errors"].items():
            if request.path.startswith(prefix + "/"):
                told: Response = tell(error)
                return told
        if request.path.startswith("/webhooks/"):
            return Response(error.description or error.name, error.code, mimetype="text/plain")
        page = render_template("pages/error.html", error=error, business=settings.business_name)
        return page, error.code

    @app.get("/healthz")
    def alive() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.get("/readyz")
    def ready() -> tuple[str, int]:
        try:
            with db.reading() as session:
                session.execute(text("SELECT 1"))
        except Exception:
            log.exception("not ready")
            return "The database can't be reached.", 503
        return "ok", 200

    return app


def _content_security_policy(settings: Settings) -> str:
    live = f" {settings.live_url}" if settings.live_url else ""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self'{live}",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            # After a form's answer Chromium applies form-action to the redirect, too: the card
            # page and the bank's page are elsewhere.
            "form-action 'self' https:" + (" http:" if not settings.secure else ""),
        )
    )
