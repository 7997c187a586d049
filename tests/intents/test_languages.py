"""Every module in `concierge/intents/languages` is complete, and none gets in another's way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from concierge.intents import Context, Intent, read
from concierge.intents.grammar import BUILT_IN, GrammarError, rules_of
from concierge.intents.language import RULES, Language
from concierge.intents.languages import CODES, LANGUAGES
from concierge.intents.lexicon import LEXICON, OPTIONAL, Lexicon
from concierge.intents.reactions import tapped
from concierge.intents.text import split

every = pytest.mark.parametrize("language", LANGUAGES, ids=CODES)
SHARED = frozenset(
    "yes sure right true done go accept approved absolute course exact top si y".split()  # noqa: SIM905
)
DOCUMENT = Path(__file__).parents[2] / "docs" / "languages.md"
LISTS = ("hinges", "binding", "articles", "listing", "choosing", "dates", "asking", "ordinary")


def test_the_five_languages_are_there() -> None:
    assert {"de", "en", "es", "fr", "nl"} <= set(CODES)


@every
def test_it_has_every_rule(language: Language) -> None:
    assert set(RULES) <= set(rules_of(language.grammar))


@every
def test_every_rule_is_used(language: Language) -> None:
    rules = rules_of(language.grammar)
    used = {piece[1:-1] for pieces in rules.values() for piece in pieces if piece[0] == "<"}
    assert set(rules) - set(RULES) - set(OPTIONAL) - used == set()


@every
def test_every_list_has_words(language: Language) -> None:
    assert re.fullmatch(r"[a-z]{2}", language.code)
    assert language.name
    for name in LISTS:
        assert getattr(language, name).split(), name
    assert len(language.ordinary.split()) > 150
    assert len(language.names.split()) > 50


@every
def test_single_words_of_a_rule_mean_what_the_rule_is_for(language: Language) -> None:
    rules = rules_of(language.grammar)
    context = Context(default_language=language.code)
    for rule in ("stop", "help", "menu", "status"):
        alone = {read(piece, context).intent for piece in rules[rule] if piece.isalpha()}
        assert Intent(rule) in alone, rule
    assert read("stop", context).intent is Intent.STOP


@every
def test_its_spellings_lead_to_words_of_its_grammar(language: Language) -> None:
    for line in language.spellings.strip().splitlines():
        typed, _, meant = line.partition("=")
        assert typed.split(), line
        assert meant.split(), line


@every
def test_a_spelling_is_no_ordinary_word_and_leads_nowhere_else(language: Language) -> None:
    """Spellings hold for all languages at once: "is" may not become "ist"."""
    ordinary = {word for other in LANGUAGES for word in split(other.ordinary).words}
    allowed = {"u", "im", "dont", "please"}  # words of two languages, in no yes of either
    for line in language.spellings.strip().splitlines():
        for word in line.partition("=")[0].split():
            folded = split(word).words
            if len(folded) == 1 and LEXICON.spellings.get(folded[0]) != folded:
                assert folded[0] not in ordinary - allowed, word
    for meant in LEXICON.spellings.values():
        for word in meant:
            assert LEXICON.spellings.get(word, [word]) == [word], word


@every
def test_no_first_name_is_a_yes(language: Language) -> None:
    """ "Thanks Simon" is no "sí"."""
    for name in language.names.split():
        for text in (name, f"thanks {name}", f"merci\n{name}"):
            assert read(text).intent is not Intent.ACCEPT, text


@every
def test_no_ordinary_word_is_a_yes(language: Language) -> None:
    """A word of one language is no yes in another, unless it is one in both."""
    for word in language.ordinary.split():
        if read(word).intent is Intent.ACCEPT:
            assert word in SHARED, word


@every
def test_its_reactions_are_recognised(language: Language) -> None:
    assert language.reactions
    assert language.disliked
    assert language.attachments.split(",")
    assert tapped("👍 x “12 roses”") is not None


def test_a_language_without_a_rule_is_refused_by_name() -> None:
    english = next(language for language in LANGUAGES if language.code == "en")
    values = {name: getattr(english, name) for name in Language.__slots__}
    broken = Language(**values | {"name": "Broken", "grammar": "yes = yes"})
    with pytest.raises(GrammarError, match="Broken has no rule"):
        Lexicon((broken,))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("yes = (yes", "not closed"),
        ("yes = yes | ", "empty alternative"),
        ("yes = <no>", "no rule 'no'"),
        ("yes = <yes>", "refers to itself"),
        ("yes = yes\nyes = yep", "written twice"),
        ("hello\nyes = yes", "before the first rule"),
    ],
)
def test_a_mistake_in_a_grammar_says_what_is_wrong(source: str, message: str) -> None:
    from concierge.intents.grammar import Network

    with pytest.raises(GrammarError, match=message):
        Network(lambda piece: [piece]).rule(rules_of(source), "yes", 0, 1)


def test_the_document_explains_every_rule_and_list() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in (*RULES, *LISTS, "spellings", "names", "reactions", "disliked", "attachments"):
        assert f"`{name}`" in text, name
    for sign in BUILT_IN:
        assert f"`{sign}`" in text, sign
