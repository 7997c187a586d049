"""Fetching pictures that came with a text."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.channels.base import Channel, FetchedMedia, SendError
from concierge.conversation import attention, pictures, retrying
from concierge.conversation.models import Media, MediaContent, MediaStatus, Message
from concierge.effects import Effect, GiveUp, Handler, Retry


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
        attention.touch(session, message.conversation, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        media = session.get_one(Media, _number(effect))
        media.status, media.problem = MediaStatus.FAILED, reason[:200]
        message = session.get_one(Message, media.message_id)
        attention.touch(session, message.conversation, at=clock.now())

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        retrying.picture(session, session.get_one(Media, _number(effect)), at=at)


def _number(effect: Effect) -> int:
    return int(effect.subject.rpartition(":")[2])
