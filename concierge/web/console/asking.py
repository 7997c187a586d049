"""What the console's views ask of a request."""

from zoneinfo import ZoneInfo

from flask import g, request
from flask_login import current_user

from concierge import config, events
from concierge.events import Actor


def me() -> Actor:
    """Who is at the console."""
    return events.operator(current_user.id, request.remote_addr)


def zone() -> ZoneInfo:
    """In which times are shown to whoever is at the console: theirs, or the business's."""
    if "zone" not in g:  # a page asks hundreds of times
        theirs = request.path.startswith("/console")
        own = getattr(current_user, "timezone", None) if theirs else None
        g.zone = ZoneInfo(own) if own else config.current().zone
    found: ZoneInfo = g.zone
    return found


def is_fragment() -> bool:
    """Whether a script of ours asks for the part of a page that may have changed."""
    return "X-Fragment" in request.headers


def typed(field: str) -> str:
    """A form's field, without white space around it and with plain line ends."""
    return request.form.get(field, "").replace("\r\n", "\n").strip()


def known() -> int | None:
    """The newest message of a thread that whoever writes into it knew of when they began.

    "Send anyway" says that they know of later ones too. None: the form does not say.
    """
    began, anyway = (request.form.get(name, type=int) for name in ("began", "anyway"))
    return began if began is None or anyway is None else max(began, anyway)


def back_to(default: str) -> str:
    """The page of the console that the button was on."""
    wanted = request.form.get("back", "")
    ours = wanted.startswith("/console/") and "\\" not in wanted and wanted.isprintable()
    return wanted if ours else default
