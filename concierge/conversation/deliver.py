"""Sending what was written, exactly once as far as anybody can.

A send whose outcome is unknown is looked up before it is repeated, and also before it is ended for
another reason (too late, opted out): so what the provider took is known as ours, and is never
taken for another text of the same words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels import windows
from concierge.channels.base import Channel, DeliveryStatus, Outbound, SendError, Sent
from concierge.conversation import lifetimes, public_pictures, retrying
from concierge.conversation.fetching import FetchMedia
from concierge.conversation.models import Direction, Message
from concierge.conversation.outcomes import failed, not_sent, receive_receipt, sent
from concierge.conversation.retrying import SendAgain
from concierge.conversation.write import STOP_CONFIRMATION
from concierge.customers import links
from concierge.customers.models import ContactPoint
from concierge.effects import Effect, Handler, Retry, handler

__all__ = ["NotSent", "SendMessage", "failed", "receive_receipt", "register", "sent"]

# A find that may be another text's waits so long for the receipt that says whose it is.
_RECEIPTS_COME_WITHIN = timedelta(minutes=10)
_LOOK_AGAIN_AFTER = timedelta(seconds=20)
# Texts of ours to one number that may have been tried at about the same time.
_NEARBY = 10_000


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was decided not to send. `looked`: the provider was asked, and has nothing either.

    `calls`: a person is to hear of it, where the text matters.
    """

    status: DeliveryStatus
    why: str
    calls: bool = False
    looked: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """A text to be sent, or, with `otherwise`, only to be looked up.

    `alike`: another text of the same words may have gone out, unknown to us.
    """

    outbound: Outbound
    otherwise: NotSent | None = None
    alike: bool = False


def register(channels: dict[str, Channel]) -> None:
    """Let workers use these channels."""
    handler(SendMessage(channels))
    handler(SendAgain())
    handler(FetchMedia(channels))


class SendMessage(Handler[Sending | NotSent, Sent | NotSent | SendError]):
    """Hand one message to its channel."""

    kind = "message.send"

    def __init__(self, channels: dict[str, Channel]) -> None:
        self.channels = channels

    def prepare(self, session: Session, effect: Effect) -> Sending | NotSent | None:
        message = _message(session, effect)
        if message.status is not DeliveryStatus.QUEUED or message.provider_id is not None:
            return None  # a receipt was quicker than the worker's own record
        point = session.get_one(ContactPoint, message.contact_point_id)
        now = clock.now()
        expires_at = message.expires_at or message.created_at + lifetimes.of(message.template).lasts
        otherwise = None
        if point.customer_id != message.conversation.customer_id:
            otherwise = NotSent(DeliveryStatus.BLOCKED, "The number is somebody else's now.")
        elif point.opted_out_at is not None and message.template != STOP_CONFIRMATION:
            otherwise = NotSent(DeliveryStatus.BLOCKED, "The customer has opted out.")
        elif windows.is_closed(point.channel, point.last_heard_at, now):
            otherwise = NotSent(DeliveryStatus.BLOCKED, windows.CLOSED, calls=True)
        elif message.broadcast is not None and message.broadcast.stopped_by is not None:
            otherwise = NotSent(DeliveryStatus.BLOCKED, "The broadcast was stopped.")
        elif now >= expires_at:
            otherwise = NotSent(DeliveryStatus.EXPIRED, _too_late(message, effect), calls=True)
        repeated = effect.attempt > 1
        if otherwise is not None and not repeated:
            return otherwise
        outbound = Outbound(
            channel=point.channel,
            message_id=message.id,
            recipient=point.address,
            body=links.fill(session, message.body, customer_id=point.customer_id),
            media_urls=tuple(public_pictures.address(media.id, now) for media in message.media),
            since=effect.first_tried_at if repeated else None,
            known=frozenset(_others(session, message) if repeated else ()),
            valid_for=expires_at - now if expires_at > now else None,
        )
        return Sending(outbound, otherwise, repeated and _alike(session, message))

    def call(self, call: Sending | NotSent, effect: Effect) -> Sent | NotSent | SendError:
        if isinstance(call, NotSent):
            return call
        channel = self.channels[effect.params["channel"]]
        try:
            if call.outbound.since is not None:
                found = channel.look_up(call.outbound)
                if found is not None:
                    return self._ours(found, call, effect)
            if call.otherwise is not None:
                return replace(call.otherwise, looked=True)
            return channel.send(call.outbound)
        except SendError as error:
            if error.retry:
                raise Retry(error.reason, after=error.after, outage=error.outage) from error
            return error

    @staticmethod
    def _ours(found: Sent, call: Sending, effect: Effect) -> Sent:
        first = effect.first_tried_at or clock.now()
        if call.alike and clock.now() < first + _RECEIPTS_COME_WITHIN:
            raise Retry(
                "One of two texts of the same words went out; its receipt will say which.",
                after=_LOOK_AGAIN_AFTER,
            )
        return found

    def reached(self, outcome: Sent | NotSent | SendError) -> bool:
        return not isinstance(outcome, NotSent) or outcome.looked

    def record(self, session: Session, effect: Effect, outcome: Sent | NotSent | SendError) -> None:
        message = _message(session, effect)
        now = clock.now()
        match outcome:
            case Sent():
                sent(session, message, outcome.provider_id, parts=outcome.parts, at=now)
            case NotSent():
                status, why, calls = outcome.status, outcome.why, outcome.calls
                not_sent(session, message, status, why=why, calls=calls, at=now)
            case SendError():
                failed(
                    session,
                    message,
                    code=outcome.code,
                    why=outcome.reason,
                    opted_out=outcome.stop,
                    dead=outcome.dead,
                    account=outcome.account,
                    again=outcome.again,
                    at=now,
                )

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        message = _message(session, effect)
        if message.status is DeliveryStatus.QUEUED:
            failed(session, message, code=None, why=reason, at=clock.now())

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        retrying.text(session, _message(session, effect), at=at)


def _too_late(message: Message, effect: Effect) -> str:
    waited = effect.error or "No worker was free to send it."
    return f"Too late to be still true. {waited}"


def _others(session: Session, message: Message) -> Iterable[str]:
    """The provider's ids of our other texts to this number."""
    ids = session.scalars(
        select(Message.provider_id).where(
            Message.contact_point_id == message.contact_point_id,
            Message.provider_id.is_not(None),
            # Its own receipt may come in between the two queries: that one is no other's.
            Message.id != message.id,
            Message.id > message.id - _NEARBY,
        )
    )
    return [str(each) for each in ids]


def _alike(session: Session, message: Message) -> bool:
    """Whether another text of the same words was ended while nobody knew whether it had gone."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Message.contact_point_id == message.contact_point_id,
                    Message.direction == Direction.OUT,
                    Message.id != message.id,
                    Message.id > message.id - _NEARBY,
                    Message.body == message.body,
                    Message.provider_id.is_(None),
                    Message.status == DeliveryStatus.FAILED,
                    Message.error_code.is_(None),
                )
            )
        )
    )


def _message(session: Session, effect: Effect) -> Message:
    return session.get_one(Message, int(effect.subject.rpartition(":")[2]))
