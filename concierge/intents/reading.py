"""What goes into reading a reply, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Intent(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    UNDO = "undo"
    STOP = "stop"
    START = "start"
    HELP = "help"
    MENU = "menu"
    STATUS = "status"
    USUAL = "usual"
    CARD = "card"
    RECEIPT = "receipt"
    HUMAN = "human"
    STRANGER = "stranger"
    REACTION = "reaction"
    AUTOREPLY = "autoreply"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class LiveQuote:
    """A quote that can still be accepted.

    `total` is in minor units of `currency`. `text` is exactly what was sent: its numbers,
    dates and wording are what a reply may repeat. With two or more `options` a plain yes has to
    name one of them, because nobody could say which one was meant.
    """

    number: int
    total: int = 0
    currency: str = ""
    text: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastMessage:
    """The last thing the customer was sent; `about` is the quote it presented or asked about."""

    text: str
    by: Literal["service", "operator"]
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    quotes: tuple[LiveQuote, ...] = ()
    last: LastMessage | None = None
    language: str | None = None
    default_language: str = "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """`nearly`: it sounds like a yes, but with something more, or not surely to this quote.

    `reason` is for operators and in English. `option` is the one of the quote's options that an
    acceptance names.
    """

    intent: Intent
    quote: int | None
    language: str
    reason: str
    guesses: tuple[tuple[Intent, float], ...] = ()
    nearly: bool = False
    option: str | None = None
