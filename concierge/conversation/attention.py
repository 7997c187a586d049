"""Whether a person has to look at a conversation, and telling open consoles that it changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge.conversation.models import Conversation, Message, Wait
from concierge.customers import links
from concierge.db import after_commit
from concierge.effects import nudging
from concierge.events import Actor


def touch(
    session: Session, conversation: Conversation, *, at: datetime, last: Message | None = None
) -> None:
    """Something in the thread changed; `last` is the newest message, if that is what did."""
    conversation.touched_at = at
    if last is not None:
        conversation.last_message_at = at
        words = " ".join(links.show(last.body, "[link]").split())[:140]
        conversation.last_preview = words or ("Picture" if last.media else "")
        conversation.last_direction = last.direction
    number = conversation.id
    after_commit(session, f"touched:{number}", lambda: nudging.touched(number))


def call_for(session: Session, conversation: Conversation, why: str, *, at: datetime) -> None:
    """A person has to answer; who waits already keeps their place in the queue."""
    conversation.waiting_since = conversation.waiting_since or at
    conversation.waiting_for = why[:200]
    touch(session, conversation, at=at)


def call_for_customer(session: Session, customer_id: int, why: str, *, at: datetime) -> None:
    """The same, for who knows only the customer."""
    conversation = session.scalars(
        select(Conversation).where(Conversation.customer_id == customer_id)
    ).one_or_none()
    if conversation is not None:
        call_for(session, conversation, why, at=at)


def settle(
    session: Session, conversation: Conversation, *, by: Actor, at: datetime, answered: bool = False
) -> None:
    """Nothing waits any more: answered with a text, or somebody says that it needs none."""
    if conversation.waiting_since is not None:
        session.add(
            Wait(
                conversation_id=conversation.id,
                began_at=conversation.waiting_since,
                ended_at=at,
                by=str(by),
                answered=answered,
            )
        )
    conversation.waiting_since = conversation.waiting_for = None
    touch(session, conversation, at=at)
