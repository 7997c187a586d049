"""Pictures beside a text that is not written yet, or not sent: theirs who began it.

Whoever changes them has locked the customer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, undefer

from concierge.composing.models import DraftPicture
from concierge.conversation.models import Media, MediaContent, Message
from concierge.conversation.pictures import Picture
from concierge.errors import NotFound, Refused

# Twilio takes ten, and 5 MB in all; each of ours is made smaller than 0.6 MB (pictures.for_mms).
MOST = 5


def attach(
    session: Session,
    conversation_id: int,
    operator_id: int,
    pictures: Sequence[Picture],
    *,
    at: datetime,
) -> None:
    """Put more beside what they are writing. Raises `Refused` for too many."""
    mine = _drafted(conversation_id, operator_id)
    count = session.scalar(select(func.count()).select_from(DraftPicture).where(*mine)) or 0
    if count + len(pictures) > MOST:
        raise Refused("too-many-pictures", f"A text takes at most {MOST} pictures.")
    session.add_all(
        DraftPicture(
            conversation_id=conversation_id,
            operator_id=operator_id,
            created_at=at,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            content=picture.content,
        )
        for picture in pictures
    )
    session.flush()


def of(
    session: Session, conversation_id: int, operator_id: int, *, whole: bool = False
) -> list[DraftPicture]:
    """What is beside what they are writing, first attached first; `whole`: with the bytes."""
    return _read(session, _drafted(conversation_id, operator_id), whole=whole)


def of_later(session: Session, later_id: int) -> list[DraftPicture]:
    """What goes with a text that is to be sent at a time, with the bytes."""
    return _read(session, (DraftPicture.later_id == later_id,), whole=True)


def get(session: Session, picture_id: int) -> DraftPicture:
    """One with its bytes. Raises NotFound."""
    found = session.get(DraftPicture, picture_id, options=[undefer(DraftPicture.content)])
    if found is None:
        raise NotFound("picture")
    return found


def remove(session: Session, conversation_id: int, operator_id: int, picture_id: int) -> None:
    """Not that one. One that is not there (any more) is gone already."""
    for picture in of(session, conversation_id, operator_id):
        if picture.id == picture_id:
            session.delete(picture)
    session.flush()


def plan(session: Session, conversation_id: int, operator_id: int, later_id: int) -> None:
    """They go with a text that is sent at a time."""
    for picture in of(session, conversation_id, operator_id):
        picture.later_id = later_id


def take(session: Session, found: Sequence[DraftPicture]) -> list[Picture]:
    """For the text that is sent now; they are beside no draft any more."""
    taken = [Picture(each.content_type, each.content, each.width, each.height) for each in found]
    for each in found:
        session.delete(each)
    return taken


def put_back(session: Session, message: Message, operator_id: int, *, at: datetime) -> None:
    """A text was taken back: its pictures are beside the draft again."""
    rows = session.execute(
        select(Media, MediaContent)
        .join(MediaContent, MediaContent.media_id == Media.id)
        .where(Media.message_id == message.id)
        .order_by(Media.position)
    ).all()
    for media, kept in rows:
        session.add(
            DraftPicture(
                conversation_id=message.conversation_id,
                operator_id=operator_id,
                created_at=at,
                content_type=media.content_type,
                width=media.width or 1,
                height=media.height or 1,
                content=kept.content,
            )
        )
        session.delete(kept)
        session.flush()
        session.delete(media)
    session.flush()
    session.expire(message, ["media"])


def return_planned(session: Session, later_id: int, operator_id: int) -> None:
    """A planned text is changed in the composer, and its pictures with it."""
    for picture in of_later(session, later_id):
        picture.later_id, picture.operator_id = None, operator_id
    session.flush()


def drop_planned(session: Session, later_id: int) -> None:
    """A planned text is cancelled."""
    for picture in of_later(session, later_id):
        session.delete(picture)
    session.flush()


def _drafted(conversation_id: int, operator_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        DraftPicture.conversation_id == conversation_id,
        DraftPicture.operator_id == operator_id,
        DraftPicture.later_id.is_(None),
    )


def _read(
    session: Session, which: Sequence[ColumnElement[bool]], *, whole: bool
) -> list[DraftPicture]:
    query = select(DraftPicture).where(*which).order_by(DraftPicture.id)
    if whole:
        query = query.options(undefer(DraftPicture.content))
    return list(session.scalars(query))
