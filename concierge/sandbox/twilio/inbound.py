"""A customer texts: the message, the opt-out words, the webhook, and the answer to it.

Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request. Opt-out words and
their default answers: https://help.twilio.com/articles/223134027.
"""

from __future__ import annotations

from xml.etree import ElementTree

from concierge.sandbox.books import Json
from concierge.sandbox.outbox import TWILIO_MESSAGES
from concierge.sandbox.twilio import media as pictures
from concierge.sandbox.twilio import messages, numbers
from concierge.sandbox.twilio.wire import VERSION, sid
from concierge.sandbox.world import World

WORDS = {
    "STOP": {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"},
    "START": {"START", "UNSTOP", "YES"},
    "HELP": {"HELP", "INFO"},
}
ANSWERS = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages "
    "from this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP "
    "for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def receive(
    world: World, phone: str, body: str, media: list[tuple[str, bytes]], *,
    to: str = "", id: str = "", times: int = 1, extra: dict[str, str] | None = None,
) -> Json:  # fmt: skip
    """A text from `phone`, pictures as (content type, bytes); its webhook is posted `times` times.

    An `id` that is already known posts that message's webhook again with these contents. `extra`
    are further webhook parameters, as other channels send them.
    """
    mark = numbers.mark(phone)
    number = to or mark + world.settings.twilio_phone_number
    with world.books.change():
        id = id or sid("MM" if media else "SM")
        message = world.books.get("message", id)
        kept = []
        if message is None:
            kept = [pictures.keep(world, id, kind, data) for kind, data in media]
            message = messages.add(
                world, direction="inbound", to=number, from_=phone, body=body, id=id,
                media=[item["id"] for item in kept],
            )  # fmt: skip
            # On WhatsApp Twilio minds no such words.
            word = "" if mark else _obey(world, phone, number, body)
        else:
            kept = list(reversed(world.books.find("media", {"message": id})))
            word = "" if mark else _opt_out_type(body)
        form = _form(world, message, body, kept, word)
        form.update(extra or {})
        for _ in range(times):
            world.outbox.post(TWILIO_MESSAGES, id, form)
    return message


def _opt_out_type(body: str) -> str:
    word = body.strip().upper()
    return next((name for name, words in WORDS.items() if word in words), "")


def _obey(world: World, phone: str, number: str, body: str) -> str:
    word = _opt_out_type(body)
    if word == "STOP":
        world.books.rows("INSERT OR IGNORE INTO opt_outs VALUES (?, ?)", phone, number)
    if word == "START":
        gone = messages.opted_out(world.books, phone, number)
        world.books.rows("DELETE FROM opt_outs WHERE phone = ? AND number = ?", phone, number)
        if not gone and body.strip().upper() == "YES":
            # A plain yes of somebody who never left is conversation: Twilio stays silent.
            return ""
    if word:
        messages.add(
            world, direction="outbound-reply", to=phone, from_=number, body=ANSWERS[word], media=[]
        )
    return word


def _form(world: World, message: Json, body: str, kept: list[Json], word: str) -> dict[str, str]:
    form = {
        "ToCountry": "US", "ToState": "CA", "ToCity": "SAN FRANCISCO", "ToZip": "94103",
        "FromCountry": "US", "FromState": "NY", "FromCity": "NEW YORK", "FromZip": "10001",
        "SmsMessageSid": message["id"],
        "SmsSid": message["id"],
        "MessageSid": message["id"],
        "AccountSid": world.settings.twilio_account_sid,
        "From": message["from"],
        "To": message["to"],
        "Body": body,
        "NumMedia": str(len(kept)),
        "NumSegments": str(message["num_segments"]),
        "SmsStatus": "received",
        "ApiVersion": VERSION,
    }  # fmt: skip
    if world.settings.twilio_messaging_service_sid:
        form["MessagingServiceSid"] = world.settings.twilio_messaging_service_sid
    for index, item in enumerate(kept):
        form[f"MediaUrl{index}"] = pictures.url(world, item)
        form[f"MediaContentType{index}"] = item["content_type"]
    if word:
        form["OptOutType"] = word
    if mark := numbers.mark(message["from"]):
        form["WaId"] = message["from"].removeprefix(f"{mark}+")
        form["ProfileName"] = "Somebody"
    return form


def answered(world: World, form: Json, content_type: str, text: str) -> None:
    """What the product answered its webhook with: TwiML is obeyed, plain text goes to the phone.

    Twilio treats text/plain as the words of a reply
    (https://www.twilio.com/docs/messaging/twiml): a product that answers "ok" texts "ok".
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/xml", "application/xml"):
        try:
            said = [(node.text or "").strip() for node in _messages(text)]
        except ElementTree.ParseError:
            said = []  # Twilio logs error 12100 and texts nothing
    else:
        said = [text.strip()] if kind == "text/plain" else []
    for body in said:
        if body and not messages.opted_out(world.books, form["From"], form["To"]):
            messages.add(
                world, direction="outbound-reply", to=form["From"], from_=form["To"], body=body,
                media=[],
            )  # fmt: skip


def _messages(text: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(text)  # noqa: S314 - the answer of our own product
    found = []
    for message in root.iter("Message"):
        body = message.find("Body")
        found.append(message if body is None else body)
    return found
