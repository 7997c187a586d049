"""The pictures that go out, for the provider to fetch: the only ones that need no login."""

from flask import Blueprint, Response

from concierge import clock
from concierge.conversation import public_pictures
from concierge.db import reading
from concierge.errors import NotFound

routes = Blueprint("pictures", __name__)
_KINDS = {"image/jpeg": "jpg", "image/png": "png"}


@routes.get("/m/<name>")
def show(name: str) -> Response:
    """The picture's bytes, or 404 for every other address and once its hours are over."""
    try:
        with reading() as session:
            content_type, content = public_pictures.find(session, name, clock.now())
    except NotFound:
        return Response("There is no such picture.", 404, mimetype="text/plain")
    # The name that a phone shows; https://www.twilio.com/docs/messaging/guides/accepted-mime-types
    shown = f'inline; filename="picture.{_KINDS.get(content_type, "bin")}"'
    return Response(
        content,
        mimetype=content_type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": shown,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )
