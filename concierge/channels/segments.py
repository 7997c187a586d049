"""How many parts a text costs, and which character makes it cost more.

GSM 03.38: 160 characters, then 153 a part; the extension table's cost two and are never split.
Anything else makes it UCS-2: 70 UTF-16 units, then 67; a surrogate pair is never split.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")

# What people type and GSM-7 lacks, with what says the same.
REPLACEMENTS = {
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "…": "...", "–": "-", "—": "-", "−": "-", "•": "-", "\u00a0": " ", "\u202f": " ",
    "\u2009": " ", "\t": " ", "`": "'", "œ": "oe", "Œ": "OE", "ç": "c", "×": "x", "\u200b": "",
}  # fmt: skip
# What to call them, for whoever is told which one makes a text dear.
_NAMES = {
    "‘’": "a curly apostrophe", "‚": "a low quotation mark", "“”„«»": "a curly quotation mark",
    "…": "three dots in one", "–": "a dash", "—": "a long dash", "−": "a minus sign",
    "•": "a bullet", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space",
    "\u2009": "a thin space", "\t": "a tab", "`": "a backtick", "œŒ": "o and e in one",
    "ç": "a c with cedilla", "×": "a times sign", "\u200b": "an invisible space",
}  # fmt: skip
NAMES = {character: name for several, name in _NAMES.items() for character in several}
_EMOJI = (range(0x2600, 0x27C0), range(0x1F000, 0x20000))


@dataclass(frozen=True, slots=True)
class Segments:
    """`count` parts of `encoding` ("GSM-7" or "UCS-2"); `culprits` are what forced UCS-2."""

    encoding: str
    count: int
    units: int
    culprits: tuple[str, ...] = ()


def measure(text: str) -> Segments:
    """Count a text's parts. An empty text is one part."""
    culprits = tuple(dict.fromkeys(c for c in text if c not in BASIC and c not in EXTENSION))
    if culprits:
        sizes = [2 if ord(c) > 0xFFFF else 1 for c in text]
        return Segments("UCS-2", _parts(sizes, 70, 67), sum(sizes), culprits)
    sizes = [2 if c in EXTENSION else 1 for c in text]
    return Segments("GSM-7", _parts(sizes, 160, 153), sum(sizes))


def _parts(sizes: list[int], single: int, part: int) -> int:
    if sum(sizes) <= single:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > part:
            count, used = count + 1, 0
        used += size
    return count


def plain(text: str) -> str:
    """The text with typographic characters replaced by GSM-7 ones that say the same."""
    return "".join(REPLACEMENTS.get(character, character) for character in text)


def without(text: str) -> str:
    """The same text as it would be without what costs more: replaced, or else left out."""
    return "".join(c for c in plain(text) if c in BASIC or c in EXTENSION)


def called(character: str) -> str:
    """A character as people recognise it: itself, and what it is called."""
    name = NAMES.get(character)
    if name is None and any(ord(character) in codes for codes in _EMOJI):
        name = "an emoji"
    return f"“{character}” ({name})" if name else f"“{character}”"
