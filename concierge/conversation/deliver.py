"""Sending what was written, exactly once as far as anybody can; fetching pictures; receipts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import clock, config, events
from concierge.channels.base import (
    Channel,
    DeliveryStatus,
    FetchedMedia,
    Outbound,
    Receipt,
    SendError,
    Sent,
)
from concierge.conversation import attention, pictures, retrying
from concierge.conversation.models import Conversation, Media, MediaContent, MediaStatus, Message
from concierge.conversation.write import STOP_CONFIRMATION
from concierge.customers import consent, links
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint
from concierge.effects import Effect, GiveUp, Handler, Retry, handler
from concierge.events import PROVIDER

# A message only moves forward: receipts come twice, late and out of order.
_RANK = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.BLOCKED: 2,
    DeliveryStatus.EXPIRED: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
}


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was decided not to send."""

    status: DeliveryStatus
    why: str


def register(channels: dict[str, Channel]) -> None:
    """Let workers use these channels."""
    handler(SendMessage(channels))
    handler(FetchMedia(channels))


class SendMessage(Handler[Outbound | NotSent, Sent | NotSent | SendError]):
    """Hand one message to its channel."""

    kind = "message.send"

    def __init__(self, channels: dict[str, Channel]) -> None:
        self.channels = channels

    def prepare(self, session: Session, effect: Effect) -> Outbound | NotSent | None:
        message = _message(session, effect)
        if message.status is not DeliveryStatus.QUEUED or message.provider_id is not None:
            return None  # a receipt was quicker than the worker's own record
        point = session.get_one(ContactPoint, message.contact_point_id)
        now = clock.now()
        if point.customer_id != message.conversation.customer_id:
            return NotSent(DeliveryStatus.BLOCKED, "The number is somebody else's now.")
        if point.opted_out_at is not None and message.template != STOP_CONFIRMATION:
            return NotSent(DeliveryStatus.BLOCKED, "The customer has opted out.")
        if message.expires_at is not None and now >= message.expires_at:
            return NotSent(DeliveryStatus.EXPIRED, "Too late to be true any more.")
        repeated = effect.attempt > 1
        known: Iterable[str | None] = (
            session.scalars(
                select(Message.provider_id).where(
                    Message.contact_point_id == point.id,
                    Message.provider_id.is_not(None),
                    # Its own receipt may come in between the two queries: that one is no other's.
                    Message.id != message.id,
                    Message.id > message.id - 10_000,
                )
            )
            if repeated
            else []
        )
        return Outbound(
            message_id=message.id,
            recipient=point.address,
            body=links.fill(session, message.body, customer_id=point.customer_id),
            since=effect.first_tried_at if repeated else None,
            known=frozenset(str(sid) for sid in known),
            valid_for=message.expires_at - now if message.expires_at else None,
        )

    def call(self, call: Outbound | NotSent, effect: Effect) -> Sent | NotSent | SendError:
        if isinstance(call, NotSent):
            return call
        channel = self.channels[effect.params["channel"]]
        try:
            return channel.send(call)
        except SendError as error:
            if error.retry:
                raise Retry(error.reason, after=error.after) from error
            return error

    def record(self, session: Session, effect: Effect, outcome: Sent | NotSent | SendError) -> None:
        message = _message(session, effect)
        now = clock.now()
        match outcome:
            case Sent():
                sent(session, message, outcome.provider_id, parts=outcome.parts, at=now)
            case NotSent():
                message.status, message.error = outcome.status, outcome.why
                _show(session, message, at=now)
            case SendError():
                failed(
                    session,
                    message,
                    code=outcome.code,
                    why=outcome.reason,
                    opted_out=outcome.stop,
                    dead=outcome.dead,
                    at=now,
                )

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        message = _message(session, effect)
        if message.status is DeliveryStatus.QUEUED:
            failed(session, message, code=None, why=reason, at=clock.now())

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        retrying.text(session, _message(session, effect), at=at)


def sent(
    session: Session, message: Message, provider_id: str, *, parts: int | None, at: datetime
) -> None:
    """The provider took it: from now on an OK may be an answer to it."""
    message.provider_id = message.provider_id or provider_id
    message.parts = parts or message.parts
    message.sent_at = message.sent_at or at
    if message.status is DeliveryStatus.QUEUED:
        message.status = DeliveryStatus.SENT
        events.record(
            session,
            "message.sent",
            message,
            by=PROVIDER,
            at=at,
            customer_id=message.conversation.customer_id,
            quote=message.quote_id,
        )
    _show(session, message, at=at)


