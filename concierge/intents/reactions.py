"""Reactions: what a phone sends as text when somebody taps a heart on a bubble.

A reaction never accepts anything by itself. iPhones write `Liked “…”`, Google Messages
`👍 to “…”`, each in the language of the phone, and both cut long messages short.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from concierge.intents.languages import LANGUAGES
from concierge.intents.text import fold

_OPEN, _CLOSE = "“«‹„\"‟”", "”»›“\"‟"
_QUOTE = rf"[{_OPEN}](?P<quoted>.+)[{_CLOSE}]"
_THING = (
    r"(?:an? |une? |un |una |ein(?:e[nm]?)? |een |l'|la |le |el |the )?"
    r"(?:image|photo|picture|video|movie|attachment|audio message|sticker|location|contact|link"
    r"|foto|imagen|bild|afbeelding|anhang|bijlage|piece jointe|archivo|adjunto|pelicula|film"
    r"|message audio|mensaje de audio|audionachricht|audiobericht|message|mensaje|nachricht|bericht)"
)


class Reaction(NamedTuple):
    quoted: str  # folded, without the dots that stand for the rest; empty for an image
    against: bool


def _patterns() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    taps, against = [], []
    for language in LANGUAGES:
        for pattern in language.reactions:
            body = fold(pattern).replace("{quote}", rf"(?:{_QUOTE}|{_THING})")
            taps.append(re.compile(rf"\s*{body}[\s.!]*", re.DOTALL))
        against += [re.compile(rf"\s*{fold(pattern)}") for pattern in language.disliked]
    return taps, against


_TAPS, _AGAINST = _patterns()
# `👍 to “…”`: signs, at most three short words, a quotation, and nothing after it.
_SIGNED = re.compile(
    rf"(?:[^\w\s'\"“”«»„]\s?){{1,12}}\s?(?:[^\W\d_]{{1,12}}\s){{1,3}}{_QUOTE}\s?", re.DOTALL
)
_AGAINST_SIGNS = ("👎", "❓", "❌", "😡", "🤬", "😢", "😠", "‼")
_MAY_BE = re.compile(rf"[{_OPEN}{_CLOSE}]|[^\x00-\x7f]|\b(?:an?|the)\s")


def tapped(text: str) -> Reaction | None:
    """The reaction that `text` is, if it is one."""
    folded = " ".join(fold(text).split())
    match = None
    for pattern in (_SIGNED, *_TAPS):
        match = pattern.fullmatch(folded)
        if match:
            break
    if match is None:
        return None
    quoted = (match.groupdict().get("quoted") or "").strip(" .…“”\"«»„")
    against = any(p.match(folded) for p in _AGAINST) or any(s in folded for s in _AGAINST_SIGNS)
    return Reaction(quoted, against)


def quotes(reaction: Reaction, text: str) -> bool:
    """Whether the reaction points at the message `text`, of which it holds the beginning."""
    if not reaction.quoted or not text:
        return False
    said = " ".join(fold(text).split()).strip(" .…“”\"«»„")
    return said.startswith(reaction.quoted) or reaction.quoted.startswith(said)
