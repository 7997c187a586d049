"""How an order travels: who brings it, and where it can be followed."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from concierge.errors import Refused

LONGEST_COURIER = 60
LONGEST_TRACKING = 200
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./#-]{0,59}")
# What people copy without its beginning: "ups.com/track?n=1Z9".
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
_LINK = re.compile(r"[!-~]+")  # what can stand in a text, and in an address


@dataclass(frozen=True, slots=True)
class Parcel:
    """`tracking`: a number of the courier's, or a link."""

    courier: str | None = None
    tracking: str | None = None


def read(courier: str, tracking: str) -> Parcel:
    """What an operator has typed. Raises `Refused` for what customers can't follow."""
    courier, tracking = " ".join(courier.split()), tracking.strip()
    if len(courier) > LONGEST_COURIER:
        raise Refused("courier-too-long", f"Name the courier in at most {LONGEST_COURIER} letters.")
    return Parcel(courier or None, _tracking(tracking) if tracking else None)


def _tracking(text: str) -> str:
    if _BARE.fullmatch(text):
        text = f"https://{text}"
    if "://" not in text:
        if not _NUMBER.fullmatch(text):
            raise Refused(
                "tracking-unreadable", f"“{text[:60]}” is no tracking number and no link."
            )
        return " ".join(text.split())
    if not _LINK.fullmatch(text) or not _leads_somewhere(text):
        raise Refused(
            "tracking-unreadable", "A tracking link begins with https:// and has no spaces."
        )
    if len(text) > LONGEST_TRACKING:
        raise Refused(
            "tracking-too-long",
            f"A text has no room for a link of more than {LONGEST_TRACKING} characters.",
        )
    return text


def _leads_somewhere(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
