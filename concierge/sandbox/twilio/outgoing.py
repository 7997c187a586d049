"""Fetching what a MediaUrl names, as Twilio does: without a login, and only what it takes.

https://www.twilio.com/docs/messaging/guides/accepted-mime-types: the content type decides, and all
of a message's media together have at most 5 MB. What can't be had fails the message afterwards,
with 11200 (retrieval failed), 12300 (content type) or 11751 (too large).
"""

from __future__ import annotations

import requests

from concierge.sandbox.world import World

KINDS = ("image/jpeg", "image/png", "image/gif")
LARGEST = 5_000_000
_TIMEOUT = 10


def fetch(world: World, sid: str, media: list[str]) -> int | None:
    """Keep what the addresses name, for the phone; an error's code where one of them is no good."""
    room = LARGEST
    for index, url in enumerate(media):
        try:
            with requests.Session() as session:
                # A proxy of the machine has no business between two local processes.
                session.trust_env = False
                got = session.get(url, timeout=_TIMEOUT)
        except requests.RequestException:
            return 11200
        kind = got.headers.get("Content-Type", "").partition(";")[0]
        room -= len(got.content)
        if got.status_code != 200:
            return 11200
        if kind not in KINDS:
            return 12300
        if room < 0:
            return 11751
        with world.books.change():
            world.books.add_blob(f"fetched {sid} {index}", kind, got.content)
    return None
