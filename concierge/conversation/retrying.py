"""Taking back that something was given up, because a person wants it tried once more."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.channels.base import DeliveryStatus
from concierge.conversation import attention
from concierge.conversation.models import Media, MediaStatus, Message
from concierge.errors import Refused


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
