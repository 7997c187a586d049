"""How fast texts come in, and what that takes away. Never a text, and never what it decides:
a STOP, an OK, a NO or an UNDO counts at any pace. Only automatic answers cost money and feed loops.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from concierge.conversation import attention
from concierge.conversation.models import Conversation, Message


class Pace(StrEnum):
    """What was counted as the text came in (`web.webhooks.pacing`)."""

    CALM = "calm"
    BUSY = "busy"  # too many in all: no automatic answer to this one
    MANY = "many"  # too many from this sender: none until a person has dealt with the thread
    FLOOD = "flood"  # far too many from this sender: kept, and nobody is told


_TOO_MANY = "Many texts in a short time: no automatic answers until somebody writes"


def note(
    session: Session, conversation: Conversation, message: Message, pace: Pace, *, at: datetime
) -> None:
    """A text came in at this pace: open consoles hear of it, and once of its being too much."""
    first = pace in {Pace.MANY, Pace.FLOOD} and conversation.held_since is None
    aloud = first or pace is not Pace.FLOOD
    attention.touch(session, conversation, at=at, last=message, aloud=aloud)
    if first:
        attention.hold(session, conversation, _TOO_MANY, at=at)
