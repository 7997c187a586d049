"""Whether a person has to look at a conversation, and telling open consoles that it changed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge.conversation.models import Conversation, Message, Wait
from concierge.customers import links
from concierge.customers.models import Customer
from concierge.db import after_commit, ask
from concierge.effects import nudging
from concierge.events import Actor


def touch(
    session: Session,
    conversation: Conversation,
    *,
    at: datetime,
    last: Message | None = None,
    aloud: bool = True,
) -> None:
    """Something in the thread changed; `last` is the newest message, if that is what did.

    Not `aloud`, open consoles hear of it only when they look for themselves.
    """
    if last is not None:
        conversation.last_message_at = at
        conversation.last_preview = preview(last.body) or ("Picture" if last.media else "")
        conversation.last_direction = last.direction
    if aloud:
        conversation.touched_at = at
        touched(session, conversation.id, conversation.customer_id, at=at)


def preview(body: str) -> str:
    """The beginning of a text, as the inbox shows it."""
    return " ".join(links.show(body, "[link]").split())[:140]


def touched(session: Session, conversation_id: int, customer_id: int, *, at: datetime) -> None:
    """It is written down that something changed; tell open consoles after the commit."""
    session.info.setdefault("touched", {})[customer_id] = at
    after_commit(session, f"touched:{conversation_id}", lambda: nudging.touched(conversation_id))


def touch_customer(session: Session, customer_id: int, *, at: datetime) -> None:
    """The same as `touch`, for who knows only the customer; once is enough in a transaction."""
    if session.info.get("touched", {}).get(customer_id) == at:
        return
    for row in ask(session, _TOUCH, customer=customer_id, at=at):
        touched(session, row[0], customer_id, at=at)


def wait(
    session: Session, conversation_id: int, customer_id: int, why: str, *, at: datetime
) -> None:
    """The same as `call_for`, for who has not loaded the conversation."""
    ask(session, _WAIT, id=conversation_id, why=why[:200], at=at)
    touched(session, conversation_id, customer_id, at=at)


_TOUCH = """
UPDATE conversations SET touched_at = %(at)s
WHERE customer_id = (SELECT coalesce(merged_into_id, id) FROM customers WHERE id = %(customer)s)
RETURNING id
"""
_WAIT = """
UPDATE conversations
SET waiting_since = coalesce(waiting_since, %(at)s), waiting_for = %(why)s, touched_at = %(at)s
WHERE id = %(id)s
"""


def call_for(session: Session, conversation: Conversation, why: str, *, at: datetime) -> None:
    """A person has to answer; who waits already keeps their place in the queue.

    Of two customers that are one person, in the one thread that is shown.
    """
    if conversation.customer.merged_into_id is not None:
        call_for_customer(session, conversation.customer_id, why, at=at)
        return
    conversation.waiting_since = conversation.waiting_since or at
    conversation.waiting_for = why[:200]
    touch(session, conversation, at=at)


def undelivered(session: Session, conversation: Conversation, why: str, *, at: datetime) -> None:
    """A text of ours was lost: a person has to answer, and to find another way."""
    call_for(session, conversation, why, at=at)
    if conversation.customer.merged_into_id is None:
        conversation.undelivered_at = conversation.undelivered_at or at


def hold(session: Session, conversation: Conversation, why: str, *, at: datetime) -> None:
    """The service answers nothing here by itself until a person has dealt with it."""
    conversation.held_since = conversation.held_since or at
    call_for(session, conversation, why, at=at)


def call_for_customer(session: Session, customer_id: int, why: str, *, at: datetime) -> None:
    """The same, for who knows only the customer."""
    whose = func.coalesce(
        select(Customer.merged_into_id).where(Customer.id == customer_id).scalar_subquery(),
        customer_id,
    )
    conversation = session.scalars(
        select(Conversation).where(Conversation.customer_id == whose)
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
    if by.is_person:
        conversation.held_since = conversation.undelivered_at = None
    touch(session, conversation, at=at)
