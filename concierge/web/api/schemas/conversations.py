"""Conversations and messages."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from concierge import events
from concierge.channels.base import DeliveryStatus
from concierge.conversation import models, write
from concierge.customers import links
from concierge.intents import Intent
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import PRINTABLE, Answer, CustomerInQuery, Moment, Request

_Body = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=write.LONGEST),
    PRINTABLE,
]


class NewMessage(Request):
    """A text to the customer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"body": "We have peonies today. Shall I add some?"}]}
    )

    body: _Body


class Conversation(Answer):
    """The one thread of a customer."""

    id: int
    customer_id: int
    channel: str
    address: str = Field(description="Where answers go: E.164, for a phone.")
    created_at: Moment
    waiting_since: Moment | None = Field(description="A person has to answer, since then.")
    waiting_for: str | None = Field(description="Why, in a few words.")
    assignee: str | None = Field(
        description="Who answers it, like operator:2; null is nobody yet.", examples=["operator:2"]
    )
    snoozed_until: Moment | None = Field(description="Put off until then.")
    promise: models.Promise | None = Field(description="What is promised to the customer.")
    promised_at: Moment | None = Field(description="By when it is promised.")
    last_message_at: Moment
    last_direction: models.Direction
    last_preview: str

    @classmethod
    def of(cls, conversation: models.Conversation) -> Self:
        """As the API shows it."""
        return cls(
            id=conversation.id,
            customer_id=conversation.customer_id,
            channel=conversation.contact_point.channel,
            address=conversation.contact_point.address,
            created_at=conversation.created_at,
            waiting_since=conversation.waiting_since,
            waiting_for=conversation.waiting_for,
            assignee=str(events.operator(number)) if (number := conversation.assignee_id) else None,
            snoozed_until=conversation.snoozed_until,
            promise=conversation.promise,
            promised_at=conversation.promised_at,
            last_message_at=conversation.last_message_at,
            last_direction=conversation.last_direction,
            last_preview=conversation.last_preview,
        )


class Media(Answer):
    """A picture in a message; once it is stored, /media/{id} has it."""

    id: int
    status: models.MediaStatus
    content_type: str
    width: int | None
    height: int | None


class Message(Answer):
    """One text, in or out."""

    id: int
    conversation_id: int
    customer_id: int
    direction: models.Direction
    author: str = Field(
        description="Who wrote it: customer:1, operator:2, script:3 or service.",
        examples=["customer:1"],
    )
    body: str = Field(description="One-time links are shown as [link].")
    template: str | None = Field(description="Which of the service's own texts it is.")
    quote_id: int | None
    order_id: int | None
    media: list[Media]
    created_at: Moment
    status: DeliveryStatus | None = Field(description="How far it has come; null for one from in.")
    error: str | None
    parts: int | None
    sent_at: Moment | None
    delivered_at: Moment | None
    intent: str | None = Field(description="How the service read a text from the customer.")
    intent_reason: str | None

    @classmethod
    def of(cls, message: models.Message, customer_id: int) -> Self:
        """As the API shows it: one-time links are for the customer alone."""
        return cls(
            id=message.id,
            conversation_id=message.conversation_id,
            customer_id=customer_id,
            direction=message.direction,
            author=message.author,
            body=links.show(message.body, "[link]"),
            template=message.template,
            quote_id=message.quote_id,
            order_id=message.order_id,
            media=[
                Media(
                    id=media.id,
                    status=media.status,
                    content_type=media.content_type,
                    width=media.width,
                    height=media.height,
                )
                for media in message.media
            ],
            created_at=message.created_at,
            status=message.status,
            error=message.error,
            parts=message.parts,
            sent_at=message.sent_at,
            delivered_at=message.delivered_at,
            intent=message.intent,
            intent_reason=message.intent_reason,
        )


class NewCorrection(Request):
    """What a customer's text meant."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"meaning": "accept", "quote_id": 12}]}
    )

    meaning: Literal[
        Intent.ACCEPT, Intent.DECLINE, Intent.UNDO, Intent.STOP, Intent.START, Intent.UNCLEAR
    ] = Field(description="unclear: nothing that the service could do.")
    quote_id: int | None = Field(
        default=None,
        ge=1,
        le=2**63 - 1,
        description="The quote that was accepted or declined, where several are open.",
    )


class Correction(Answer):
    """What was done about a reading that was wrong."""

    id: int
    message_id: int
    quote_id: int | None
    read_as: str | None = Field(description="How the service had read it.")
    meant: str
    by: str
    at: Moment
    outcome: str = Field(description="What became of it, in a sentence.")

    @classmethod
    def of(cls, correction: models.Correction) -> Self:
        """As the API shows it."""
        return cls(
            id=correction.id,
            message_id=correction.message_id,
            quote_id=correction.quote_id,
            read_as=correction.read_as,
            meant=correction.meant,
            by=correction.by,
            at=correction.at,
            outcome=correction.outcome,
        )


class ConversationList(Paging):
    """Which conversations."""

    customer: CustomerInQuery | None = Field(default=None, description="An id, or a phone number.")
    waiting: bool | None = Field(
        default=None, description="Only those that wait for a person to answer, or only the others."
    )


class MessageList(Paging):
    """Which messages."""

    customer: CustomerInQuery | None = Field(default=None, description="An id, or a phone number.")
