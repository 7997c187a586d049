"""A text came in: kept once, read, answered, in one transaction; no call to the outside."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, contains_eager

from concierge import effects, events
from concierge.channels.base import Inbound
from concierge.conversation import attention, respond, write
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaStatus,
    Message,
)
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint
from concierge.locks import lock_customer, lock_name

log = logging.getLogger(__name__)


def receive(session: Session, inbound: Inbound, *, at: datetime) -> Message | None:
    """Take a text in. None: it was here before, and nothing happens.

    What the text asks for is done in a savepoint. If that fails, the text is kept all the same
    and a person is called.
    """
    conversation = _conversation(session, inbound, at=at)
    message = _keep(session, conversation, inbound, at=at)
    if message is None:
        return None
    customers.heard(session, conversation.contact_point, at=at)
    attention.touch(session, conversation, at=at, last=message)
    try:
        with session.begin_nested():
            respond.respond(
                session,
                conversation,
                message,
                handled=inbound.handled_keyword,
                at=at,
            )
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
    # While we waited for the lock the number may have turned out to be somebody else's.
    while (whose := session.scalar(select(point))) != customer_id and whose is not None:
        customer_id = whose
        lock_customer(session, customer_id)
    return session.scalars(
        select(Conversation)
        .join(Conversation.contact_point)
        .join(Conversation.customer)
        .options(contains_eager(Conversation.contact_point), contains_eager(Conversation.customer))
        .where(Conversation.customer_id == customer_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _keep(
    session: Session, conversation: Conversation, inbound: Inbound, *, at: datetime
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
            status=MediaStatus.WAITING,
            source_url=media.url,
            content_type=media.content_type[:100],
        )
        session.add(row)
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
