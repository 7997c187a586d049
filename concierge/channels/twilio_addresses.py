"""How Twilio addresses a channel: WhatsApp's numbers begin with "whatsapp:"; SMS has plain ones.

https://www.twilio.com/docs/whatsapp/api#using-phone-numbers-with-whatsapp
"""

from concierge.channels.base import SMS, WHATSAPP

_MARK = "whatsapp:"


def told(address: str) -> tuple[str, str]:
    """(channel, address in our spelling) of an address of theirs."""
    if address.startswith(_MARK):
        return WHATSAPP, address.removeprefix(_MARK)
    return SMS, address


def written(channel: str, address: str) -> str:
    """An address of ours in their spelling."""
    return _MARK + address if channel == WHATSAPP else address
