"""Every sentence in every language, with the same things to fill in."""

import re
from pathlib import Path
from string import Formatter

import pytest

from concierge.config import LANGUAGES
from concierge.web.pages.words import words
from tests.pages.conftest import WELL_FILLED_IN, Browser, speak
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
ENGLISH = words("en").sentences


def braces(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language: str) -> None:
    theirs = words(language).sentences
    assert list(theirs) == list(ENGLISH)
    for name, sentence in theirs.items():
        assert sentence.strip(), name
        assert braces(sentence) == braces(ENGLISH[name]), name


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    alike = {"common.error", "common.total", "common.fee", "account.email"}
    same = {
        name
        for name, sentence in words(language).sentences.items()
        if sentence == ENGLISH[name] and not name.startswith("format.")
    }
    assert same <= alike


def test_every_sentence_is_said_somewhere() -> None:
    sources = [*ROOT.glob("templates/pages/*.html"), *ROOT.glob("concierge/web/pages/*.py")]
    said = "\n".join(path.read_text() for path in sources)
    # Names that are put together: how a link ended, what the bank said, what became of an offer.
    made = r"(gone\.(expired|used)|(error|bank|confirm|card|account|pay)\.)"
    unsaid = [
        name
        for name in ENGLISH
        if not re.search(f"[\"']{name}[\"']", said) and not re.match(made, name)
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_for_consent_with_the_words_a_carrier_wants(language: str) -> None:
    agreed = words(language)("account.agreed", business="Rose & Thorn")
    for word in ("Rose & Thorn", "HELP", "STOP"):
        assert word in agreed
    assert "Rose & Thorn" in words(language)("account.marketing", business="Rose & Thorn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_maria_reads_every_page_in_her_language(
    greeted: World, browser: Browser, language: str
) -> None:
    speak(greeted, language)
    say, link = words(language), greeted.link()

    account = browser.open(link)
    assert f'<html lang="{language}">' in account.answer.text
    assert say("account.lead") in account.text
    assert say("account.name_missing") in browser.press(f"{link}/account").text
    waiting = browser.follow(browser.press(f"{link}/account", **WELL_FILLED_IN))
    assert say("card.opening") in waiting.text
    greeted.work()
    greeted.fill_card_page("4242424242424242")
    assert say("saved.title_named", name="Maria") in browser.open(f"{link}/card/return").text
    assert say("gone.used") in browser.open(link).text
