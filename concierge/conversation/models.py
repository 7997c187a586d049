"""One lifelong thread per customer, and what is in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.channels.base import DeliveryStatus
from concierge.customers.models import ContactPoint, Customer
from concierge.db import Base, Choice
from concierge.operators.models import Operator

# In these very words, for the index of greetings serves only a query that has them.
IS_GREETING = "template = 'greeting'"
# The same of the queue: whom we owe something now, by what was promised, then by who waits longest.
IN_QUEUE = "(waiting_since is not null or promised_at is not null) and snoozed_until is null"
BY_PROMISE = "coalesce(promised_at, 'infinity'::timestamptz)"
BY_WAIT = "coalesce(waiting_since, 'infinity'::timestamptz)"


class Direction(StrEnum):
    """Whether a message came in or went out."""

    IN = "in"
    OUT = "out"


class Promise(StrEnum):
    """What the customer is to have by then."""

    QUOTE = "quote"
    ANSWER = "answer"


class PromiseStage(StrEnum):
    """What has been done about a promise so far."""

    OPEN = "open"
    NEAR = "near"  # operators have been warned
    LATE = "late"  # it was not kept in time; the customer has not been told yet
    TOLD = "told"  # they have been told, or can't be


class Conversation(Base):
    """The thread, with what the inbox needs kept beside it, so that the inbox is one index read."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("customer_id"),
        Index(
            "ix_conversations_waiting",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since is not null"),
        ),
        Index(
            "ix_conversations_queue",
            text(BY_PROMISE),
            text(BY_WAIT),
            "id",
            postgresql_where=text(IN_QUEUE),
        ),
        Index(
            "ix_conversations_unassigned",
            text(BY_PROMISE),
            text(BY_WAIT),
            "id",
            postgresql_where=text(f"{IN_QUEUE} and assignee_id is null"),
        ),
        Index(
            "ix_conversations_mine",
            "assignee_id",
            text(BY_PROMISE),
            text(BY_WAIT),
            "id",
            postgresql_where=text(f"{IN_QUEUE} and assignee_id is not null"),
        ),
        Index(
            "ix_conversations_snoozed",
            "snoozed_until",
            "id",
            postgresql_where=text("snoozed_until is not null"),
        ),
        Index(
            "ix_conversations_promise_due",
            "promise_due_at",
            postgresql_where=text("promise_due_at is not null"),
        ),
        Index(
            "ix_conversations_undelivered",
            "id",
            postgresql_where=text("undelivered_at is not null"),
        ),
        Index("ix_conversations_recent", "last_message_at", "id"),
        Index("ix_conversations_touched", "touched_at"),
        Index(
            "ix_conversations_assignee",
            "assignee_id",
            "last_message_at",
            "id",
            postgresql_where=text("assignee_id is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))  # answer here
    created_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]  # a person has to answer, since then
    waiting_for: Mapped[str | None]  # why, in a few words for operators
    held_since: Mapped[datetime | None]  # no automatic answers until a person writes: see holding
    told_closed_at: Mapped[datetime | None]  # when we last said that nobody is there
    last_message_at: Mapped[datetime]
    last_preview: Mapped[str] = mapped_column(default="")
    last_direction: Mapped[Direction] = mapped_column(Choice(Direction))
    touched_at: Mapped[datetime]  # anything changed, for open consoles
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("operators.id"))  # see assigning
    assigned_at: Mapped[datetime | None]  # since then, or when they last did something here
    snoozed_until: Mapped[datetime | None]  # out of the queue until then: see snoozing
    undelivered_at: Mapped[datetime | None]  # a text of ours was lost, and nobody has seen to it
    promised_at: Mapped[datetime | None]  # something is due by then: see promising
    promise: Mapped[Promise | None] = mapped_column(Choice(Promise))
    promise_stage: Mapped[PromiseStage | None] = mapped_column(Choice(PromiseStage))
    promise_due_at: Mapped[datetime | None]  # when the clock looks at it next
    unpromised_at: Mapped[datetime | None]  # when the last promise was taken back

    customer: Mapped[Customer] = relationship()
    contact_point: Mapped[ContactPoint] = relationship()
    assignee: Mapped[Operator | None] = relationship()


