"""What a channel is: how texts come in and go out, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

SMS, WHATSAPP = "sms", "whatsapp"
_CALLED = {SMS: "SMS", WHATSAPP: "WhatsApp"}


def called(channel: str) -> str:
    """What people call a channel."""
    return _CALLED.get(channel, channel)


@dataclass(frozen=True, slots=True)
class InboundMedia:
    """A picture that came with a text; fetched later, with credentials."""

    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text that came in."""

    channel: str
    provider_id: str
    sender: str  # E.164, or whatever the channel addresses people by
    recipient: str
    body: str
    media: tuple[InboundMedia, ...] = ()
    # "STOP", "START" or "HELP" when the carrier's side has answered the word already.
    handled_keyword: str | None = None
    # The webhook's parameters, to take it in again from.
    raw: dict[str, Any] | None = None


class DeliveryStatus(StrEnum):
    """How far a message of ours has come."""

    QUEUED = "queued"  # with us
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"  # it won't arrive
    BLOCKED = "blocked"  # we did not send it: the customer has opted out
    EXPIRED = "expired"  # too late to be true any more


# Before each further send of a text that did not arrive; empty: it is not sent again.
Pauses = tuple[timedelta, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider says of a message it took. `message_id` is ours, where it was told.

    Of a failure: the customer has `opted_out`, the address is `dead`, the business's own
    `account` is the matter, or it may be sent `again`.
    """

    channel: str
    provider_id: str
    status: DeliveryStatus
    error_code: str | None
    message_id: int | None
    opted_out: bool = False
    dead: bool = False
    again: "Pauses" = ()
    account: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """A text to be sent. `since` is when it was first tried, when it may have gone already."""

    channel: str
    message_id: int
    recipient: str
    body: str
    media_urls: tuple[str, ...] = ()
    since: datetime | None = None
    known: frozenset[str] = field(default_factory=frozenset)  # ids of other messages to them
    valid_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it."""

    provider_id: str
    parts: int


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """A picture's bytes."""

    content_type: str
    content: bytes


class SendError(Exception):
    """It was not sent, and what happens next.

    `retry`: later it may work (`after` says when, if known). `stop`: the customer has opted out.
    `dead`: nothing arrives at this address. `account`: the business's own account is the matter,
    and a person has to mend it. `outage`: the provider does not take texts at all just now.
    `again`: this send is over, but after these pauses the text may be sent anew. `code`: the
    provider's, for people to look up.
    """

    def __init__(
        self,
        reason: str,
        *,
        code: str | None = None,
        retry: bool = False,
        after: timedelta | None = None,
        stop: bool = False,
        dead: bool = False,
        account: bool = False,
        outage: bool = False,
        again: Pauses = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.retry = retry
        self.after = after
        self.stop = stop
        self.dead = dead
        self.account = account
        self.outage = outage
        self.again = again


class Channel(Protocol):
    """A provider's way of texting: verify, parse, send, fetch."""

    names: tuple[str, ...]  # the channels it carries: SMS, WHATSAPP
    provider: str  # "twilio", in the raw events and the commands

    def verify(self, *, path: str, query: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether the webhook comes from the provider. `form` is the request's MultiDict."""
        ...

    def parse(self, form: Mapping[str, str]) -> Inbound:
        """A text that came in. ValueError when it is none."""
        ...

    def parse_receipt(self, form: Mapping[str, str], query: Mapping[str, str]) -> Receipt | None:
        """What the provider says of a message; None for a status that means nothing to us."""
        ...

    def send(self, outbound: Outbound) -> Sent:
        """Send it, once. Raises SendError."""
        ...

    def look_up(self, outbound: Outbound) -> Sent | None:
        """What became of a send since `outbound.since` whose outcome nobody knows; None: it did
        not go out. `outbound.known` are other messages'. Raises SendError when nobody can tell.
        """
        ...

    def fetch(self, url: str, *, most: int) -> FetchedMedia:
        """A picture's bytes, at most `most`. Raises SendError."""
        ...

    def explain(self, code: str) -> str:
        """What an error code means, for an operator."""
        ...
