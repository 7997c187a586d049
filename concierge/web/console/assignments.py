"""Whose a conversation is: claimed, handed over, put back."""

from typing import Any

from flask import Blueprint, request
from flask_login import current_user
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import assigning
from concierge.conversation.models import Conversation
from concierge.web.console import conversations
from concierge.web.console.asking import me, typed

routes = Blueprint("assignments", __name__)


@routes.post("/conversations/<int:conversation_id>/claim")
def claim(conversation_id: int) -> Any:
    """It is mine, where it is nobody's."""

    def take(session: Session, conversation: Conversation) -> str:
        assigning.claim(session, conversation, by=me(), at=clock.now())
        return "Yours now."

    return conversations.decide(conversation_id, take)


@routes.post("/conversations/<int:conversation_id>/assignment")
def create(conversation_id: int) -> Any:
    """Somebody else's, with a note for them; or nobody's. `seen` is whose the page said it was."""

    def give(session: Session, conversation: Conversation) -> str:
        to = request.form.get("operator", type=int)
        assigning.hand_over(
            session,
            conversation,
            to,
            seen=request.form.get("seen", type=int),
            by=me(),
            at=clock.now(),
            note=typed("note"),
        )
        if conversation.assignee is None:
            return "Back in the queue: it is nobody's now."
        if to == current_user.id:
            return "Yours now."
        return f"{conversation.assignee.name} has it now."

    return conversations.decide(conversation_id, give)