class Wait(Base):
    """Somebody waited for a person, and does not any more: answered, or taken off the queue."""

    __tablename__ = "waits"
    __table_args__ = (Index(None, "ended_at"), Index(None, "conversation_id", "began_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    by: Mapped[str]  # an Actor
    answered: Mapped[bool]  # with a text; not: "needs no answer"


class Message(Base):
    """One text, in or out. A link of ours is a marker in `body`: see customers.links."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index(None, "conversation_id", "id"),
        Index(None, "contact_point_id", "id"),
        # A hundredth of the size of another index, and as good for whole days.
        Index("ix_messages_created_at", "created_at", postgresql_using="brin"),
        Index(None, "quote_id", postgresql_where=text("quote_id is not null")),
        Index(
            "ix_messages_words",
            text("to_tsvector('simple', body)"),
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
        ),
        Index("ix_messages_raw", "created_at", postgresql_where=text("raw is not null")),
        Index(
            "uq_messages_again_of",
            "again_of",
            unique=True,
            postgresql_where=text("again_of is not null"),
        ),
        Index("ix_messages_greetings", "created_at", postgresql_where=text(IS_GREETING)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))
    channel: Mapped[str]
    direction: Mapped[Direction] = mapped_column(Choice(Direction))
    author: Mapped[str]  # an Actor: "customer:1", "operator:2", "service"
    body: Mapped[str]
    template: Mapped[str | None]  # which of our texts it is, when the service wrote it
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    created_at: Mapped[datetime]
    # Out:
    status: Mapped[DeliveryStatus | None] = mapped_column(Choice(DeliveryStatus))
    provider_id: Mapped[str | None]
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    parts: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    again_of: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))  # which failed
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    sends: Mapped[int] = mapped_column(default=1, server_default="1")  # this one and those before
    # In (`raw`: the webhook's parameters, for RETENTION_RAW_EVENTS_DAYS):
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), deferred=True)
    intent: Mapped[str | None]
    intent_reason: Mapped[str | None]

    media: Mapped[list["Media"]] = relationship(order_by="Media.position", lazy="selectin")
    conversation: Mapped[Conversation] = relationship()
    broadcast: Mapped["Broadcast | None"] = relationship()

    @property
    def inbound(self) -> bool:
        """Whether the customer wrote it."""
        return self.direction is Direction.IN


class Note(Base):
    """What one operator tells the others, in the thread and never texted."""

    __tablename__ = "conversation_notes"
    __table_args__ = (Index(None, "conversation_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    author: Mapped[str]  # an Actor
    body: Mapped[str]
    created_at: Mapped[datetime]
    for_id: Mapped[int | None] = mapped_column(ForeignKey("operators.id"))  # to whom it hands over

    recipient: Mapped[Operator | None] = relationship()


class MergedMessage(Base):
    """A message that was in another thread before two customers were merged."""

    __tablename__ = "merged_messages"
    __table_args__ = (Index(None, "message_id"),)

    merger_id: Mapped[int] = mapped_column(ForeignKey("mergers.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)


class Broadcast(Base):
    """One text to everybody who agreed to be written to: see broadcasts."""

    __tablename__ = "broadcasts"
    __table_args__ = (Index(None, "id", postgresql_where=text("ended_at is null")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]  # an Actor
    through: Mapped[int] = mapped_column(default=0)  # the last customer it has come to
    written: Mapped[int] = mapped_column(default=0)  # how many texts that made
    ended_at: Mapped[datetime | None]  # everybody has it, or a person stopped it
    stopped_by: Mapped[str | None]  # an Actor: what had not gone out by then is not sent


class ReadMark(Base):
    """Up to which message an operator has read a thread. (It may be gone since: no foreign key.)"""

    __tablename__ = "read_marks"

    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    message_id: Mapped[int]
    at: Mapped[datetime]


class MediaStatus(StrEnum):
    """Whether we have the bytes yet."""

    WAITING = "waiting"
    STORED = "stored"
    FAILED = "failed"


class Media(Base):
    """A picture in a message. Its bytes are in `media_contents`, fetched by the worker."""

    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("message_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    position: Mapped[int]
    status: Mapped[MediaStatus] = mapped_column(Choice(MediaStatus))
    source_url: Mapped[str | None]
    content_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    problem: Mapped[str | None]


class MediaContent(Base):
    """The bytes: in the database, so that any web process on any host can serve them."""

    __tablename__ = "media_contents"

    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Correction(Base):
    """An operator says what a text meant. Kept with all that its export needs."""

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "message_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quotes.id"))
    read_as: Mapped[str | None]  # the intent it was read with
    meant: Mapped[str]  # the intent it has
    by: Mapped[str]  # an Actor
    at: Mapped[datetime]
    context: Mapped[str | None]  # what the customer had been sent last, links left out
    language: Mapped[str]
    outcome: Mapped[str]  # what became of it, in a sentence


class Wording(Base):
    """A text in an owner's own words, instead of ours: see overrides."""

    __tablename__ = "wordings"

    language: Mapped[str] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    changed_at: Mapped[datetime]
