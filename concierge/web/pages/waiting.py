"""Pages that wait for the worker: the browser asks again by itself, without a script.

At first every second; after a while more slowly and with a way out; in the end a tab that was
forgotten asks no more.
"""

from datetime import datetime

from flask import Response, request

from concierge.web.pages.opened import Opened

_SLOW_AFTER = 20  # seconds
_STOP_AFTER = 180


def is_forgotten(waited: float) -> bool:
    """Whether the page has waited so long that nobody looks at it any more."""
    return waited >= _STOP_AFTER


def wait(
    opened: Opened, title: str, text: str, *, waited: float, retry: str | None = None
) -> Response:
    """Wait, `waited` seconds so far. `retry` is where a button posts, once it takes too long."""
    refresh = None if is_forgotten(waited) else 1 if waited < _SLOW_AFTER else 5
    return opened.page(
        "wait", title=title, text=text, refresh=refresh, slow=waited >= _SLOW_AFTER, retry=retry
    )


def since(opened: Opened) -> float | None:
    """How many seconds this page has been waiting, by its own address; None when it begins."""
    began = request.args.get("since", type=int)
    return None if began is None else max(opened.at.timestamp() - began, 0)


def begin(opened: Opened, path: str) -> Response:
    """Wait at `path`, from now on."""
    return opened.to(f"{path}?since={_seconds(opened.at)}")


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
