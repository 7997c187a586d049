"""Trying once more: what was given up, because a person wants it; what was lost, by itself."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels import windows
from concierge.channels.base import DeliveryStatus
from concierge.conversation import attention, write
from concierge.conversation.models import Media, MediaStatus, Message
from concierge.customers.models import ContactPoint
from concierge.effects import Effect, Handler
from concierge.errors import Refused
from concierge.events import Actor


def text(session: Session, message: Message, *, at: datetime) -> None:
    """A text is on its way again. Raises `Refused` where it may be with the customer already.

    The call looks first whether the provider has taken it, so an earlier try is no danger.
    """
    if message.status is not DeliveryStatus.FAILED or message.provider_id is not None:
        raise Refused(
            "message-moved-on",
            "The provider has taken this text: the thread shows what came of it. Abandon this.",
        )
    if message.expires_at is not None and at >= message.expires_at:
        raise Refused(
            "message-too-late", "It would be too late to be true. Write anew, and abandon this."
        )
    message.status, message.error = DeliveryStatus.QUEUED, None
    attention.touch(session, message.conversation, at=at)


def picture(session: Session, media: Media, *, at: datetime) -> None:
    """A picture is being fetched again. Raises `Refused` when it is here."""
    if media.status is not MediaStatus.FAILED:
        raise Refused("picture-is-here", "The picture is here already. Abandon this.")
    media.status, media.problem = MediaStatus.WAITING, None
    message = session.get_one(Message, media.message_id)
    attention.touch(session, message.conversation, at=at)


class SendAgain(Handler[int, int]):
    """A text was lost on its way (the phone was off, say): some time later it is written anew.

    It calls nobody: the new text is a message of its own, with its own send and receipts.
    """

    kind = "message.again"

    def prepare(self, session: Session, effect: Effect) -> int | None:
        message = session.get_one(Message, int(effect.subject.rpartition(":")[2]))
        return message.id if message.status is DeliveryStatus.FAILED else None

    def call(self, call: int, effect: Effect) -> int:
        return call

    def record(self, session: Session, effect: Effect, outcome: int) -> None:
        lost, at = session.get_one(Message, outcome), clock.now()
        has_gone = session.scalar(select(exists().where(Message.again_of == lost.id)))
        if lost.status is not DeliveryStatus.FAILED or has_gone:
            return  # it was delivered after all
        why = _why_not(session, lost, at)
        if why is not None:
            lost.error = why
            attention.undelivered(session, lost.conversation, f"Not delivered: {why}", at=at)
            return
        anew = write.put(
            session,
            lost.conversation,
            lost.body,
            by=Actor.read(lost.author),
            at=at,
            template=lost.template,
            quote_id=lost.quote_id,
            order_id=lost.order_id,
            expires_at=lost.expires_at,
        )
        anew.again_of, anew.sends = lost.id, lost.sends + 1

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        message = session.get_one(Message, int(effect.subject.rpartition(":")[2]))
        attention.undelivered(
            session, message.conversation, f"Not delivered: {reason}", at=clock.now()
        )


def _why_not(session: Session, lost: Message, at: datetime) -> str | None:
    point = session.get_one(ContactPoint, lost.conversation.contact_point_id)
    if point.opted_out_at is not None and lost.template != write.STOP_CONFIRMATION:
        return "The customer has opted out meanwhile."
    if point.dead_at is not None:
        return f"Nothing arrives there: {point.dead_reason}"
    if windows.is_closed(point.channel, point.last_heard_at, at):
        return windows.CLOSED
    if lost.expires_at is not None and at >= lost.expires_at:
        return "Too late to be still true when it could be sent again."
    return None
