"""What the console's views ask of a request."""

from flask import request
from flask_login import current_user

from concierge import events
from concierge.events import Actor


def me() -> Actor:
    """Who is at the console."""
    return events.operator(current_user.id)


def is_fragment() -> bool:
    """Whether a script of ours asks for the part of a page that may have changed."""
    return "X-Fragment" in request.headers


def typed(field: str) -> str:
    """A form's field, without white space around it and with plain line ends."""
    return request.form.get(field, "").replace("\r\n", "\n").strip()
