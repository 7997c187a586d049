"""The language is the customer's: learned slowly, kept, and an operator's choice above all."""

import pytest

from concierge import db
from concierge.conversation import tongue
from concierge.events import Event
from tests.replies.conftest import Phone

FIRST = {
    "en": ("Hi, can you get 12 red roses to my mum tomorrow?", "Hi, this is"),
    "fr": ("Bonjour, je voudrais 12 roses rouges pour ma maman demain", "Bonjour, ici"),
    "es": ("Hola, quiero doce rosas para mi madre, por favor", "Hola, somos"),
    "de": ("Guten Tag, ich möchte bitte 12 rote Rosen für meine Mutter", "Guten Tag, hier ist"),
    "nl": ("Hallo, ik wil graag 12 rozen voor mijn moeder", "Hoi, dit is"),
}


@pytest.mark.parametrize("language", FIRST)
def test_the_greeting_answers_in_the_language_of_a_clear_first_text(
    stranger: Phone, language: str
) -> None:
    first, greeting = FIRST[language]
    stranger.says(first)

    assert stranger.texts[0].startswith(greeting)
    assert (stranger.customer.language, stranger.customer.language_by) == (language, "service")


def test_what_was_learned_is_written_down(stranger: Phone) -> None:
    stranger.says(FIRST["fr"][0])
    with db.reading() as session:
        [event] = session.query(Event).filter_by(kind="customer.language_learned")
    assert event.data == {"language": "fr"}


@pytest.mark.parametrize("words", ["ok", "OK!!", "12", "👍", "Roses", ""])
def test_nothing_is_learned_from_what_every_language_says(maria: Phone, words: str) -> None:
    maria.says(words)
    maria.says(words)

    assert tongue.clear(words) is None
    assert maria.customer.language is None


def test_one_merci_makes_no_frenchwoman_two_clear_texts_do(maria: Phone) -> None:
    maria.says("12 roses")
    maria.says("Merci beaucoup")
    assert not maria.customer.language

    maria.says("Vous livrez demain matin ?")
    assert str(maria.customer.language) == "fr"
    maria.is_quoted()
    assert "Répondez OK pour commander." in maria.texts[-1]


def test_a_language_once_learned_does_not_flip_back_and_forth(stranger: Phone) -> None:
    stranger.says(FIRST["fr"][0])
    stranger.says("Hello, are you there?")
    stranger.says("I would like to know when you deliver")
    assert stranger.customer.language == "fr"

    stranger.says("Can you please answer me in English?")
    assert stranger.customer.language == "en"


def test_an_operators_choice_stands(maria: Phone) -> None:
    maria.edit(language="de")
    for _ in range(4):
        maria.says("Hello, I would like to know when you deliver")
    assert (maria.customer.language, maria.customer.language_by) == ("de", "operator:1")

    maria.edit(language="")
    maria.says("Hello, I would like to know when you deliver")
    assert maria.customer.language == "en", "given up by the operator, it is learned again"


@pytest.mark.parametrize(
    ("language", "yes"),
    [("fr", "oui, parfait"), ("es", "vale, gracias"), ("de", "ja bitte"), ("nl", "ja graag")],
)
def test_the_whole_exchange_is_in_the_customers_language(
    maria: Phone, language: str, yes: str
) -> None:
    maria.edit(language=language)
    maria.is_quoted()
    maria.is_told("...")
    maria.says("ok")
    asked = maria.texts[-1]
    assert asked.startswith({"fr": "Je", "es": "¿Hago", "de": "Soll", "nl": "Zal"}[language])

    maria.says(yes)
    assert len(maria.orders) == 1
