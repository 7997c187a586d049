"""For how long after somebody's last message a channel lets a business write to them.

WhatsApp's rule is 24 hours, whoever carries it
(https://www.twilio.com/docs/whatsapp/key-concepts#conversational-messaging-on-whatsapp);
afterwards it takes nothing but texts that Meta has approved beforehand, and those we do not send.
"""

from datetime import UTC, datetime, timedelta

from concierge.channels.base import WHATSAPP

_OPEN_FOR = {WHATSAPP: timedelta(hours=24)}
CLOSED = (
    "WhatsApp takes a text of ours only within 24 hours after theirs, and these are over. "
    "It can be sent once they write again."
)


def closes_at(channel: str, heard_at: datetime | None) -> datetime | None:
    """Until when somebody who was last heard at `heard_at` can be written to.

    None where the channel does not ask when it was. Who was never heard can't be written to.
    """
    lasts = _OPEN_FOR.get(channel)
    if lasts is None:
        return None
    return heard_at + lasts if heard_at is not None else datetime.min.replace(tzinfo=UTC)


def is_closed(channel: str, heard_at: datetime | None, at: datetime) -> bool:
    """Whether nothing of ours is taken any more."""
    until = closes_at(channel, heard_at)
    return until is not None and until <= at
