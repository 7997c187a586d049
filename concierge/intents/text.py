"""From what a thumb typed to words that can be looked up.

Everything that does not change what a reply means is taken away here (case, accents, curly
quotes, full-width letters, skin tones, spacing), and everything that may is kept: numbers, question
marks, unknown signs. A pause ("," "." "!" a new line) becomes the word `,`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

PAUSE = ","

# Variation selectors, skin tones, gender signs, joiners and direction marks carry no meaning here.
_INVISIBLE = dict.fromkeys(
    (
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), 0xFEFF, 0xAD, 0x2640, 0x2642, 0x20E3,
    )
)  # fmt: skip
_APOSTROPHES = {ord(sign): "'" for sign in "’‘‛ʼ´`′＇"}
_LETTERS = {ord("œ"): "oe", ord("æ"): "ae", ord("ø"): "o", ord("ł"): "l"}
_CLEAN = _INVISIBLE | _APOSTROPHES

# Words that lose a vowel before another: "d'accord" is "d accord", but "that's" is "thats".
_ELIDED = frozenset({"l", "d", "j", "c", "s", "n", "m", "t", "qu", "jusqu", "lorsqu", "puisqu"})

# English: "we're" must not become "were".
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am"}

# A smile typed with signs; a frown is kept as a sign of its own, so that it is noticed.
_SMILE = re.compile(r"(?<![\w:])[:;=]['-]?[)\]dp3]+(?![\w(])|<3+|\^_*\^|(?<!\w)x+d+(?!\w)")
_FROWN = re.compile(r"(?<![\w:])[:;=]['-]?[(\[/\\|]+(?!\w)|-_+-")
SMILE, FROWN = "🙂", "🙁"

_TOKEN = re.compile(
    r"(?P<ten>10\s?/\s?10|100\s?%)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<pause>[.,;:!¡…‥。、！\n\r()\[\]–—-]+)"
    r"|(?P<skip>[\s'\"“”„«»‹›*_~]+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
# The key beside the one that was meant, at the very end: "that's great/".
_STRAY = re.compile(r"(?<=\w)[/\\|`]+\s*$")
# Dictation and some keyboards lose the apostrophe and leave the gap: "that s fine", "i ll take it".
_GAP = re.compile(
    r"\b(?:(that|it|what|let|there|here|all|everything)\s+(s)"
    r"|(i|you|we|they|that|it|this)\s+(ll|d|ve)|(i)\s+(m)|(you|we|they)\s+(re))\b(?!')"
)
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


class Words(NamedTuple):
    """`words` are folded; `raw` is what stood there, for the reason shown to operators."""

    words: list[str]
    raw: list[str]
    asked: bool


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes; digits and signs as they are."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKC", text.translate(_CLEAN)).translate(_APOSTROPHES)
    text = unicodedata.normalize("NFD", text.casefold()).translate(_LETTERS)
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def split(text: str) -> Words:
    folded = _STRAY.sub("", fold(text))
    asked = False
    if "?" in folded or "¿" in folded or "‽" in folded:
        asked = True
        folded = folded.replace("?", "\n").replace("¿", "\n").replace("‽", "\n")
    if "o.k" in folded:
        folded = folded.replace("o.k.", "ok ").replace("o.k", "ok")
    if any(sign in folded for sign in ":;=^<x-"):
        folded = _FROWN.sub(f" {FROWN} ", _SMILE.sub(f" {SMILE} ", folded))
        folded = _HYPHEN.sub(" ", folded)
    if "'" not in folded:
        folded = _GAP.sub(lambda found: "'".join(part for part in found.groups() if part), folded)
    words: list[str] = []
    raw: list[str] = []
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup
        token = match.group()
        if kind == "word":
            if "'" in token:
                _split_apostrophes(token, words, raw)
            else:
                words.append(token)
                raw.append(token)
        elif kind == "pause":
            if words and words[-1] != PAUSE:
                words.append(PAUSE)
                raw.append(token.strip() or PAUSE)
        elif kind == "skip":
            continue
        elif kind == "number":
            words.append(plain_number(token))
            raw.append(token)
        elif kind == "ten":
            words.append("10/10" if "/" in token else "100%")
            raw.append(token)
        else:
            words.append(token)
            raw.append(token)
    if words and words[-1] == PAUSE:  # at either end it says nothing
        words.pop()
        raw.pop()
    return Words(words, raw, asked)


def _split_apostrophes(token: str, words: list[str], raw: list[str]) -> None:
    head, _, rest = token.partition("'")
    if head in _ELIDED and rest:
        words.append(head)
        raw.append(head + "'")
        if "'" in rest:
            _split_apostrophes(rest, words, raw)
        else:
            words.append(rest)
            raw.append(rest)
    elif rest in _ENDINGS:
        words += [head, _ENDINGS[rest]]
        raw += [head, "'" + rest]
    else:
        words.append(token.replace("'", ""))
        raw.append(token)


def plain_number(digits: str) -> str:
    """ "54.00", "54,00" and "54" are one number; a time ("5:30") stays a time."""
    digits = digits.replace(",", ".")
    if digits.count(".") == 1 and ":" not in digits:
        whole, _, part = digits.partition(".")
        if len(part) == 3:  # "1,200"
            return whole + part
        part = part.rstrip("0")
        return f"{whole}.{part}" if part else whole
    return digits


def squeeze(word: str) -> list[str]:
    """What a word with held-down letters may stand for: "okayyy", "yesss", "goood"."""
    twice = re.sub(r"(.)\1{2,}", r"\1\1", word)
    once = re.sub(r"(.)\1{2,}", r"\1", word)
    none = re.sub(r"(.)\1+", r"\1", word)
    return [form for form in dict.fromkeys((twice, once, none)) if form != word]
