"""Finding conversations and messages."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from concierge.conversation.models import Conversation, Message
from concierge.errors import NotFound


def get(session: Session, conversation_id: int) -> Conversation:
    """One thread with its customer and where answers go. Raises NotFound."""
    conversation = session.get(
        Conversation,
        conversation_id,
        options=[joinedload(Conversation.customer), joinedload(Conversation.contact_point)],
    )
    if conversation is None:
        raise NotFound("conversation")
    return conversation


def owner(session: Session, conversation_id: int) -> int:
    """Whose it is: the customer to lock before reading it. Raises NotFound."""
    customer_id = session.scalar(
        select(Conversation.customer_id).where(Conversation.id == conversation_id)
    )
    if customer_id is None:
        raise NotFound("conversation")
    return customer_id


def of_customers(session: Session, customer_ids: list[int]) -> dict[int, int]:
    """The ids of these customers' threads, by customer."""
    rows = session.execute(
        select(Conversation.customer_id, Conversation.id).where(
            Conversation.customer_id.in_(customer_ids)
        )
    )
    return {row.customer_id: row.id for row in rows}


def page(
    session: Session,
    *,
    before: int | None,
    limit: int,
    customer_id: int | None = None,
    waiting: bool | None = None,
) -> list[Conversation]:
    """All threads, or a customer's, or those that wait for a person; newest first, by key."""
    query = select(Conversation).options(
        joinedload(Conversation.customer), joinedload(Conversation.contact_point)
    )
    if before is not None:
        query = query.where(Conversation.id < before)
    if customer_id is not None:
        query = query.where(Conversation.customer_id == customer_id)
    if waiting is not None:
        since = Conversation.waiting_since
        query = query.where(since.is_not(None) if waiting else since.is_(None))
    return list(session.scalars(query.order_by(Conversation.id.desc()).limit(limit)))


def message(session: Session, message_id: int) -> Message:
    """One message with its pictures. Raises NotFound."""
    found = session.get(Message, message_id, options=[joinedload(Message.conversation)])
    if found is None:
        raise NotFound("message")
    return found


def messages(
    session: Session,
    *,
    before: int | None,
    limit: int,
    conversation_id: int | None = None,
    customer_id: int | None = None,
) -> list[Message]:
    """All messages, or those of a thread or of a customer, newest first, by key."""
    query = select(Message).options(joinedload(Message.conversation))
    if before is not None:
        query = query.where(Message.id < before)
    if conversation_id is not None:
        query = query.where(Message.conversation_id == conversation_id)
    if customer_id is not None:
        query = query.where(_thread_of(customer_id))
    return list(session.scalars(query.order_by(Message.id.desc()).limit(limit)))


def _thread_of(customer_id: int) -> ColumnElement[bool]:
    # One value, found first: so the messages are read off their index in order.
    thread = select(Conversation.id).where(Conversation.customer_id == customer_id)
    return Message.conversation_id == thread.scalar_subquery()
