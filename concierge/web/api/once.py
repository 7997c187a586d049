"""`Idempotency-Key`: a POST that is repeated is answered as before, and not done again.

Key and outcome are one transaction. So a request that failed (4xx, 5xx, a killed process) has left
nothing behind, its key neither: the same key may be sent again and is decided anew. What succeeded
is kept for 24 hours. Of several at once one is carried out; the others wait for it.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from concierge import clock
from concierge.db import transaction
from concierge.errors import Refused
from concierge.operators import replays
from concierge.web.api.problems import Told

HEADER = "Idempotency-Key"
LONGEST = 255


def key() -> str | None:
    """The request's key, if it has one."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not given.strip() or len(given) > LONGEST or not given.isprintable():
        raise Told(400, "idempotency-key", f"{HEADER} is 1 to {LONGEST} printable characters.")
    return given


def carry_out(
    token_id: int, run: Callable[[Session], tuple[int, dict[str, Any]]]
) -> tuple[int, dict[str, Any], bool]:
    """Run it in a transaction, unless its key has been answered. Status, body, and whether so."""
    given = key()
    with transaction() as session:
        if given is None:
            return *run(session), False
        row, repeated = replays.take(session, token_id, given, _fingerprint(), at=clock.now())
        if not repeated:
            row.status, row.body = run(session)
        elif row.status == replays.GONE:
            raise Refused(
                "customer-is-erased",
                "This was carried out before, for a customer who has been erased since.",
            )
        return row.status, row.body, repeated


def _fingerprint() -> bytes:
    head = f"{request.method} {request.full_path}\n".encode()
    return hashlib.sha256(head + request.get_data()).digest()
