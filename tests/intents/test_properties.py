"""What holds for every accepted text, whoever wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierge.intents import Context, Intent, LastMessage, LiveQuote, read
from tests.intents import (
    test_dutch,
    test_english,
    test_french,
    test_german,
    test_spanish,
)
from tests.intents.phrases import ROSES, lines

BOOKS: list[tuple[LiveQuote, str]] = [
    (ROSES, test_english.YES + test_english.YES_IN_SIGNS + test_english.YES_REPEATING_THE_QUOTE),
    (test_french.QUOTE, test_french.YES),
    (test_spanish.QUOTE, test_spanish.YES),
    (test_german.QUOTE, test_german.YES),
    (test_dutch.QUOTE, test_dutch.YES),
]
ACCEPTED = [(quote, text) for quote, book in BOOKS for text in lines(book)]

CONDITIONS = (
    "if it's fresh", "unless it rains", "provided it's today", "as long as it's cheap",
    "when I'm home", "si c'est frais", "à condition que", "si es fresco", "siempre que pueda",
    "wenn es geht", "falls möglich", "als het kan", "mits het vers is",
)  # fmt: skip
NEGATIONS = (
    "not", "but not now", "don't", "no", "never", "not that one", "mais non", "pas", "pero no",
    "nunca", "aber nicht", "nicht", "nein", "maar niet", "niet", "nee", "👎",
)  # fmt: skip
NEW_WISHES = (
    "and add tulips", "and a vase", "plus 3 lilies", "and 24 lilies", "also a card",
    "but make it white", "in blue", "by 9am", "for 7 people", "et des tulipes", "avec un vase",
    "y un jarrón", "pero en azul", "und Tulpen dazu", "mit einer Vase", "en tulpen erbij",
    "met een vaas", "to Bob", "send Ann the bill", "instead", "later", "tulips",
)  # fmt: skip
FRIENDLY = ("😊", "🙂", "❤️", "🙏", "🙏🏽", "🎉", "💐", "👍", "👍🏿", "✨")


def accepts(quote: LiveQuote, text: str) -> bool:
    context = Context((quote,), LastMessage(quote.text, "service", quote.number))
    return read(text, context).intent is Intent.ACCEPT


accepted = st.sampled_from(ACCEPTED)
joints = st.sampled_from([" ", ", ", ". ", "\n", " ... ", "! "])


@pytest.mark.parametrize(("quote", "text"), ACCEPTED)
def test_a_question_mark_anywhere_takes_the_yes_away(quote: LiveQuote, text: str) -> None:
    words = text.split(" ")
    for place in range(1, len(words) + 1):
        asked = " ".join([*words[:place], "?", *words[place:]])
        assert not accepts(quote, asked), asked
    assert not accepts(quote, text + "?")
    assert not accepts(quote, "¿" + text)


@given(accepted, joints, st.sampled_from(CONDITIONS), st.booleans())
def test_a_condition_takes_the_yes_away(
    row: tuple[LiveQuote, str], joint: str, condition: str, first: bool
) -> None:
    quote, text = row
    assert not accepts(quote, condition + joint + text if first else text + joint + condition)


@given(accepted, joints, st.sampled_from(NEGATIONS))
def test_a_negation_takes_the_yes_away(
    row: tuple[LiveQuote, str], joint: str, negation: str
) -> None:
    quote, text = row
    assert not accepts(quote, text + joint + negation)


@given(accepted, joints, st.sampled_from(NEW_WISHES))
def test_a_new_wish_takes_the_yes_away(row: tuple[LiveQuote, str], joint: str, wish: str) -> None:
    quote, text = row
    assert not accepts(quote, text + joint + wish)


@given(accepted, st.integers(14, 5_000), joints)
def test_another_number_takes_the_yes_away(
    row: tuple[LiveQuote, str], number: int, joint: str
) -> None:
    quote, text = row
    if number != 54:
        assert not accepts(quote, f"{text}{joint}{number}")


@given(accepted, st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), joints)
def test_an_unknown_word_takes_the_yes_away(
    row: tuple[LiveQuote, str], word: str, joint: str
) -> None:
    """Unless it is one of ours, or a signature's."""
    from concierge.intents.lexicon import LEXICON

    quote, text = row
    known = word in LEXICON.symbols or word in LEXICON.spellings or LEXICON.repair(word)
    if not known and "egards" not in text:
        assert not accepts(quote, f"{text}{joint}{word}")


@given(accepted, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_changes_nothing(row: tuple[LiveQuote, str], change: object) -> None:
    quote, text = row
    assert callable(change)
    assert accepts(quote, change(text))


@given(accepted, st.sampled_from(["  ", "   ", "\t", "\u00a0", " \u200b"]))
def test_spacing_changes_nothing(row: tuple[LiveQuote, str], space: str) -> None:
    quote, text = row
    assert accepts(quote, space + text.replace(" ", space) + space)


@given(accepted, st.text("!.… ,", max_size=6), st.text("!.… ", max_size=6))
def test_punctuation_around_it_changes_nothing(
    row: tuple[LiveQuote, str], before: str, after: str
) -> None:
    quote, text = row
    assert accepts(quote, before + text + after)


@given(accepted, st.lists(st.sampled_from(FRIENDLY), max_size=4), st.booleans())
def test_friendly_signs_around_it_change_nothing(
    row: tuple[LiveQuote, str], signs: list[str], first: bool
) -> None:
    quote, text = row
    around = " ".join(signs)
    assert accepts(quote, f"{around} {text}" if first else f"{text} {around}")


@given(st.text(max_size=200))
def test_anything_can_be_read(text: str) -> None:
    quote = BOOKS[0][0]
    context = Context((quote,), LastMessage(quote.text, "service", 12))
    assert read(text, context) == read(text, context)
