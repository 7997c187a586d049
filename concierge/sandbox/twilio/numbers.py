"""Special numbers: the last digits say what becomes of a text to +1 555 01x xxxx.

| number ends in | what happens                                                              |
| -------------- | ------------------------------------------------------------------------- |
| 0001           | queued, sent, then undelivered with 30003 (handset unreachable)           |
| 0002           | refused when the message is created: 21614 (a landline)                   |
| 0003           | delivered, but callbacks come newest first, and each of them twice        |
| 0004           | undelivered with 30005 (unknown handset: a dead number)                   |
| 0005           | undelivered with 30006 (landline or unreachable carrier)                  |
| 0006           | undelivered with 30007 (filtered by the carrier)                          |
| 0007           | sent, and no delivery receipt ever                                        |
| 0008           | failed with 30008, then a second failed callback without any error code   |
| 0009           | delivered, after "undelivered" 30008 was reported first                   |
| 0010           | refused when the message is created: 21612 (no route)                     |
| 0011           | no callback at all, though the message is delivered                       |
| 0012           | failed with 30034 (unregistered 10DLC)                                    |
| 0013           | refused when the message is created: 429, 20429 (too many requests)       |
| 0014           | the first text undelivered with 30003, all later ones delivered           |
| 0015           | failed with 30023 (the carrier's daily limit)                             |
| any other      | queued, sent, delivered                                                   |

A text on WhatsApp ("whatsapp:+1...") is delivered and read, if who it is for has written there
within 24 hours; else it is undelivered with 63016.

The rows apply to the sandbox's own block, +1 555 010 0000 to +1 555 019 9999 (+1 555 01x xxxx).
Error codes: https://www.twilio.com/docs/api/errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WHATSAPP = "whatsapp:"  # before a number that is written to there
Step = tuple[str, int | None]
BLOCK = re.compile(r"^\+155501\d{5}$")
E164 = re.compile(r"^\+[1-9]\d{6,14}$")


@dataclass(frozen=True)
class Fate:
    """What becomes of a text: states in order, what is reported, or a refusal (code, status)."""

    steps: tuple[Step, ...] = (("sent", None), ("delivered", None))
    reports: tuple[Step, ...] | None = None
    refused: tuple[int, int, str] | None = None


def _ends(code: int, state: str = "undelivered") -> Fate:
    return Fate((("sent", None), (state, code)))


DELIVERED = Fate()
READ = Fate((("sent", None), ("delivered", None), ("read", None)))
TOO_LATE = Fate((("sent", None), ("undelivered", 63016)))
FATES: dict[str, Fate] = {
    "0001": _ends(30003),
    "0002": Fate(refused=(21614, 400, "'To' number is not a valid mobile number")),
    "0003": Fate(
        reports=(("delivered", None), ("delivered", None), ("sent", None), ("sent", None))
    ),
    "0004": _ends(30005),
    "0005": _ends(30006),
    "0006": _ends(30007),
    "0007": Fate((("sent", None),)),
    "0008": Fate((("failed", 30008),), reports=(("failed", 30008), ("failed", None))),
    "0009": Fate(reports=(("sent", None), ("undelivered", 30008), ("delivered", None))),
    "0010": Fate(
        refused=(
            21612,
            400,
            "The 'To' phone number is not currently reachable using the 'From' phone number",
        )
    ),
    "0011": Fate(reports=()),
    "0012": _ends(30034, "failed"),
    "0013": Fate(refused=(20429, 429, "Too Many Requests")),
    "0014": _ends(30003),
    "0015": _ends(30023, "failed"),
}
# Whose later texts all arrive.
RECOVER = {"0014"}
MESSAGES = {
    11200: "HTTP retrieval failure",
    11751: "Media Message - Media exceeds messaging provider size limit",
    12300: "Invalid Content-Type",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30023: "US A2P 10DLC - Daily Message Cap Reached",
    30034: "US A2P 10DLC - Message from an Unregistered Number",
    63016: "Failed to send freeform message because you are outside the allowed window",
}


def mark(address: str) -> str:
    """What stands before an address on its channel: "whatsapp:", or nothing for SMS."""
    return WHATSAPP if address.startswith(WHATSAPP) else ""


def fate(number: str, *, again: bool = False) -> Fate:
    """What becomes of a text to this E.164 number; `again`: it is not the first one."""
    if again and number[-4:] in RECOVER:
        return DELIVERED
    return FATES.get(number[-4:], DELIVERED) if BLOCK.match(number) else DELIVERED
