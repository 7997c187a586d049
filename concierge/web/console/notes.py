"""What operators tell each other in a thread."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import notes
from concierge.conversation.models import Conversation
from concierge.web.console import conversations
from concierge.web.console.asking import me, typed

routes = Blueprint("notes", __name__)


@routes.post("/conversations/<int:conversation_id>/notes")
def create(conversation_id: int) -> Any:
    """A note, for colleagues only."""

    def put(session: Session, conversation: Conversation) -> str:
        notes.write(session, conversation, typed("note"), by=me(), at=clock.now())
        return "Noted, for colleagues only."

    return conversations.decide(conversation_id, put)
