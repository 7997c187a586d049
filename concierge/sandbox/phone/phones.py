"""The phones there are: three to begin with, more at the press of a button."""

from __future__ import annotations

import secrets
import time

from concierge.sandbox.books import Json
from concierge.sandbox.twilio import messages
from concierge.sandbox.twilio.numbers import WHATSAPP
from concierge.sandbox.world import World

FIRST = (("+15550100123", "Maria"), ("+15550100145", "Tom"), ("+15550100167", "Ines"))


def all(world: World) -> list[Json]:
    """Every phone with its name and last message, those with the newest message first.

    Whoever has texted or been texted has a phone, too, known by its number.
    """
    known = _known(world)
    for message in world.books.find("message"):
        number = message["phone"]
        if number not in known:
            known[number] = {"id": number, "name": "", "created": message["created"]}
        if messages.state(message)[0] in ("sent", "delivered", "received"):
            known[number].setdefault("last", message)
    return sorted(known.values(), key=_order, reverse=True)


def _order(phone: Json) -> tuple[float, float]:
    last = phone.get("last")
    return (last["created"] if last else 0, -phone["created"])


def _known(world: World) -> dict[str, Json]:
    known = {phone["id"]: phone for phone in reversed(world.books.find("phone"))}
    for order, (number, name) in enumerate(FIRST):
        known.setdefault(number, {"id": number, "name": name, "created": float(order)})
    return known


def find(world: World, number: str) -> Json:
    """The phone with this number; one that was never used before has no name."""
    return _known(world).get(number) or {"id": number, "name": "", "created": time.time()}


def new(world: World, name: str = "") -> Json:
    """A phone with a number that nobody has used and that has no special fate."""
    taken = {phone["id"] for phone in all(world)}
    while True:
        number = f"+1555010{secrets.randbelow(9000) + 1000}"
        if number not in taken:
            break
    return world.books.put("phone", {"id": number, "name": name, "created": time.time()})


def pretty(number: str) -> str:
    """+15550100123 as people read it: (555) 010-0123."""
    if number.startswith(WHATSAPP):
        return f"{pretty(number.removeprefix(WHATSAPP))} on WhatsApp"
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def opted_out(world: World, number: str) -> bool:
    """Whether this phone has told the business to stop."""
    return messages.opted_out(world.books, number, world.settings.twilio_phone_number)
