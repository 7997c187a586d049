"""Conversations and their messages: read, answered, or found to need no answer."""

from concierge.conversation import corrections, queries, settling, write
from concierge.conversation.models import Conversation as Row
from concierge.customers.queries import lock
from concierge.quotes import queries as quotes
from concierge.web.api.customers import number_of
from concierge.web.api.operations import Call, Picture, Section
from concierge.web.api.paging import Page, Paging
from concierge.web.api.schemas.conversations import (
    Conversation,
    ConversationList,
    Correction,
    Message,
    MessageList,
    NewCorrection,
    NewMessage,
)

section = Section("conversations", "One lifelong thread a customer, and the messages in it.")


@section.get("/conversations")
def list_conversations(call: Call, query: ConversationList) -> Page[Conversation]:
    """List conversations, newest first."""
    rows = queries.page(
        call.session,
        before=query.key,
        limit=query.most,
        customer_id=number_of(call.session, query.customer),
        waiting=query.waiting,
    )
    return Page[Conversation].of(rows, query.limit, Conversation.of)


@section.get("/conversations/<id:conversation_id>")
def get_conversation(call: Call, conversation_id: int) -> Conversation:
    """Read a conversation."""
    return Conversation.of(queries.get(call.session, conversation_id))


@section.get("/conversations/<id:conversation_id>/messages")
def list_conversation_messages(call: Call, conversation_id: int, query: Paging) -> Page[Message]:
    """List the messages of a conversation, newest first."""
    customer_id = queries.owner(call.session, conversation_id)
    rows = queries.messages(
        call.session, before=query.key, limit=query.most, conversation_id=conversation_id
    )
    return Page[Message].of(rows, query.limit, lambda row: Message.of(row, customer_id))


@section.get("/messages")
def list_messages(call: Call, query: MessageList) -> Page[Message]:
    """List all messages, newest first."""
    rows = queries.messages(
        call.session,
        before=query.key,
        limit=query.most,
        customer_id=number_of(call.session, query.customer),
    )
    return Page[Message].of(
        rows, query.limit, lambda row: Message.of(row, row.conversation.customer_id)
    )


@section.get("/messages/<id:message_id>")
def get_message(call: Call, message_id: int) -> Message:
    """Read a message, and how far it has come."""
    found = queries.message(call.session, message_id)
    return Message.of(found, found.conversation.customer_id)


@section.post("/messages/<id:message_id>/correction")
def correct_message(call: Call, message_id: int, body: NewCorrection) -> Correction:
    """Say what a customer's text meant, and do it: the same twice is once."""
    found = queries.message(call.session, message_id)
    lock(call.session, found.conversation.customer_id)
    call.session.refresh(found)
    quote = quotes.get(call.session, body.quote_id) if body.quote_id is not None else None
    made = corrections.correct(
        call.session, found, body.meaning, by=call.by, at=call.at, quote=quote
    )
    return Correction.of(made)


@section.get("/media/<id:media_id>", media_type="image/*")
def get_picture(call: Call, media_id: int) -> Picture:
    """Fetch a picture that a customer sent."""
    content_type, content = queries.picture(call.session, media_id)
    return Picture(content_type, content)


@section.post("/conversations/<id:conversation_id>/messages", status=201, location="/messages/{id}")
def send_message(call: Call, conversation_id: int, body: NewMessage) -> Message:
    """Text the customer. It also answers what was waiting."""
    conversation = _locked(call, conversation_id)
    message = write.write(call.session, conversation, body.body, by=call.by, at=call.at)
    return Message.of(message, conversation.customer_id)


@section.post("/conversations/<id:conversation_id>/settlement")
def settle_conversation(call: Call, conversation_id: int) -> Conversation:
    """Say that it needs no answer."""
    conversation = _locked(call, conversation_id)
    settling.dismiss(call.session, conversation, by=call.by, at=call.at)
    return Conversation.of(conversation)


def _locked(call: Call, conversation_id: int) -> Row:
    lock(call.session, queries.owner(call.session, conversation_id))
    return queries.get(call.session, conversation_id)
