"""The French phrase book. Marie has just been sent quote 12: roses, tomorrow before noon, 54 €."""

import pytest

from concierge.intents import Context, Intent, LastMessage, LiveQuote, Reading, read
from tests.intents.phrases import lines

QUOTE = LiveQuote(
    12,
    5400,
    "EUR",
    "12 roses rouges au 14 rue Haute, demain avant midi. 54,00 € tout compris. "
    "Répondez OK pour commander.",
)


def reply(text: str) -> Reading:
    return read(text, Context((QUOTE,), LastMessage(QUOTE.text, "service", 12), "fr"))


YES = """
    oui
    Oui !
    ouais
    oui oui
    ok
    OK merci
    ok 👍
    Oui, merci beaucoup
    oui svp
    oui s'il vous plaît
    d'accord
    daccord
    D’accord, merci
    ok pour moi
    c'est bon
    cest bon
    c'est bon pour moi
    ça marche
    ca marche merci
    ça me va
    ça me convient parfaitement
    parfait
    Parfait, merci à vous
    très bien, merci
    nickel
    impeccable
    entendu
    volontiers
    avec plaisir
    bien sûr
    bien sur
    tout à fait
    exactement
    je confirme
    je valide la commande
    je prends
    on fait comme ça
    allez-y
    vas-y
    Oui, vous pouvez commander
    sans problème
    aucune objection
    Bonjour, oui je confirme
    oui, bonne journée
    oui demain
    oui 12 roses
    ok 12
    OK thanks
    yes merci
    Oui, Marie
    c bon pour moi
    sa me va
    d'ac
    okidac
    indubitablement
    sans conteste
    très volontiers
    pas de souci
    merci de commander
    lance la commande
    je pense que ça ira, donc oui je le prends
    je me laisse tenter
    comme convenu
    correct de même
    de mon côté c'est bon
    topez là
    """

NOT_A_YES = """
    oui grand
    c'était parfait, merci
    ok ?
    c'est bon ?
    oui mais pas si tôt
    ok mais en blanc
    d'accord si c'est bon
    ok si possible avant dix heures
    oui si vous livrez le matin
    oui et des tulipes
    oui avec un vase
    oui sans la carte
    ok 24 roses
    oui, deux
    oui midi
    oui après midi
    ok vendredi
    je vais réfléchir
    ok je vais y réfléchir
    peut-être
    oui... enfin non
    oui attendez
    d'accord, ce n'est pas ok
    pas d'accord
    ça ne me va pas
    bof
    merci
    merci beaucoup
    bonjour
    ok bonsoir merci
    je voudrais passer une commande
    je vais confirmer
    je confirmerai
    oui pour samedi
    comment ça
    je crois que oui
    ça dépend
    on verra
    ok je vous redis ça
    je prends l'autre
    c'est parfait sauf la couleur
    parfait mais trop cher
    et comment ça marche
    je confirme demain
    """

DECLINE = """
    non
    Non merci
    non, c'est trop cher
    pas maintenant
    pas intéressé
    laissez tomber
    ok laisse tomber
    je n'en veux pas
    une autre fois
    pas la peine
    je passe mon tour
    que nenni
    inutile
    pantoute
    """

STOP = """
    STOP
    ARRET
    arrêt
    lâchez-moi
    lachez moi
    stop svp
    désabonnez-moi
    désinscription
    arrêtez de m'écrire
    arrêtez de m'envoyer des messages
    ne m'écrivez plus
    je ne veux plus recevoir de messages
    plus de sms
    laissez-moi tranquille
    foutez-moi la paix
    retirez mon numéro de votre liste
    fichez-moi la paix
    merci de ne plus me contacter
    veuillez me retirer de votre liste
    j'en ai marre
    annulez mon abonnement
    je ne veux plus rien recevoir
    perdez mon numéro
    plus de pub
    """

OTHERS = {
    Intent.UNDO: "annulez ma commande\nj'ai changé d'avis\nje veux annuler",
    Intent.STATUS: "où est ma commande\nOù en est ma commande ?\nquand arrive ma commande",
    Intent.HUMAN: "je voudrais parler à quelqu'un\nappelez-moi\nvous êtes un robot ?",
    Intent.USUAL: "comme d'habitude\nla même chose que la dernière fois",
    Intent.MENU: "menu\nle catalogue\nmontrez-moi la carte",
    Intent.CARD: "je veux changer de carte\nma carte a expiré",
    Intent.RECEIPT: "facture\nenvoyez-moi la facture",
    Intent.HELP: "aide\nAIDE\ncomment ça marche ?",
    Intent.AUTOREPLY: "je conduis\nréponse automatique\nje suis absent du bureau",
}


@pytest.mark.parametrize("text", lines(YES))
def test_marie_says_yes(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12), reading.reason


@pytest.mark.parametrize("text", lines(NOT_A_YES))
def test_marie_does_not_plainly_say_yes(text: str) -> None:
    assert reply(text).intent is not Intent.ACCEPT


@pytest.mark.parametrize("text", lines(DECLINE))
def test_marie_declines(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.DECLINE, reading.reason


@pytest.mark.parametrize("text", lines(STOP))
def test_marie_wants_no_more_messages(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.STOP, reading.reason


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent in OTHERS for text in lines(OTHERS[intent])]
)
def test_marie_asks_for_something(intent: Intent, text: str) -> None:
    reading = reply(text)
    assert reading.intent is intent, reading.reason
