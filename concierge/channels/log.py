"""What a provider has in its own log of texts: for comparing it with ours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from concierge.channels.base import DeliveryStatus, Inbound, Receipt


@dataclass(frozen=True, slots=True)
class LoggedText:
    """A text as the provider has it now."""

    channel: str
    provider_id: str
    inbound: bool
    automatic: bool  # the provider's own answer, to STOP for instance
    sender: str
    recipient: str
    body: str
    pictures: int
    said: str  # how it stands, in the provider's own word
    status: DeliveryStatus | None  # of one that went out; None where it means nothing to us
    error_code: str | None
    at: datetime  # when it was sent, or came in


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, newest first, and where the next one begins, if there is one."""

    texts: tuple[LoggedText, ...]
    next: str | None


class Log(Protocol):
    """A provider that can tell what went through it. Every call raises SendError."""

    names: tuple[str, ...]  # the channels it carries

    def texts_since(self, since: datetime, cursor: str | None) -> LogPage:
        """A page of this business's texts since then."""
        ...

    def logged(self, provider_id: str) -> LoggedText | None:
        """One text. None: the provider has none of that name."""
        ...

    def inbound_of(self, text: LoggedText) -> Inbound:
        """A text that came in, with its pictures, as its webhook would have brought it."""
        ...

    def receipt_of(self, text: LoggedText, message_id: int) -> Receipt | None:
        """What a receipt for our message would have said. None: nothing that we would note."""
        ...

    def explain(self, code: str) -> str:
        """What an error code means, for an operator."""
        ...
