"""What Twilio's error codes mean for us: https://www.twilio.com/docs/api/errors"""

from datetime import timedelta

from concierge.channels.base import Pauses

OPTED_OUT = frozenset({"21610", "63014"})
DEAD = frozenset({"21211", "21614", "21635", "30005", "30006", "63003", "63024"})
# Later it may work: the same call again, where it was the call that was refused.
LATER = frozenset({"429", "20429", "30001", "30017", "14107", "30022", "63018"})
NEXT_DAY = frozenset({"30023", "30027"})
ONCE = frozenset({"30003", "30008"})
# Only a person can mend the account, the number or its registration.
ACCOUNT = frozenset(
    {"21408", "21606", "21612", "30002", "30007", "30032", "30034", "30450", "63007"}
)
# Nobody's text would be taken just now.
OUTAGE = frozenset({"429", "20429", "30001", "20003"})
A_DAY = timedelta(hours=20)

_AGAIN: tuple[tuple[frozenset[str], Pauses], ...] = (
    # A phone that was off is on again after a while; "undelivered" is at times followed by
    # "delivered" within minutes, and then nothing is sent.
    (ONCE, (timedelta(minutes=15),)),
    (LATER, (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=1))),
    (NEXT_DAY, (A_DAY, A_DAY)),
)


def again(code: str | None) -> Pauses:
    """After which pauses a text that the carrier lost may be sent anew."""
    return next((pauses for codes, pauses in _AGAIN if code in codes), ())


EXPLANATIONS = {
    "11200": "Twilio could not fetch the picture: can PUBLIC_URL be reached from outside?",
    "11751": "The pictures are larger than Twilio takes.",
    "12300": "Twilio takes no such picture.",
    "14107": "Too many messages to this number in a short time.",
    "20003": "Twilio refuses our credentials; check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
    "20429": "Twilio asks us to slow down.",
    "21211": "This is not a number that can be texted.",
    "21408": "Texting this country is not enabled in the Twilio account.",
    "21606": "Our number can't send to this one.",
    "21610": "The customer has opted out (STOP).",
    "21612": "Our number can't reach this one.",
    "21614": "This is not a mobile number.",
    "21617": "The text is longer than 1,600 characters.",
    "21635": "This is a landline.",
    "30001": "Too many messages are waiting at Twilio.",
    "30002": "The Twilio account is suspended.",
    "30003": "The phone is switched off or out of reach.",
    "30004": "The phone or its carrier blocks our messages.",
    "30005": "This number does not exist any more.",
    "30006": "This is a landline, or a carrier that takes no texts.",
    "30007": "The carrier took the text for spam.",
    "30011": "The customer's carrier takes no pictures.",
    "30019": "The pictures are larger than the customer's carrier takes.",
    "30008": "It could not be delivered; the carrier does not say why.",
    "30017": "The carrier is congested.",
    "30022": "The carrier's limit for our number was exceeded.",
    "30023": "The carrier's daily limit for our brand was reached.",
    "30027": "The carrier's daily limit for our brand was reached.",
    "30032": "Our toll-free number is not verified.",
    "30034": "Our number is not registered (A2P 10DLC).",
    "30450": "The carrier blocks texts to this country from our number.",
    "63003": "There is no such recipient on this channel.",
    "63007": "The channel's sender is not set up in the Twilio account.",
    "63014": "The customer has opted out.",
    "63016": "The customer wrote more than 24 hours ago: until they write again this channel takes "
    "only texts that were approved beforehand. Reach them in another way.",
    "63018": "The channel's limit was exceeded.",
    "63024": "The recipient can't be reached on this channel.",
}


def explain(code: str) -> str:
    """An error code in a sentence, for an operator."""
    return EXPLANATIONS.get(code, f"Twilio's error {code}.")
