"""Up to where each operator has read each thread, so that what is new to them can be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge.conversation.models import Direction, Message, ReadMark


@dataclass(frozen=True, slots=True)
class Unread:
    """What is new: the first message of it, and how many there are."""

    first: int
    count: int


def of(conversation_id: int, operator_id: int) -> ScalarSelect[int]:
    """The newest message that they have read, as part of another statement; null: none yet."""
    return (
        select(ReadMark.message_id)
        .where(ReadMark.conversation_id == conversation_id, ReadMark.operator_id == operator_id)
        .scalar_subquery()
    )


def put(
    session: Session, conversation_id: int, operator_id: int, message_id: int, *, at: datetime
) -> None:
    """They have read up to this message; never back."""
    row = insert(ReadMark).values(
        conversation_id=conversation_id, operator_id=operator_id, message_id=message_id, at=at
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=["operator_id", "conversation_id"],
            set_={"message_id": row.excluded.message_id, "at": row.excluded.at},
            where=ReadMark.message_id < row.excluded.message_id,
        )
    )


def among(messages: Sequence[Message], read_to: int, me: str) -> Unread | None:
    """The news after what they have read, where these are all there is: see `unread`."""
    news = [
        message.id
        for message in messages
        if message.id > read_to
        and (message.inbound or (message.template is None and message.author != me))
    ]
    return Unread(news[0], len(news)) if news else None


def unread(session: Session, conversation_id: int, read_to: int, me: str) -> Unread | None:
    """What is new after the message `read_to`: people's words, and not one's own."""
    news = or_(
        Message.direction == Direction.IN,
        and_(Message.template.is_(None), Message.author != me),
    )
    row = session.execute(
        select(func.min(Message.id), func.count()).where(
            Message.conversation_id == conversation_id, Message.id > read_to, news
        )
    ).one()
    return Unread(row[0], row[1]) if row[1] else None
