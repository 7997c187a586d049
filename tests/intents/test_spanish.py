"""The Spanish phrase book. Lucía has just been sent quote 12: roses, tomorrow before noon, 54 €."""

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, Reading, read
from tests.intents.phrases import lines

QUOTE = LiveQuote(
    12,
    5400,
    "EUR",
    "12 rosas rojas a la calle Mayor 14, mañana antes del mediodía. 54,00 € todo incluido. "
    "Responda OK para pedir.",
)


def reply(text: str) -> Reading:
    return read(text, Context((QUOTE,), LastMessage(QUOTE.text, "service", 12), "es"))


YES = """
    sí
    Sí!
    si
    siii
    sip
    ok
    vale
    Vale, gracias
    ok gracias
    si thanks
    sí por favor
    si porfa
    claro
    claro que sí
    por supuesto
    ¡Por supuesto!
    de acuerdo
    deacuerdo
    está bien
    esta bien gracias
    muy bien
    perfecto
    Perfecto, muchas gracias
    me parece bien
    me va bien
    todo correcto
    correcto
    así es
    exacto
    adelante
    dale
    listo
    hágalo
    sí, resérvalo
    confirmo
    Confirmo el pedido
    lo quiero
    acepto
    trato hecho
    con mucho gusto
    sin problema
    no hay problema, adelante
    cómo no
    Hola, sí por favor
    Buenos días, sí confirmo
    👍 gracias
    sí, 12 rosas
    sí, mañana
    ok 12
    sí, Lucía
    claro que sí
    órale
    va
    simón que sí
    de una vez
    sin ninguna duda
    me late
    dale nomás
    hacelo por favor
    mandámelo
    mándale
    de mil amores
    cuente conmigo
    creo que eso funciona, así que sí
    no se diga más
    palante
    sí, ese mismo
    ta bien
    tienes mi visto bueno
    dalo por hecho
    """

NOT_A_YES = """
    sí, puede
    fue perfecto
    ¿ok?
    ¿está bien?
    sí, ¿cuánto?
    sí pero más tarde
    vale pero en blanco
    ok si es fresco
    sí si puede hoy
    si puedes
    sí y tulipanes
    sí con un jarrón
    sí sin tarjeta
    ok 24 rosas
    sí, dos
    sí el viernes
    lo voy a pensar
    ok lo pienso
    tal vez
    sí... no, espera
    sí no
    no está bien
    no estoy de acuerdo
    más o menos
    gracias
    muchas gracias
    hola
    quiero hacer un pedido
    confirmaré
    te confirmo luego
    te confirmo
    venga ya
    a ver si
    por la mañana sí
    sí, por la mañana
    vale, lo pienso
    no vale
    me vale madre
    sale caro
    dale pero mañana noche
    supongo que sí
    sí, siempre que sea fresco
    sí menos las rosas
    confirmo mañana
    """

DECLINE = """
    no
    No gracias
    no, muy caro
    ahora no
    no lo quiero
    mejor no
    olvídalo
    ok olvídalo
    otro día
    para nada
    qué va
    ni de coña
    de eso nada
    no me parece
    nanay
    """

STOP = """
    STOP
    ALTO
    baja
    darme de baja
    dame de baja
    no me escriban más
    dejen de escribirme
    deje de enviarme mensajes
    no quiero recibir más mensajes
    no más mensajes
    déjenme en paz
    bórrenme de la lista
    por favor no me molesten más
    déjame en paz
    quiero darme de baja
    basta ya
    no vuelvan a escribirme
    dejá de joder
    no quiero recibir nada más
    borren mis datos
    no deseo ser contactado
    olvídense de mi número
    """

OTHERS = {
    Intent.UNDO: "cancela mi pedido\nhe cambiado de opinión\nquiero cancelar",
    Intent.STATUS: "dónde está mi pedido\n¿Cuándo llega mi pedido?\nestado del pedido",
    Intent.HUMAN: "quiero hablar con una persona\nllámame\n¿eres un robot?",
    Intent.USUAL: "lo de siempre\nlo mismo que la última vez",
    Intent.MENU: "menú\ncatálogo\nmuéstrame el menú",
    Intent.CARD: "quiero cambiar mi tarjeta\nmi tarjeta expiró",
    Intent.RECEIPT: "factura\nenvíame la factura",
    Intent.HELP: "ayuda\nAYUDA\n¿cómo funciona?",
    Intent.AUTOREPLY: "estoy conduciendo\nrespuesta automática\nestoy fuera de la oficina",
}


@pytest.mark.parametrize("text", lines(YES))
def test_lucia_says_yes(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12), reading.reason


@pytest.mark.parametrize("text", lines(NOT_A_YES))
def test_lucia_does_not_plainly_say_yes(text: str) -> None:
    assert reply(text).intent is not Intent.ACCEPT


@pytest.mark.parametrize("text", lines(DECLINE))
def test_lucia_declines(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.DECLINE, reading.reason


@pytest.mark.parametrize("text", lines(STOP))
def test_lucia_wants_no_more_messages(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.STOP, reading.reason


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent in OTHERS for text in lines(OTHERS[intent])]
)
def test_lucia_asks_for_something(intent: Intent, text: str) -> None:
    reading = reply(text)
    assert reading.intent is intent, reading.reason
