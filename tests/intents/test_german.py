"""The German phrase book. Lena has just been sent quote 12: roses, tomorrow before noon, 54 €."""

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, Reading, read
from tests.intents.phrases import lines

QUOTE = LiveQuote(
    12,
    5400,
    "EUR",
    "12 rote Rosen an die Hauptstr. 14, morgen vor 12 Uhr. 54,00 € alles inklusive. "
    "Antworten Sie OK zum Bestellen.",
)


def reply(text: str) -> Reading:
    return read(text, Context((QUOTE,), LastMessage(QUOTE.text, "service", 12), "de"))


YES = """
    ja
    Ja!
    jaaa
    jo
    jep
    ok
    okay
    OK danke
    ja bitte
    Ja, gerne
    sehr gerne
    ja klar
    na klar
    natürlich
    natuerlich
    selbstverständlich
    auf jeden Fall
    einverstanden
    Bin einverstanden
    damit bin ich einverstanden
    in Ordnung
    geht in Ordnung
    geht klar
    alles klar
    passt
    passt so
    das passt mir gut
    passt perfekt
    perfekt
    Perfekt, danke
    super, machen wir
    klingt gut
    sieht gut aus
    das ist richtig
    stimmt
    genau
    korrekt
    abgemacht
    jawohl
    bitte bestellen
    Ja, bitte bestellen
    machen Sie das
    so machen wir das
    nehme ich
    Ich nehme es
    hiermit bestätige ich die Bestellung
    keine Einwände
    von mir aus gerne
    Hallo, ja bitte
    Guten Tag, ja gerne
    ja danke, schönen Tag noch
    ja, 12 rote Rosen
    ja, morgen
    ok 12
    ja, Lena
    👍 danke
    geht klar
    klar doch
    stimmt so
    in der Tat
    keine Frage
    kein Problem
    hundertpro
    mach mal
    mach ruhig
    so machen wir's
    passt scho
    isch guet
    eh klar
    ja freilich
    fürwahr
    ich bin dafür
    voll einverstanden
    wie besprochen
    klingt nach einem guten Plan
    ich denke das passt, also ja bitte
    da sage ich nicht nein
    mit Freude
    keine Bedenken
    """

NOT_A_YES = """
    ja größer
    das war perfekt
    ok?
    passt das?
    ja aber nicht so früh
    ok aber in weiß
    ja wenn sie frisch sind
    ja falls es klappt
    ja und Tulpen
    ja mit Vase
    ja ohne Karte
    ok 24 Rosen
    ja, zwei
    ja am Freitag
    ja nach 12 Uhr
    ich überlege es mir
    ok ich denke darüber nach
    vielleicht
    ja... doch nicht
    ja nein
    jein
    ja moment
    Ja. Ich sagte nein
    Ja... ich sagte keine Zwiebeln
    passt nicht
    nicht einverstanden
    das ist nicht richtig
    na toll
    mir egal
    danke
    vielen Dank
    hallo
    machs gut
    ich möchte etwas bestellen
    ich bestelle es ab
    bestellen Sie es ab
    na ja
    na ja ok
    schätze ja
    sind sie sicher
    alles gut danke nein
    weiter so
    ich glaube schon
    passt morgen besser
    gerne später
    bestelle ich später
    wenn's sein muss
    ja solange es frisch ist
    gut aber teuer
    mit mir nicht
    ich bestätige morgen
    """

DECLINE = """
    nein
    Nein danke
    nö
    nee
    lieber nicht
    jetzt nicht
    zu teuer
    nein, zu teuer
    ich will das nicht
    lass mal
    ok vergiss es
    auf keinen Fall
    kein Interesse
    ich will nicht
    möchte ich nicht
    will nicht
    passt mir nicht
    kommt nicht in Frage
    bloß nicht
    viel zu teuer
    denkste
    """

STOP = """
    STOP
    Stopp
    abmelden
    bitte abmelden
    keine SMS mehr
    lassen Sie mich in Ruhe
    lass mich in Ruhe
    hör auf mir zu schreiben
    schreiben Sie mir nicht mehr
    ich möchte keine Nachrichten mehr
    löschen Sie meine Nummer
    nehmen Sie mich von der Liste
    bitte keine weiteren Nachrichten
    es reicht
    jetzt reicht's
    ihr nervt
    bitte deaktivieren
    melden Sie sich nicht mehr
    ich will keine Nachrichten mehr
    ich möchte nicht mehr kontaktiert werden
    halts Maul
    hiermit widerrufe ich meine Einwilligung
    vergessen Sie meine Nummer
    """

OTHERS = {
    Intent.UNDO: "stornieren\nbitte meine Bestellung stornieren\nich habe es mir anders überlegt",
    Intent.STATUS: "wo ist meine Bestellung\nWann kommt meine Lieferung?\nBestellstatus",
    Intent.HUMAN: "ich möchte mit einem Menschen sprechen\nrufen Sie mich an\nsind Sie ein Bot?",
    Intent.USUAL: "das Übliche\nwie immer\ndas gleiche wie letztes Mal",
    Intent.MENU: "Menü\nKatalog\nwas haben Sie im Angebot?",
    Intent.CARD: "neue Karte\nmeine Karte ist abgelaufen",
    Intent.RECEIPT: "Rechnung\nschicken Sie mir die Rechnung",
    Intent.HELP: "Hilfe\nHILFE\nwie funktioniert das?",
    Intent.AUTOREPLY: "ich fahre gerade\nautomatische Antwort\nich bin derzeit im Urlaub",
}


@pytest.mark.parametrize("text", lines(YES))
def test_lena_says_yes(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12), reading.reason


@pytest.mark.parametrize("text", lines(NOT_A_YES))
def test_lena_does_not_plainly_say_yes(text: str) -> None:
    assert reply(text).intent is not Intent.ACCEPT


@pytest.mark.parametrize("text", lines(DECLINE))
def test_lena_declines(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.DECLINE, reading.reason


@pytest.mark.parametrize("text", lines(STOP))
def test_lena_wants_no_more_messages(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.STOP, reading.reason


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent in OTHERS for text in lines(OTHERS[intent])]
)
def test_lena_asks_for_something(intent: Intent, text: str) -> None:
    reading = reply(text)
    assert reading.intent is intent, reading.reason
