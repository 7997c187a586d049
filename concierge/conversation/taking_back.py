"""A text of ours is taken back before a worker has it, as if it had not been written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from concierge import events
from concierge.channels.base import DeliveryStatus
from concierge.conversation import attention, promising
from concierge.conversation.models import Conversation, Message, Promise, Wait
from concierge.effects import lifecycle as effects
from concierge.errors import Refused
from concierge.events import Actor

_GONE = "It has gone out already: a text that was sent can't be taken back."


@dataclass(frozen=True, slots=True)
class Waited:
    """Who had waited for the text, what for, and what was promised them; whether it was held."""

    since: datetime | None
    why: str | None
    held_since: datetime | None
    promised_at: datetime | None


def take_back(
    session: Session, message: Message, waited: Waited, *, by: Actor, at: datetime
) -> None:
    """Who waited for it waits again, and as long as they have. Raises `Refused` when it has gone.

    Whoever calls this has locked the customer.
    """
    conversation = session.get_one(Conversation, message.conversation_id)
    is_ours = message.status is DeliveryStatus.QUEUED
    if not is_ours or not effects.withdraw(session, f"message.send:message:{message.id}", at):
        raise Refused("message-sent", _GONE)
    customer_id = conversation.customer_id
    events.record(session, "message.taken_back", message, by=by, at=at, customer_id=customer_id)
    if waited.since is not None:
        session.execute(
            delete(Wait).where(
                Wait.conversation_id == conversation.id,
                Wait.began_at == waited.since,
                Wait.ended_at == message.created_at,
            )
        )
        # They may have written meanwhile: then they wait for that, too, and have for longer.
        conversation.waiting_for = conversation.waiting_for or waited.why
        conversation.waiting_since = waited.since
    conversation.held_since = conversation.held_since or waited.held_since
    if waited.promised_at is not None and waited.promised_at > at and not conversation.promise:
        by_when = waited.promised_at
        promising.promise(session, conversation, Promise.ANSWER, by_when, by=by, at=at)
    session.delete(message)
    session.flush()
    newest = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation.id)
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()
    attention.touch(session, conversation, at=at)
    if newest is None:
        conversation.last_preview = ""
    else:
        was = newest.created_at
        attention.touch(session, conversation, at=was, last=newest, aloud=False)
