"""Twilio's log of messages in our words: its objects in, nothing here needs Twilio's package.

The filter is by DateSent: a message that still waits at Twilio has none, and is not listed.
"""

from datetime import UTC, datetime
from typing import Any

from concierge.channels.base import DeliveryStatus, InboundMedia
from concierge.channels.log import LoggedText, LogPage
from concierge.channels.twilio_addresses import told

PAGE = 200
# A page beyond the first is named by Twilio, and only its own address is called.
ADDRESS = "https://api.twilio.com/"


def page(
    messages: Any,
    since: datetime,
    cursor: str | None,
    statuses: dict[str, DeliveryStatus],
    *,
    numbers: set[str],
    service: str,
) -> LogPage:
    """A page of those that went through our `numbers`, or the messaging service."""
    if cursor is None:
        found = messages.page(date_sent_after=since.astimezone(UTC), page_size=PAGE)
    else:
        if not cursor.startswith(ADDRESS):
            raise ValueError(f"{cursor} is no page of Twilio's")
        found = messages.get_page(cursor)
    texts = tuple(
        logged(message, statuses) for message in found if _is_ours(message, numbers, service)
    )
    return LogPage(texts, found.next_page_url)


def logged(message: Any, statuses: dict[str, DeliveryStatus]) -> LoggedText:
    """One message of Twilio's."""
    inbound = message.direction == "inbound"
    channel, sender = told(message.from_ or "")
    # A service's sender is not always named.
    whose, recipient = told(message.to or "")
    return LoggedText(
        channel=channel if inbound else whose,
        provider_id=str(message.sid),
        inbound=inbound,
        automatic=message.direction == "outbound-reply",
        sender=sender,
        recipient=recipient,
        body=(message.body or "").replace("\x00", ""),
        pictures=int(message.num_media or 0),
        said=str(message.status),
        status=None if inbound else statuses.get(str(message.status)),
        error_code=str(message.error_code) if message.error_code else None,
        at=message.date_sent or message.date_created or datetime.now(UTC),
    )


def media(message: Any) -> tuple[InboundMedia, ...]:
    """A message's pictures, at the addresses that its webhook would have named."""
    return tuple(
        InboundMedia(
            f"{ADDRESS.rstrip('/')}{str(each.uri).removesuffix('.json')}", each.content_type or ""
        )
        for each in message.media.list(limit=10)
    )


def _is_ours(message: Any, numbers: set[str], service: str) -> bool:
    """An account may have other numbers, which are other people's business.

    (Of what came in to a service's many numbers Twilio does not say which service it was.)
    """
    if message.direction == "inbound":
        return bool(service or message.to in numbers)
    through_service = service and message.messaging_service_sid == service
    return bool(through_service or message.from_ in numbers)
