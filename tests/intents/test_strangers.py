"""Numbers change hands: "I'm not Maria" is heard in every language, and only as a whole message."""

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, read

QUOTE = "12 red roses, hand-tied, to 14 Elm St. $54.00 all in. Reply OK to order."

SAID = """
en wrong number
en Wrong number!
en Sorry, wrong number
en sorry you have the wrong number
en You've got the wrong person.
en I think you have the wrong number, sorry
en you're texting the wrong person
en This isn't me
en I'm not Maria
en hi, this is not Maria
en This is not Maria anymore
en i don't know any Maria
en this is no longer her number
fr Mauvais numéro
fr Désolé, vous avez le mauvais numéro
fr Vous vous trompez de numéro.
fr erreur de numéro
fr je ne suis pas Maria
fr Ce n'est pas moi
es Número equivocado
es numero equivocado
es Se ha equivocado de número
es Perdón, se equivocó de número
es No soy Maria
es no soy yo
de Falsche Nummer
de Sie haben die falsche Nummer
de Da haben Sie sich verwählt
de falsch verbunden
de Ich bin nicht Maria
de das bin ich nicht
nl Verkeerd nummer
nl Sorry, je hebt het verkeerde nummer
nl U heeft het verkeerde nummer
nl Ik ben Maria niet
nl dit ben ik niet
"""
NOT_SAID = """
en who is this?
en wrong address
en the number is wrong, it is 15 Elm St
en you sent the wrong number of roses
en it's not for me, it's for my mum
en I'm not sure
en I'm not Maria's mum but yes
en wrong number?
en I'm not home
en not me, my mum
en this is not what I ordered
en ok wrong number
fr ce n'est pas ma commande
fr je ne suis pas sûr
fr je ne suis pas là demain
es no soy yo quien paga
es no es esa
de das bin ich nicht sicher
de ich bin nicht da
de die Hausnummer ist falsch
nl ik ben niet thuis
nl dit is niet wat ik bestelde
"""


def lines(text: str) -> list[tuple[str, str]]:
    return [(line[:2], line[3:]) for line in text.strip().splitlines()]


def reading(language: str, text: str) -> Intent:
    quote = LiveQuote(12, 5400, "USD", QUOTE)
    last = LastMessage(QUOTE, "service", 12)
    return read(text, Context((quote,), last, language)).intent


@pytest.mark.parametrize(("language", "text"), lines(SAID))
def test_a_stranger_says_so(language: str, text: str) -> None:
    assert reading(language, text) is Intent.STRANGER


@pytest.mark.parametrize(("language", "text"), lines(NOT_SAID))
def test_maria_is_no_stranger(language: str, text: str) -> None:
    found = reading(language, text)
    assert found not in {Intent.STRANGER, Intent.ACCEPT}
