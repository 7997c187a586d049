"""Fetching what a MediaUrl names, as Twilio does: without a login, and only what it takes.

https://www.twilio.com/docs/messaging/guides/accepted-mime-types: the content type decides, and all
of a message's media together have at most 5 MB. What can't be had fails the message afterwards,
with 11200 (retrieval failed), 12300 (content type) or 11751 (too large).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import requests
from flask import request

from concierge.sandbox.twilio.checks import MOST_MEDIA

KINDS = ("image/jpeg", "image/png", "image/gif")
LARGEST = 5_000_000
_TIMEOUT = 10


@dataclass
class Fetched:
    """What the addresses name; `code`, where one of them is no good."""

    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    code: int | None = None


def fetch() -> Fetched:
    """What the request's MediaUrls name. Checking the addresses themselves comes afterwards."""
    found, room = Fetched(), LARGEST
    for url in request.form.getlist("MediaUrl")[:MOST_MEDIA]:
        try:
            with requests.Session() as session:
                # A proxy of the machine has no business between two local processes.
                session.trust_env = False
                got = session.get(url, timeout=_TIMEOUT)
        except requests.RequestException:
            return Fetched(code=11200)
        kind = got.headers.get("Content-Type", "").partition(";")[0]
        room -= len(got.content)
        if got.status_code != 200:
            return Fetched(code=11200)
        if kind not in KINDS:
            return Fetched(code=12300)
        if room < 0:
            return Fetched(code=11751)
        found.pictures.append((kind, got.content))
    return found
