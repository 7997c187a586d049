"""Reactions: what a phone sends as text when somebody taps a heart on a bubble.

A reaction never accepts anything by itself. iPhones write `Liked “…”`, Google Messages
`👍 to “…”`, each in the language of the phone, and both cut long messages short.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from concierge.intents.languages import LANGUAGES
from concierge.intents.text import fold

_OPEN, _CLOSE = '“«‹„"‟”', '”»›“"‟'
_QUOTE = rf"[{_OPEN}](?P<quoted>.+)[{_CLOSE}]"


class Reaction(NamedTuple):
    quoted: str  # folded, without the dots that stand for the rest; empty for an image
    against: bool


def _patterns() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    taps, against = [], []
    for language in LANGUAGES:
        names = (fold(name).strip() for name in language.attachments.split(","))
        things = "|".join(re.escape(" ".join(name.split())) for name in names)
        for pattern in language.reactions:
            body = fold(pattern).replace("{quote}", rf"(?:{_QUOTE}|{things})")
            taps.append(re.compile(rf"\s*{body}[\s.!]*", re.DOTALL))
        against += [re.compile(rf"\s*{fold(pattern)}") for pattern in language.disliked]
    return taps, against


_TAPS, _AGAINST = _patterns()
_MARKS = frozenset(_OPEN + _CLOSE)
_LAST_WORDS = frozenset(
    fold(thing).split()[-1] for language in LANGUAGES for thing in language.attachments.split(",")
)
# `👍 to “…”`: signs, at most three short words, a quotation, and nothing after it.
_SIGNED = re.compile(
    rf"(?:[^\w\s'\"“”«»„]\s?){{1,12}}\s?(?:[^\W\d_]{{1,12}}\s){{1,3}}{_QUOTE}\s?", re.DOTALL
)
_AGAINST_SIGNS = ("👎", "❓", "❌", "😡", "🤬", "😢", "😠", "‼")


def tapped(text: str) -> Reaction | None:
    """The reaction that `text` is, if it is one."""
    words = fold(text).split()
    # Most messages hold neither a quotation nor an attachment's name, and need no closer look.
    if _MARKS.isdisjoint(text) and not (words and words[-1].strip(".!") in _LAST_WORDS):
        return None
    folded = " ".join(words)
    match = None
    for pattern in (_SIGNED, *_TAPS):
        match = pattern.fullmatch(folded)
        if match:
            break
    if match is None:
        return None
    quoted = (match.groupdict().get("quoted") or "").strip(' .…“”"«»„')
    against = any(p.match(folded) for p in _AGAINST) or any(s in folded for s in _AGAINST_SIGNS)
    return Reaction(quoted, against)


def quotes(reaction: Reaction, text: str) -> bool:
    """Whether the reaction points at the message `text`, of which it holds the beginning."""
    if not reaction.quoted or not text:
        return False
    said = " ".join(fold(text).split()).strip(' .…“”"«»„')
    return said.startswith(reaction.quoted) or reaction.quoted.startswith(said)
