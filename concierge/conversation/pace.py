"""How fast texts come in, and what that takes away. Never a text, and never what it decides:
a STOP, an OK, a NO or an UNDO counts at any pace. Only automatic answers cost money and feed loops.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from concierge.conversation import attention
from concierge.conversation.arrival import Sender

if TYPE_CHECKING:
    from concierge.conversation.reply import Reply


class Pace(StrEnum):
    """What was counted as the text came in (`web.webhooks.pacing`)."""

    CALM = "calm"
    BUSY = "busy"  # too many in all: no automatic answer to this one
    MANY = "many"  # too many from this sender: none until a person has dealt with the thread
    FLOOD = "flood"  # far too many from this sender: kept, and nobody is told


_TOO_MANY = "Many texts in a short time: no automatic answers until somebody writes"


def is_aloud(sender: Sender, pace: Pace) -> bool:
    """Whether open consoles hear of a text at this pace: of its being too much, once."""
    return pace is not Pace.FLOOD or _is_first(sender, pace)


def _is_first(sender: Sender, pace: Pace) -> bool:
    return pace in {Pace.MANY, Pace.FLOOD} and sender.held_since is None


def note(reply: "Reply") -> None:
    """A text came in at its pace: from the first that is too much on, nothing is answered."""
    if _is_first(reply.sender, reply.came):
        attention.hold(reply.session, reply.conversation, _TOO_MANY, at=reply.at)
        reply.sender.held_since = reply.at
