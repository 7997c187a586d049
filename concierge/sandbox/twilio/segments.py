"""How many parts a text costs: GSM 03.38's alphabet and its lengths.

Source: 3GPP TS 23.038 (alphabet, extension table) and TS 23.040: 160 then 153 septets, 70 then 67
UTF-16 units; an escaped character or a surrogate pair is never split between two parts.
"""

from __future__ import annotations

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = set("\f^{}\\[~]|€")


def count(text: str) -> int:
    """The number of parts; an empty text is one."""
    if all(character in BASIC or character in EXTENDED for character in text):
        costs = [2 if character in EXTENDED else 1 for character in text]
        return _parts(costs, 160, 153)
    return _parts([len(character.encode("utf-16-le")) // 2 for character in text], 70, 67)


def _parts(costs: list[int], single: int, each: int) -> int:
    if sum(costs) <= single:
        return 1
    parts, room = 1, each
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, each
        room -= cost
    return parts
