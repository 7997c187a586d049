"""A text came in: kept once, read, answered, in one transaction; no call to the outside."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from concierge import clock, effects
from concierge.channels.base import Inbound
from concierge.conversation import arrival, newcomers, pace, respond, write
from concierge.conversation.arrival import Sender, Text
from concierge.conversation.models import Media, MediaStatus
from concierge.conversation.pace import Pace
from concierge.conversation.reply import Reply
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.db import insist
from concierge.locks import lock_customer, lock_name

log = logging.getLogger(__name__)


def take(inbound: Inbound, *, came: Pace = Pace.CALM) -> Text | None:
    """Take a text in, once, and do what it asks for. None: it was here before. `came`: see `pace`.

    Where that fails all of it is rolled back; then the text is kept all the same, and a person is
    called. Raises OperationalError where the database can't be reached.
    """
    try:
        return insist(lambda session: receive(session, inbound, at=clock.now(), came=came))
    except OperationalError:
        raise
    except Exception:
        log.exception("a text could not be acted on; it is kept, and a person is called")
        return insist(lambda session: keep_unread(session, inbound, at=clock.now(), came=came))


def receive(
    session: Session,
    inbound: Inbound,
    *,
    at: datetime,
    came: Pace = Pace.CALM,
    act: Callable[[Reply], None] = respond.respond,
) -> Text | None:
    """The same, in a transaction that must be rolled back where this raises.

    `act` does what the text asks for.
    """
    sender = _sender(session, inbound, at=at)
    reply = Reply(session, Text(sender, inbound, at), at, inbound.handled_keyword, came)
    newcomers.arrive(reply)
    if not arrival.keep(session, reply.message, reply.reading, aloud=pace.is_aloud(sender, came)):
        return None
    last, was_dead = sender.last_heard_at, sender.dead_at is not None
    if customers.heard(session, sender.point_id, last=last, was_dead=was_dead, at=at):
        sender.doubted_at = at
    _keep_pictures(session, reply.message, fetch=came is not Pace.FLOOD)
    pace.note(reply)
    act(reply)
    return reply.message


def keep_unread(
    session: Session, inbound: Inbound, *, at: datetime, came: Pace = Pace.CALM
) -> Text | None:
    """Keep a text that the service can't deal with, for a person."""
    text = Text(_sender(session, inbound, at=at), inbound, at)
    if not arrival.keep(session, text, None):
        return None
    _keep_pictures(session, text, fetch=came is not Pace.FLOOD)
    arrival.call_for(session, text, "Could not be read by the service")
    return text


def _sender(session: Session, inbound: Inbound, *, at: datetime) -> Sender:
    """Who writes, locked; made a customer where nobody is known there."""
    found = arrival.find(session, inbound)
    if found is None:
        # Two first texts at once: the second waits here, then finds what the first made.
        lock_name(session, f"{inbound.channel}:{inbound.sender}")
        found = arrival.find(session, inbound)
    if found is None:
        point = customer_queries.by_address(session, inbound.channel, inbound.sender)
        point = point or customers.welcome(session, inbound.channel, inbound.sender, at=at)
        lock_customer(session, point.customer_id)
        write.begin(session, point, at=at)
        session.expire(point)  # what is written of it from here on is plain SQL
        found = arrival.find(session, inbound)
    assert found is not None  # noqa: S101 - it was made just now, and its customer is locked
    return found


def _keep_pictures(session: Session, text: Text, *, fetch: bool) -> None:
    for position, media in enumerate(text.inbound.media):
        row = Media(
            message_id=text.id,
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
            at=text.created_at,
            customer_id=text.sender.customer_id,
            channel=text.inbound.channel,
        )
