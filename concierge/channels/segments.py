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
