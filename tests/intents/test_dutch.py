"""The Dutch phrase book. Sanne has just been sent quote 12: roses, tomorrow before noon, 54 €."""

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, Reading, read
from tests.intents.phrases import lines

QUOTE = LiveQuote(
    12,
    5400,
    "EUR",
    "12 rode rozen naar Hoofdstraat 14, morgen voor 12 uur. 54,00 € alles inbegrepen. "
    "Antwoord OK om te bestellen.",
)


def reply(text: str) -> Reading:
    return read(text, Context((QUOTE,), LastMessage(QUOTE.text, "service", 12), "nl"))


YES = """
    ja
    Ja!
    jaaa
    ja hoor
    jep
    ok
    oké
    oke bedankt
    Ok dank je wel
    ja graag
    Ja, graag!
    graag
    heel graag
    prima
    prima, dank u
    is goed
    dat is goed
    goed hoor
    helemaal goed
    top
    top, bedankt
    perfect
    akkoord
    Ik ga akkoord
    zeker
    zeker weten
    jazeker
    natuurlijk
    tuurlijk
    klopt
    dat klopt
    inderdaad
    precies
    klinkt goed
    ziet er goed uit
    lijkt me prima
    vind ik goed
    wat mij betreft akkoord
    doe maar
    ja doe maar
    bestel maar
    ga je gang
    ik neem ze
    ik bevestig de bestelling
    afgesproken
    in orde
    komt in orde
    geen bezwaar
    geen probleem, doe maar
    Goedemiddag, ja prima
    ja dank je, fijne dag
    ja, 12 rode rozen
    ja, morgen
    ok 12
    ja, Sanne
    👍 bedankt
    zeker en vast
    is goe
    da's just
    t is goed
    allez vooruit
    geen probleem
    met liefde
    daar kan ik me in vinden
    ik zeg doen
    toe maar
    boek hem maar
    komt voor de bakker
    dat mag u doen
    hiermee ga ik akkoord
    ik denk dat het lukt, dus ja graag
    daar zeg ik geen nee tegen
    zoals afgesproken
    ja voor mij wel
    goed idee
    """

NOT_A_YES = """
    ja beter
    het was top
    ok?
    klopt dat?
    ja maar niet zo vroeg
    ok maar in het wit
    ja als ze vers zijn
    ja mits op tijd
    ja en tulpen
    ja met vaas
    ja zonder kaartje
    ok 24 rozen
    ja, twee
    ja op vrijdag
    ja na 12 uur
    ik denk er over na
    misschien
    ja... toch niet
    ja nee
    ja wacht
    klopt niet
    niet akkoord
    dat is niet goed
    jaja
    maakt mij niet uit
    bedankt
    dank je wel
    hallo
    ik wil iets bestellen
    ik bestel het af
    bestel het maar af
    nou ja
    na de middag ja
    ja, na de middag
    ik denk het wel
    ik bevestig morgen
    ja mits vers
    bijna goed
    doe maar rood
    doe maar twee
    ik laat het je weten
    zal wel
    ja desnoods
    prima, maar in het wit
    """

DECLINE = """
    nee
    Nee bedankt
    nee hoor
    nu niet
    liever niet
    te duur
    nee, te duur
    laat maar
    ok laat maar
    ik wil het niet
    Ik ga niet akkoord
    Ik denk het niet.
    geen interesse
    ik wil niet
    dat wil ik niet
    wil ik niet
    past me niet
    niks daarvan
    geenszins
    veel te duur
    mooi niet
    """

STOP = """
    STOP
    stop
    afmelden
    uitschrijven
    laat me met rust
    geen berichten meer
    stop met sms'en
    stop met berichten sturen
    stuur me geen berichten meer
    ik wil geen berichten meer ontvangen
    schrijf me uit
    haal me van de lijst
    verwijder mijn nummer
    hou ermee op
    wil me graag afmelden
    ik wil mijn abonnement opzeggen
    stuur niets meer
    ik ben het zat
    wis mijn nummer
    zet de meldingen uit
    ik wil niets meer van jullie horen
    schei uit met die berichten
    """

OTHERS = {
    Intent.UNDO: "annuleer mijn bestelling\nik ben van gedachten veranderd\nannuleren",
    Intent.STATUS: "waar is mijn bestelling\nWanneer komt mijn bestelling?\nbestelstatus",
    Intent.HUMAN: "ik wil met een medewerker praten\nbel me\nben je een robot?",
    Intent.USUAL: "het gebruikelijke\nhetzelfde als vorige keer\nzoals altijd",
    Intent.MENU: "menu\nprijslijst\nwat hebben jullie?",
    Intent.CARD: "nieuwe kaart\nmijn kaart is verlopen",
    Intent.RECEIPT: "factuur\nstuur me de factuur",
    Intent.HELP: "help\nhulp\nhoe werkt dit?",
    Intent.AUTOREPLY: "ik ben aan het rijden\nautomatisch antwoord\nik ben momenteel op vakantie",
}


@pytest.mark.parametrize("text", lines(YES))
def test_sanne_says_yes(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12), reading.reason


@pytest.mark.parametrize("text", lines(NOT_A_YES))
def test_sanne_does_not_plainly_say_yes(text: str) -> None:
    assert reply(text).intent is not Intent.ACCEPT


@pytest.mark.parametrize("text", lines(DECLINE))
def test_sanne_declines(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.DECLINE, reading.reason


@pytest.mark.parametrize("text", lines(STOP))
def test_sanne_wants_no_more_messages(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.STOP, reading.reason


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent in OTHERS for text in lines(OTHERS[intent])]
)
def test_sanne_asks_for_something(intent: Intent, text: str) -> None:
    reading = reply(text)
    assert reading.intent is intent, reading.reason
