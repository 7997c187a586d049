"""Pages that wait for the worker: the browser asks again by itself, without a script.

At first every second, which is when the answer is due; then less often, for every time takes the
focus and a screen reader's place away; in the end a tab that was forgotten asks no more.
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
    return opened.page(
        "wait",
        title=title,
        text=text,
        refresh=_again_after(waited),
        slow=waited >= _SLOW_AFTER,
        retry=retry,
    )


def _again_after(waited: float) -> int | None:
    if is_forgotten(waited):
        return None
    if waited < 10:
        return 1
    return 3 if waited < _SLOW_AFTER else 15


def since(opened: Opened) -> float | None:
    """How many seconds this page has been waiting, by its own address; None when it begins."""
    began = request.args.get("since", type=int)
    return None if began is None else max(opened.at.timestamp() - began, 0)


def begin(opened: Opened, path: str) -> Response:
    """Wait at `path`, from now on."""
    return opened.to(f"{path}?since={_seconds(opened.at)}")


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
