"""How many parts a text costs: the rules of GSM 03.38, as a table."""

import pytest

from concierge.channels.segments import measure, plain


@pytest.mark.parametrize(
    ("text", "encoding", "parts"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        # 152 + a two-unit character doesn't fit the first part: it is never split.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("é à è ù ì ò Ç Ñ ü", "GSM-7", 1),
        ("ç", "UCS-2", 1),
        ("’" * 70, "UCS-2", 1),
        ("’" * 71, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        # 66 units and a surrogate pair: the pair goes to the next part whole.
        ("’" * 66 + "😀" + "’" * 65, "UCS-2", 2),
        ("’" * 66 + "😀" + "’" * 66, "UCS-2", 3),
    ],
)
def test_parts(text: str, encoding: str, parts: int) -> None:
    segments = measure(text)
    assert (segments.encoding, segments.count) == (encoding, parts)


def test_the_characters_that_cost_more_are_named_once_each() -> None:
    assert measure("It’s “fine” — it’s").culprits == ("’", "“", "”", "—")


def test_typographic_characters_have_plain_ones_that_say_the_same() -> None:
    assert plain("It’s “fine” — yes…\u00a0ok") == 'It\'s "fine" - yes... ok'
    assert measure(plain("It’s “fine” — yes…")).encoding == "GSM-7"
