"""The event stream that open consoles listen to: a process of its own.

A stream holds a thread for as long as a page is open, so it must never share threads with the
web hooks. It says which conversations changed, and pages fetch what they show; who looks at which
(`presence`) it says itself, for that is gone sooner than it could be fetched.

The database is what is read: every two seconds, and at once when Redis says that something was
touched. So a stream works without Redis, only slower, and one query serves every open page.
"""

import logging
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

from concierge import config, db, logs
from concierge.config import Settings
from concierge.live_changes import Changes, Listener
from concierge.operators import passes, sessions

log = logging.getLogger(__name__)

# Seconds: proxies close what is silent; what is gone is noticed by writing to it.
HEARTBEAT = 15.0


def create_app(settings: Settings | None = None) -> Flask:
    """The stream's own small app: `gunicorn --threads 200 "concierge.live:create_app()"`."""
    settings = settings or config.load()
    logs.set_up(settings.log_level, settings.log_format, secrets=settings.secrets)
    config.use(settings)
    db.connect(settings.database_url, pool=2)
    changes = Changes(settings.redis_url)
    _end_on_sigterm(changes)
    app = Flask("concierge.live", static_folder=None)
    app.extensions["changes"] = changes
    origin = _origin(settings.public_url)

    @app.get("/live")
    def stream() -> Response:
        """The stream, for whoever shows a pass that the console gave out."""
        if not _may_listen(request.args.get("token", "")):
            return Response("This pass is not, or no longer, good.", 403, _headers(origin))
        listener = changes.listen(_since())
        return Response(_lines(changes, listener), headers=_headers(origin) | _STREAM)

    @app.get("/healthz")
    def alive() -> Response:
        return Response("ok", mimetype="text/plain")

    return app


_STREAM = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "X-Accel-Buffering": "no",  # nginx would wait for a bufferful
}


def _headers(origin: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": origin,
        "Vary": "Origin",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _may_listen(token: str) -> bool:
    bearer = passes.read(token)
    if bearer is None:
        return False
    with db.reading() as session:
        return sessions.sitting(session, *bearer) is not None


def _since() -> float | None:
    """From when on the page wants to hear: what it last heard of, or when it was made."""
    for given in (request.headers.get("Last-Event-ID"), request.args.get("since")):
        try:
            return float(given or "")
        except ValueError:
            continue
    return None


def _lines(changes: Changes, listener: Listener) -> Iterator[str]:
    try:
        yield "retry: 2000\nevent: hello\ndata: hello\n\n"
        while not changes.ended:
            news = listener.wait(HEARTBEAT)
            if news.everything:
                yield f"id: {news.until}\nevent: everything\ndata: everything\n\n"
            for number in news.conversations:
                yield f"id: {news.until}\nevent: conversation\ndata: {number}\n\n"
            for line in news.present:
                yield f"event: message\ndata: {line}\n\n"  # which is what a page hears unnamed
            if not news:
                yield ": still here\n\n"
    finally:
        changes.leave(listener)


def _end_on_sigterm(changes: Changes) -> None:
    """Let go of the open streams first, then do what the server does: it would wait for them."""
    try:
        before: Any = signal.getsignal(signal.SIGTERM)

        def end(number: int, frame: FrameType | None) -> None:
            changes.end()
            if callable(before):
                before(number, frame)
            else:
                raise SystemExit(0)

        signal.signal(signal.SIGTERM, end)
    except ValueError:
        log.debug("not the main thread: whoever started this ends the streams")
