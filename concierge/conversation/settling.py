"""A person says that a thread needs no answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation import attention, promising
from concierge.conversation.models import Conversation
from concierge.events import Actor


def dismiss(session: Session, conversation: Conversation, *, by: Actor, at: datetime) -> None:
    """Nothing waits here any more, is put off, or is promised."""
    attention.settle(session, conversation, by=by, at=at)
    conversation.snoozed_until = None
    promising.take_back(session, conversation, by=by, at=at)
    customer_id = conversation.customer_id
    events.record(
        session, "conversation.settled", conversation, by=by, at=at, customer_id=customer_id
    )
