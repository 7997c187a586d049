"""A text came in: kept once, read, answered, in one transaction; no call to the outside."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, contains_eager

from concierge import effects, events
from concierge.channels.base import Inbound
from concierge.conversation import attention, pace, respond, write
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaStatus,
    Message,
)
from concierge.conversation.pace import Pace
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint
from concierge.locks import lock_customer, lock_name

log = logging.getLogger(__name__)


Act = Callable[[Session, Conversation, Message], None]


def receive(
    session: Session,
    inbound: Inbound,
    *,
    at: datetime,
    came: Pace = Pace.CALM,
    act: Act | None = None,
) -> Message | None:
    """Take a text in. None: it was here before, and nothing happens. `came`: see `pace`.

    What the text asks for is done in a savepoint. If that fails, the text is kept all the same
    and a person is called. `act` does it in another way than `respond`.
    """
    conversation = _conversation(session, inbound, at=at)
    message = _keep(session, conversation, inbound, fetch=came is not Pace.FLOOD, at=at)
    if message is None:
        return None
    customers.heard(session, conversation.contact_point, at=at)
    pace.note(session, conversation, message, came, at=at)
    try:
        with session.begin_nested():
            if act is not None:
                act(session, conversation, message)
            else:
                handled = inbound.handled_keyword
                respond.respond(session, conversation, message, handled=handled, came=came, at=at)
    except Exception:
        log.exception("message %s could not be acted on; a person is called", message.id)
        session.expire(conversation)
        attention.call_for(session, conversation, "Could not be read by the service", at=at)
    return message


def _conversation(session: Session, inbound: Inbound, *, at: datetime) -> Conversation:
    """The sender's thread, their customer locked; made where there is none."""
    conversation = _find(session, inbound)
    if conversation is None:
        # Two first texts at once: the second waits here, then finds what the first made.
        lock_name(session, f"{inbound.channel}:{inbound.sender}")
        conversation = _find(session, inbound)
    if conversation is not None:
        point = conversation.contact_point
        if point.address != inbound.sender or point.channel != inbound.channel:
            known = customer_queries.by_address(session, inbound.channel, inbound.sender)
            if known is not None:
                conversation.contact_point = known
        return conversation
    known = customer_queries.by_address(session, inbound.channel, inbound.sender)
    point = known or customers.welcome(session, inbound.channel, inbound.sender, at=at)
    lock_customer(session, point.customer_id)
    conversation = write.begin(session, point, at=at)
    conversation.contact_point = point
    return conversation


def _find(session: Session, inbound: Inbound) -> Conversation | None:
    point = (
        select(ContactPoint.customer_id)
        .where(ContactPoint.channel == inbound.channel, ContactPoint.address == inbound.sender)
        .scalar_subquery()
    )
    customer_id = session.scalar(select(point))
    if customer_id is None:
        return None
    lock_customer(session, customer_id)
    return session.scalars(
        select(Conversation)
        .join(Conversation.contact_point)
        .join(Conversation.customer)
        .options(contains_eager(Conversation.contact_point), contains_eager(Conversation.customer))
        # Asked again: while this waited they may have been erased, and are a stranger now.
        .where(Conversation.customer_id == customer_id, Conversation.customer_id == point)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _keep(
    session: Session, conversation: Conversation, inbound: Inbound, *, fetch: bool, at: datetime
) -> Message | None:
    number = session.scalar(
        insert(Message)
        .values(
            conversation_id=conversation.id,
            contact_point_id=conversation.contact_point.id,
            channel=inbound.channel,
            direction=Direction.IN,
            author=str(events.customer(conversation.customer_id)),
            body=inbound.body,
            created_at=at,
            provider_id=inbound.provider_id,
            raw=inbound.raw,
        )
        .on_conflict_do_nothing(index_elements=["channel", "provider_id"])
        .returning(Message.id)
    )
    if number is None:
        return None
    for position, media in enumerate(inbound.media):
        row = Media(
            message_id=number,
            position=position,
            status=MediaStatus.WAITING if fetch else MediaStatus.FAILED,
            source_url=media.url,
            content_type=media.content_type[:100],
            problem=None if fetch else "not fetched: too many texts at once",
        )
        session.add(row)
        if not fetch:
            continue
        session.flush()
        effects.request(
            session,
            "media.fetch",
            f"media:{row.id}",
            at=at,
            customer_id=conversation.customer_id,
            channel=inbound.channel,
        )
    return session.get_one(Message, number)
