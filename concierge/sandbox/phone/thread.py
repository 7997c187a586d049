"""A thread as the phone shows it: bubbles, times, links, what became of each text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from markupsafe import Markup, escape

from concierge.sandbox.books import Json
from concierge.sandbox.twilio import messages, numbers
from concierge.sandbox.world import World

PAUSE = 15 * 60  # seconds of silence after which the thread shows the time again
MOMENT = 60  # seconds within which texts of one side stand together
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")


@dataclass(frozen=True)
class Bubble:
    """One message on the screen. `state` is said below it; `lost` is why it never came.

    `quiet` bubbles say no time: the next one comes from the same side a moment later.
    """

    id: str
    mine: bool
    words: Markup
    pictures: list[str]
    time: str
    stamp: str
    day: str
    state: str
    lost: str
    parts: int
    automatic: bool
    at: float
    quiet: bool = False


def bubbles(world: World, number: str) -> list[Bubble]:
    """The thread of one phone, oldest first. Texts still on their way are not there yet."""
    found: list[Bubble] = []
    before = 0.0
    reached = _reached(world)
    for message in reversed(world.books.find("message", {"phone": number})):
        status, code, _ = messages.state(message)
        if status in ("queued", "accepted"):
            continue
        mine = message["direction"] == "inbound"
        lost = ""
        if status in ("undelivered", "failed"):
            lost = f"{code} {numbers.MESSAGES.get(code or 0, '')}".strip()
        at = datetime.fromtimestamp(message["created"], UTC).astimezone()
        found.append(
            Bubble(
                id=message["id"],
                mine=mine,
                words=linked(message["body"]),
                pictures=_pictures(message),
                time=at.strftime("%H:%M"),
                stamp=at.isoformat(timespec="seconds"),
                day=_day(at) if message["created"] - before > PAUSE else "",
                state=_state(mine, reached.get(message["id"], "")),
                lost=lost,
                parts=message["num_segments"],
                automatic=message["direction"] == "outbound-reply",
                at=message["created"],
            )
        )
        before = message["created"]
    return _hushed(found)


def _hushed(found: list[Bubble]) -> list[Bubble]:
    last = max((index for index, bubble in enumerate(found) if bubble.mine), default=-1)
    hushed = []
    for index, bubble in enumerate(found):
        if bubble.state == "Delivered" and index != last:
            # As on a phone, only the last of one's own texts says that it has arrived.
            bubble = replace(bubble, state="")
        after = found[index + 1] if index + 1 < len(found) else None
        if after and after.mine == bubble.mine and after.at - bubble.at < MOMENT and not after.day:
            bubble = replace(bubble, quiet=True)
        hushed.append(bubble)
    return hushed


def _reached(world: World) -> dict[str, str]:
    rows = world.books.rows(
        "SELECT subject, state FROM deliveries WHERE kind = 'twilio.messages' ORDER BY seq"
    )
    return {row["subject"]: row["state"] for row in rows}


def _state(mine: bool, delivery: str) -> str:
    if not mine:
        return ""
    words = {"due": "Sending", "held": "Sending", "failed": "Not delivered", "dropped": "Sent"}
    return words.get(delivery, "Delivered")


def _pictures(message: Json) -> list[str]:
    if message["direction"] == "inbound":
        return [f"/phone/pictures/{id}" for id in message["media"]]
    return [f"/phone/media/{message['id']}/{index}" for index in range(len(message["media"]))]


def _day(at: datetime) -> str:
    days = (datetime.now(UTC).astimezone().date() - at.date()).days
    if days == 0:
        return f"Today {at:%H:%M}"
    if days == 1:
        return f"Yesterday {at:%H:%M}"
    return f"{at:%A} {at:%H:%M}" if days < 7 else f"{at.day} {at:%B %Y}"


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses as links for the phone's browser."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        url = escape(match[0])
        parts.append(escape(text[end : match.start()]))
        parts.append(Markup('<a href="{0}" target="phone-browser">{0}</a>').format(url))
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def unsettled(world: World, number: str) -> bool:
    """Whether some text of the thread is going to change by the passing of time alone."""
    return any(
        message["steps"][-1][0] != messages.state(message)[2]
        for message in world.books.find("message", {"phone": number})[:5]
        if message["direction"] == "outbound-api"
    )
