"""The rules of "Reading replies": to which quote a yes is, and when it has to be asked back."""

from __future__ import annotations

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, Reading, read
from tests.intents.phrases import CAKE, ROSES, after_the_quote, reply

BOTH = (ROSES, CAKE)


def asked_back(reading: Reading) -> bool:
    return reading.intent is Intent.UNCLEAR and reading.nearly


def by_service(text: str, about: int | None = None) -> LastMessage:
    return LastMessage(text, "service", about)


def test_a_plain_yes_is_to_the_only_live_quote() -> None:
    reading = reply("OK")
    assert (reading.intent, reading.quote, reading.nearly) == (Intent.ACCEPT, 12, False)


def test_a_yes_is_a_yes_even_when_no_quote_is_live() -> None:
    reading = read("yes please")
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, None)


def test_with_two_open_quotes_a_yes_without_a_number_is_asked_back() -> None:
    reading = read("OK", Context(BOTH, by_service(CAKE.text, 13)))
    assert asked_back(reading)
    assert reading.reason == "2 quotes are open and the reply names none"


@pytest.mark.parametrize("text", ["OK 13", "ok #13", "yes to 13 please", "13 ok", "Ok, quote 13"])
def test_with_two_open_quotes_a_number_says_which(text: str) -> None:
    reading = read(text, Context(BOTH, by_service(ROSES.text, 12)))
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 13)


@pytest.mark.parametrize("text", ["ok 12 and 13", "ok 12 13", "yes to both", "ok 12 ok 13"])
def test_a_yes_to_two_quotes_at_once_is_not_plain(text: str) -> None:
    assert read(text, Context(BOTH)).intent is Intent.UNCLEAR


def test_a_number_that_is_no_live_quote_is_unclear() -> None:
    reading = reply("OK 11")
    assert (reading.intent, reading.quote, reading.nearly) == (Intent.UNCLEAR, None, False)


def test_the_service_asked_about_one_of_two_quotes() -> None:
    last = by_service("Shall I place order 12, roses, $54.00? Reply OK 12.", 12)
    reading = read("ok", Context(BOTH, last))
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12)


def test_after_a_person_has_written_a_bare_yes_is_asked_back() -> None:
    last = LastMessage("We could add eucalyptus for $6.", "operator")
    for text in ("OK", "yes please", "👍", "sounds good"):
        assert asked_back(read(text, Context((ROSES,), last)))


def test_after_a_person_has_written_the_number_still_says_which() -> None:
    last = LastMessage("We could add eucalyptus for $6.", "operator")
    reading = read("OK 12", Context((ROSES,), last))
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12)


@pytest.mark.parametrize(
    "question",
    [
        "Would you like anything else?",
        "Do you want to change something?",
        "Is there anything else I can help you with?",
        "Would you like to add a card?",
        "When would you like it?",
        "Red or white?",
        "Shall I cancel it?",
        "Voulez-vous changer quelque chose ?",
        "Désirez-vous autre chose ?",
        "¿Quiere cambiar algo?",
        "¿Algo más?",
        "Möchten Sie noch etwas ändern?",
        "Sonst noch etwas?",
        "Wilt u nog iets wijzigen?",
        "Anders nog iets?",
    ],
)
def test_a_yes_to_another_question_is_no_order(question: str) -> None:
    for text in ("yes", "OK", "sí", "ja", "oui"):
        assert asked_back(read(text, Context((ROSES,), by_service(question, 12))))
        after = by_service(f"{ROSES.text} {question}", 12)
        assert asked_back(read(text, Context((ROSES,), after)))


def test_a_no_to_another_question_is_no_decline() -> None:
    for text in ("no", "no thanks", "no that's all"):
        last = by_service("Would you like anything else?", 12)
        assert read(text, Context((ROSES,), last)).intent is Intent.UNCLEAR


def test_a_message_about_something_else_came_last() -> None:
    last = by_service("Delivered 11:40. Receipt: https://example.com/r/1")
    assert asked_back(read("ok", Context((ROSES,), last)))
    last = by_service("Delivered 11:40.", about=9)
    assert asked_back(read("ok", Context((ROSES,), last)))


def test_the_quote_itself_needs_no_mark_to_be_recognised() -> None:
    assert read("ok", Context((ROSES,), by_service(ROSES.text))).quote == 12


def test_an_offer_needs_no_mark_to_be_recognised() -> None:
    last = by_service("Your quote runs out at 6. Reply OK to order.")
    assert read("ok", Context((ROSES,), last)).intent is Intent.ACCEPT


@pytest.mark.parametrize("text", ["great", "Awesome!", "it is", "I do", "I would", "please"])
def test_half_an_answer_needs_a_question_before_it(text: str) -> None:
    assert asked_back(reply(text))
    last = by_service("Shall I place order 12, roses, $54.00?", 12)
    assert read(text, Context((ROSES,), last)).intent is Intent.ACCEPT


