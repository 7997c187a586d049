"""Conversations that are put off: until later today, tomorrow, or a time in words."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from concierge import clock, config, moments
from concierge.conversation import snoozing
from concierge.conversation.models import Conversation
from concierge.web.console import conversations
from concierge.web.console.asking import me, typed

routes = Blueprint("snoozes", __name__)


@routes.post("/conversations/<int:conversation_id>/snooze")
def create(conversation_id: int) -> Any:
    """Out of the queue until then: `until` is a button's, `words` what was typed."""

    def put_off(session: Session, conversation: Conversation) -> str:
        at = clock.now()
        until = moments.read(typed("words") or typed("until"), at, config.current().zone)
        snoozing.snooze(session, conversation, until, by=me(), at=at)
        return "Snoozed. It comes back by itself, or when the customer writes."

    return conversations.decide(conversation_id, put_off)


@routes.post("/conversations/<int:conversation_id>/waking")
def delete(conversation_id: int) -> Any:
    """Back into the queue now."""

    def wake(session: Session, conversation: Conversation) -> str:
        snoozing.wake(session, conversation, by=me(), at=clock.now())
        return "Back in the queue."

    return conversations.decide(conversation_id, wake)
