"""What Twilio refuses when a message is created, with its error codes.

https://www.twilio.com/docs/api/errors; parameters as the twilio package's `MessageList.create`
sends them.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from concierge.sandbox.twilio import numbers
from concierge.sandbox.twilio.wire import TwilioError
from concierge.sandbox.world import World

LONGEST = 1600
MOST_MEDIA = 10
# What the package can send and the sandbox acts on, or may pass over without telling a lie.
KNOWN = {
    "To", "From", "MessagingServiceSid", "Body", "MediaUrl", "StatusCallback", "ValidityPeriod",
    "ProvideFeedback", "Attempt", "SmartEncoded", "MaxPrice", "RiskCheck", "MessageIntent",
    "ContentRetention", "AddressRetention", "ForceDelivery", "SendAsMms", "TrafficType",
}  # fmt: skip


def known(names: Iterable[str]) -> None:
    """Refuse a parameter that the sandbox would have to pass over in silence."""
    for name in names:
        if name not in KNOWN:
            raise TwilioError(21600, 400, f"The sandbox knows no parameter {name!r}")


def parties(world: World, to: str, sender: str, service: str) -> None:
    """Who texts whom: 21604, 21603, 21211, 21266, 21212, 21659, 21705; on WhatsApp 63007."""
    settings = world.settings
    if not to:
        raise TwilioError(21604, 400, "A 'To' phone number is required.")
    if not sender and not service:
        raise TwilioError(21603, 400, "A 'From' phone number is required.")
    plain = to.removeprefix(numbers.WHATSAPP)
    if not numbers.E164.match(plain):
        raise TwilioError(21211, 400, f"Invalid 'To' Phone Number: {to}")
    if sender and to != plain and sender != numbers.WHATSAPP + settings.twilio_phone_number:
        message = "Twilio could not find a Channel with the specified From address"
        raise TwilioError(63007, 400, message)
    if to == settings.twilio_phone_number:
        raise TwilioError(21266, 400, "'To' and 'From' number cannot be the same")
    if service and service != settings.twilio_messaging_service_sid:
        raise TwilioError(21705, 400, "The Messaging Service Sid is invalid")
    if to != plain:
        return
    if sender and not numbers.E164.match(sender):
        raise TwilioError(21212, 400, f"Invalid From Number (caller ID): {sender}")
    if sender and sender != settings.twilio_phone_number:
        message = f"'From' {sender} is not a Twilio phone number or Short Code country mismatch"
        raise TwilioError(21659, 400, message)


def contents(body: str, media: list[str]) -> None:
    """What is said: 21619, 21617, 21623, 21620."""
    if not body and not media:
        raise TwilioError(21619, 400, "A text message body or media urls must be specified.")
    if len(body) > LONGEST:
        message = "The concatenated message body exceeds the 1600 character limit"
        raise TwilioError(21617, 400, message)
    if len(media) > MOST_MEDIA:
        raise TwilioError(21623, 400, "Number of media files exceeds allowed limit")
    for url in media:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            message = f"Media urls: {url} are invalid. Please use only valid http and https urls"
            raise TwilioError(21620, 400, message)


def rest(validity: str | None, callback: str | None) -> None:
    """ValidityPeriod is 1 to 36000 s; StatusCallback a URL without underscores in its host."""
    if validity is not None and not (validity.isdigit() and 1 <= int(validity) <= 36000):
        raise TwilioError(20001, 400, "ValidityPeriod must be between 1 and 36000")
    if callback:
        parts = urlsplit(callback)
        if parts.scheme not in ("http", "https") or not parts.hostname or "_" in parts.hostname:
            raise TwilioError(21609, 400, "The 'StatusCallback' URL is not a valid URL.")