@pytest.mark.parametrize("text", ["ok thanks", "okay, vielen Dank", "ok merci"])
def test_an_ok_with_thanks_needs_a_message_of_ours_before_it(text: str) -> None:
    assert reply(text).intent is Intent.ACCEPT
    assert asked_back(read(text, Context((ROSES,))))
    assert read(f"yes, {text}", Context((ROSES,))).intent is Intent.ACCEPT


def test_praise_after_a_person_is_not_a_yes() -> None:
    last = LastMessage("Shall I send you a photo?", "operator")
    assert read("great", Context((ROSES,), last)).intent is Intent.UNCLEAR


@pytest.mark.parametrize(
    ("text", "option"),
    [("yes, red please", "red"), ("ok white", "white"), ("Yes the red", "red")],
)
def test_an_option_that_the_quote_offers_may_be_named(text: str, option: str) -> None:
    vase = LiveQuote(15, 2000, "USD", "A vase, red or white. $20.00. OK?", ("red", "white"))
    reading = read(text, Context((vase,)))
    assert (reading.intent, reading.quote, reading.option) == (Intent.ACCEPT, 15, option)


@pytest.mark.parametrize("text", ["ok", "yes please", "yes blue", "yes red and white"])
def test_an_open_choice_is_asked_back(text: str) -> None:
    vase = LiveQuote(15, 2000, "USD", "A vase, red or white. $20.00. OK?", ("red", "white"))
    assert asked_back(read(text, Context((vase,))))


def test_naming_a_part_of_the_list_is_asked_back() -> None:
    quote = LiveQuote(16, 7000, "USD", "12 roses and a box of chocolates. $70.00. Reply OK.")
    for text in ("yes, the chocolates", "ok 12 roses"):
        assert asked_back(read(text, Context((quote,))))
    assert read("yes, 12 roses and a box of chocolates", Context((quote,))).quote == 16


@pytest.mark.parametrize(
    "text",
    ["yes for $54", "yes $54.00", "ok, 54 dollars", "yes 12 roses", "yes tomorrow before noon"],
)
def test_numbers_and_dates_of_the_quote_may_be_repeated(text: str) -> None:
    assert reply(text).intent is Intent.ACCEPT


@pytest.mark.parametrize("text", ["yes for $45", "ok 13 roses", "yes noon", "yes on Friday"])
def test_other_numbers_and_dates_may_not(text: str) -> None:
    assert reply(text).intent is not Intent.ACCEPT


def test_a_word_of_the_quote_is_no_misspelling() -> None:
    quote = LiveQuote(17, text="A bottle of Perfec or of Excellen? Reply OK.")
    assert read("perfec", Context((quote,))).intent is not Intent.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        f"Liked “{ROSES.text}”",
        "Liked “12 red roses, hand-tied, to 14 Elm…”",
        "Loved “12 red roses, hand-tied”",
        "Emphasized “12 red roses”",
        "👍 to “12 red roses, hand-tied”",
        "👍🏽 to “ 12 red roses, hand-tied ”",
        "Reacted 👍 to “12 red roses, hand-tied…”",
        "A aimé « 12 red roses, hand-tied »",
        "👍 à « 12 red roses »",
        "Le gustó “12 red roses”",
        "👍 a “12 red roses”",
        "Gefällt „12 red roses“",
        "👍 auf „12 red roses“",
        "Vond “12 red roses” leuk",
        "👍 op “12 red roses”",
    ],
)
def test_a_reaction_never_accepts_but_prompts_the_question(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote, reading.nearly) == (Intent.REACTION, 12, True)


@pytest.mark.parametrize("text", ["Loved an image", "Liked “See you soon”", "Liked an attachment"])
def test_a_reaction_to_something_else_prompts_nothing(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote, reading.nearly) == (Intent.REACTION, None, False)


@pytest.mark.parametrize(
    "text",
    ["Disliked “12 red roses”", "👎 to “12 red roses”", "Removed a like from “12 red roses”"],
)
def test_a_reaction_against_the_quote_prompts_nothing(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.nearly) == (Intent.REACTION, False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ok merci", "fr"),
        ("si gracias", "es"),
        ("vielen Dank, passt", "de"),
        ("ja graag bedankt", "nl"),
        ("yes please", "en"),
        ("où est ma commande", "fr"),
        ("12 tulipanes para mañana", "es"),
    ],
)
def test_the_language_is_that_of_most_words(text: str, language: str) -> None:
    assert reply(text).language == language


def test_where_words_leave_it_open_the_language_is_the_customers() -> None:
    assert reply("ok", "de").language == "de"
    assert read("👍", Context(default_language="fr")).language == "fr"


@pytest.mark.parametrize("text", ["ok merci", "si thanks", "yes gracias", "ja thanks", "oui danke"])
def test_languages_may_be_mixed(text: str) -> None:
    assert reply(text).intent is Intent.ACCEPT


@pytest.mark.parametrize("text", ["", "   ", "?", "!!!", "…", "\n", "??"])
def test_nothing_is_unclear(text: str) -> None:
    assert reply(text).intent is Intent.UNCLEAR


def test_reading_is_deterministic() -> None:
    context = after_the_quote()
    assert read("yes but", context) == read("yes but", context)
