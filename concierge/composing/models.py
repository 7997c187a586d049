"""What somebody is writing, what they have sent, and what they say often."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base


class Draft(Base):
    """What somebody has begun to write to a customer, on whichever device.

    `key` is that of the text that it becomes. An empty one stays: so nothing older, that comes
    late over a bad line, takes its place.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("operator_id", "conversation_id"),
        Index(None, "conversation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    key: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]


class Composition(Base):
    """Something that somebody sent from the composer: once for each key, however often it came.

    What was waiting is kept beside it, so that it waits again when the text is taken back.
    """

    __tablename__ = "compositions"
    __table_args__ = (
        Index(None, "conversation_id", "id"),
        Index(None, "message_id"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)  # of the words: the same again, or not
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    waiting_for: Mapped[str | None]
    held_since: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]  # an answer was promised by then
    undone_at: Mapped[datetime | None]


class DraftPicture(Base):
    """A picture beside a draft, or (`later_id`) beside a text that is to be sent at a time."""

    __tablename__ = "draft_pictures"
    __table_args__ = (
        Index(None, "conversation_id", "operator_id"),
        Index(None, "later_id", postgresql_where=text("later_id is not null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    later_id: Mapped[int | None] = mapped_column(ForeignKey("later_texts.id"))
    created_at: Mapped[datetime]
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CannedReply(Base):
    """Something that is said often, with placeholders: see canned. No `language`: in any."""

    __tablename__ = "canned_replies"
    __table_args__ = (Index(None, "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str | None]
    body: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]  # an Actor


class LaterText(Base):
    """A text that is to be sent at a time: see later. Once it was, this row is gone."""

    __tablename__ = "later_texts"
    __table_args__ = (
        Index(None, "due_at", postgresql_where=text("held_because is null")),
        Index(None, "conversation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    body: Mapped[str]
    created_at: Mapped[datetime]
    after_id: Mapped[int]  # the newest message when it was planned
    due_at: Mapped[datetime]
    held_because: Mapped[str | None]  # it was not sent: a person has to look
