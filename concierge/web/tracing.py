"""A request's id: taken from X-Request-Id where it is sane, else made; on every line and answer."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask

from concierge import logs

# What proxies make: a UUID, a hash, a traceparent. Anything longer or odder is somebody's attempt.
_SANE = re.compile(r"[A-Za-z0-9._:-]{8,64}")


def follow(app: Flask) -> None:
    """Bind the id of every request while it is answered, and give it back in X-Request-Id."""
    answer = app.wsgi_app

    def traced(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        given = str(environ.get("HTTP_X_REQUEST_ID", ""))
        request_id = given if _SANE.fullmatch(given) else secrets.token_hex(8)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("X-Request-Id", request_id)], exc_info)

        with logs.bound(request_id=request_id):
            return answer(environ, start)

    app.wsgi_app = traced  # type: ignore[method-assign]