def failed(
    session: Session,
    message: Message,
    *,
    code: str | None,
    why: str,
    at: datetime,
    opted_out: bool = False,
    dead: bool = False,
) -> None:
    """It won't arrive; a person has to know, and hear why."""
    if _RANK[message.status or DeliveryStatus.QUEUED] > _RANK[DeliveryStatus.FAILED]:
        return
    message.status = DeliveryStatus.FAILED
    message.error_code = code or message.error_code
    message.error = why[:300]
    point = session.get_one(ContactPoint, message.contact_point_id)
    if opted_out:
        consent.opt_out(
            session,
            point,
            words=f"error {code}",
            source="carrier",
            by=PROVIDER,
            at=at,
            confirmation=consent.BY_CARRIER,
        )
    if dead:
        customers.mark_dead(session, point, reason=why, at=at)
    if opted_out and message.template == STOP_CONFIRMATION:
        # The carrier took the word for itself and has confirmed it: an operator knows already.
        consent.confirmed(session, point, consent.BY_CARRIER)
        _show(session, message, at=at)
    else:
        attention.call_for(session, message.conversation, f"Not delivered: {why}", at=at)


def receive_receipt(
    session: Session, receipt: Receipt, *, explain: str | None, at: datetime
) -> bool:
    """Move a message forward by a receipt. False when it is no message of ours."""
    found = _of_receipt(session, receipt)
    if found is None:
        return False
    message_id, customer_id = found
    customer_queries.lock(session, customer_id)
    message = session.get_one(Message, message_id, populate_existing=True)
    if message.provider_id not in {None, receipt.provider_id}:
        return False
    current = message.status or DeliveryStatus.QUEUED
    if message.provider_id is None or current is DeliveryStatus.QUEUED:
        # The receipt overtook the answer to our own call (or that answer was lost).
        sent(session, message, receipt.provider_id, parts=None, at=at)
        current = DeliveryStatus.SENT
    if _RANK[receipt.status] <= _RANK[current]:
        message.error_code = message.error_code or receipt.error_code
        return True
    if receipt.status is DeliveryStatus.FAILED:
        failed(
            session,
            message,
            code=receipt.error_code,
            why=explain or "The carrier did not deliver it and does not say why.",
            opted_out=receipt.opted_out,
            dead=receipt.dead,
            at=at,
        )
        return True
    message.status = receipt.status
    message.delivered_at = message.delivered_at or at
    _show(session, message, at=at)
    return True


def _of_receipt(session: Session, receipt: Receipt) -> tuple[int, int] | None:
    query = select(Message.id, Conversation.customer_id).join(Message.conversation)
    row = session.execute(
        query.where(Message.channel == receipt.channel, Message.provider_id == receipt.provider_id)
    ).one_or_none()
    if row is None and receipt.message_id is not None:
        row = session.execute(query.where(Message.id == receipt.message_id)).one_or_none()
    return (row[0], row[1]) if row else None


class FetchMedia(Handler[str, FetchedMedia]):
    """Fetch a picture that came with a text, check that it is one, and keep it."""

    kind = "media.fetch"

    def __init__(self, channels: dict[str, Channel]) -> None:
        self.channels = channels

    def prepare(self, session: Session, effect: Effect) -> str | None:
        media = session.get_one(Media, _number(effect))
        return media.source_url if media.status is MediaStatus.WAITING else None

    def call(self, call: str, effect: Effect) -> FetchedMedia:
        channel = self.channels[effect.params["channel"]]
        try:
            fetched = channel.fetch(call, most=config.current().picture_megabytes * 1_000_000)
        except SendError as error:
            if error.retry:
                raise Retry(error.reason, after=error.after) from error
            raise GiveUp(error.reason) from error
        return fetched

    def record(self, session: Session, effect: Effect, outcome: FetchedMedia) -> None:
        media = session.get_one(Media, _number(effect))
        message = session.get_one(Message, media.message_id)
        try:
            picture = pictures.read(outcome.content)
        except pictures.NotAPicture as error:
            media.status, media.problem = MediaStatus.FAILED, str(error)
        else:
            media.status = MediaStatus.STORED
            media.content_type = picture.content_type
            media.width, media.height = picture.width, picture.height
            session.merge(MediaContent(media_id=media.id, content=picture.content))
        _show(session, message, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        media = session.get_one(Media, _number(effect))
        media.status, media.problem = MediaStatus.FAILED, reason[:200]
        _show(session, session.get_one(Message, media.message_id), at=clock.now())

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        retrying.picture(session, session.get_one(Media, _number(effect)), at=at)


def _show(session: Session, message: Message, *, at: datetime) -> None:
    attention.touch(session, message.conversation, at=at)


def _message(session: Session, effect: Effect) -> Message:
    return session.get_one(Message, _number(effect))


def _number(effect: Effect | Any) -> int:
    return int(effect.subject.rpartition(":")[2])
