"""Finding conversations and messages."""

from datetime import datetime
from operator import attrgetter

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from concierge.conversation import marks
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaContent,
    MediaStatus,
    Message,
)
from concierge.customers.models import Customer, Parting
from concierge.errors import NotFound


def get(session: Session, conversation_id: int) -> Conversation:
    """One thread with its customer and where answers go. Raises NotFound."""
    conversation = session.get(
        Conversation,
        conversation_id,
        options=[
            joinedload(Conversation.customer),
            joinedload(Conversation.contact_point),
            joinedload(Conversation.assignee),
        ],
    )
    if conversation is None:
        raise NotFound("conversation")
    return conversation


def opened(
    session: Session, conversation_id: int, operator_id: int
) -> tuple[Conversation, int | None]:
    """The same, and the newest message of it that an operator has read. Raises NotFound."""
    row = session.execute(
        select(Conversation, marks.of(conversation_id, operator_id))
        .where(Conversation.id == conversation_id)
        .options(
            joinedload(Conversation.customer),
            joinedload(Conversation.contact_point),
            joinedload(Conversation.assignee),
        )
    ).one_or_none()
    if row is None:
        raise NotFound("conversation")
    return row[0], row[1]


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


# --- the inbox -----------------------------------------------------------------------------------


def waiting_count(session: Session, *, most: int | None = None) -> int:
    """How many wait for a person, and were not put off; counted no further than `most`."""
    waiting = select(Conversation.id).where(
        Conversation.waiting_since.is_not(None), Conversation.snoozed_until.is_(None)
    )
    return session.scalar(select(func.count()).select_from(waiting.limit(most).subquery())) or 0


def touched(
    session: Session, since: datetime | None, *, limit: int = 500
) -> list[tuple[int, datetime]]:
    """(id, when) of conversations in which something changed since then, newest first.

    Without `since`: the newest one alone, to know where to begin.
    """
    query = select(Conversation.id, Conversation.touched_at)
    if since is not None:
        query = query.where(Conversation.touched_at > since)
    newest = query.order_by(Conversation.touched_at.desc()).limit(limit if since else 1)
    return [(row.id, row.touched_at) for row in session.execute(newest)]


# --- the console's thread -------------------------------------------------------------------------


def thread(
    session: Session,
    conversation_id: int,
    *,
    before: int | None = None,
    since: int | None = None,
    limit: int = 50,
) -> list[Message]:
    """A page of the thread with its pictures, oldest first.

    The newest messages, those before a message, or the first ones from a message on.
    """
    query = select(Message).where(Message.conversation_id == conversation_id)
    if since is not None:
        query = query.where(Message.id >= since).order_by(Message.id)
    else:
        query = query.order_by(Message.id.desc())
    if before is not None:
        query = query.where(Message.id < before)
    page = query.options(joinedload(Message.media)).limit(limit)
    return sorted(session.scalars(page).unique(), key=attrgetter("id"))


def newest(session: Session, conversation_id: int) -> int:
    """The id of a thread's newest message; 0 in an empty one."""
    query = select(func.max(Message.id)).where(Message.conversation_id == conversation_id)
    return session.scalar(query) or 0


def written_at(message_id: int) -> ScalarSelect[datetime]:
    """When a message was written, as part of another statement."""
    return select(Message.created_at).where(Message.id == message_id).scalar_subquery()


def beside(
    session: Session, customer_id: int
) -> tuple[Customer, Conversation | None, Parting | None, bool]:
    """A customer with all their contact points and where they came from, their thread, how they
    came to their number, if it was another's, and whether they were known as several: one
    statement. Raises NotFound."""
    other = aliased(Customer)
    several = exists().where(other.merged_into_id == customer_id)
    row = (
        session.execute(
            select(Customer, Conversation, Parting, several)
            .outerjoin(Conversation, Conversation.customer_id == Customer.id)
            .outerjoin(Parting, and_(Parting.fresh_id == Customer.id, Parting.undone_at.is_(None)))
            .where(Customer.id == customer_id)
            .order_by(Parting.id.desc())
            .options(
                joinedload(Customer.contact_points),
                joinedload(Customer.source),
                joinedload(Conversation.contact_point),
            )
        )
        .unique()
        .first()
    )
    if row is None:
        raise NotFound("customer")
    return row[0], row[1], row[2], row[3]


def newest_is(
    session: Session, conversation_id: int, body: str, *, author: str, since: datetime
) -> bool:
    """Whether the newest message is this very text by this author: the same click, twice."""
    newest = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()
    return (
        newest is not None
        and (newest.body, newest.author) == (body, author)
        and newest.created_at >= since
    )


def heard_after(session: Session, conversation_id: int, seen: int) -> datetime | None:
    """When the customer's first text after a message came in; None where there is none."""
    return session.scalar(
        select(Message.created_at)
        .where(
            Message.conversation_id == conversation_id,
            Message.id > seen,
            Message.direction == Direction.IN,
        )
        .order_by(Message.id)
        .limit(1)
    )


def picture(session: Session, media_id: int) -> tuple[str, bytes]:
    """A picture's content type and bytes. Raises NotFound, also while it is being fetched."""
    row = session.execute(
        select(Media.content_type, MediaContent.content)
        .join(MediaContent, MediaContent.media_id == Media.id)
        .where(Media.id == media_id, Media.status == MediaStatus.STORED)
    ).one_or_none()
    if row is None:
        raise NotFound("picture")
    return row.content_type, row.content


def waiting_longest(session: Session) -> datetime | None:
    """Since when whoever waits longest for a person, and was not put off, has waited."""
    return session.scalar(
        select(func.min(Conversation.waiting_since)).where(
            Conversation.waiting_since.is_not(None), Conversation.snoozed_until.is_(None)
        )
    )
