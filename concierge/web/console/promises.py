"""What a customer is promised by when, and what every page says of a promise that lapses soon."""

from typing import Any

from flask import Blueprint, request
from flask_login import current_user
from sqlalchemy.orm import Session

from concierge import clock, config, moments
from concierge.conversation import lapsing, promising
from concierge.conversation.models import Conversation, Promise
from concierge.db import reading
from concierge.errors import Refused
from concierge.web.console import conversations
from concierge.web.console.asking import me, typed

routes = Blueprint("promises", __name__)


@routes.post("/conversations/<int:conversation_id>/promise")
def create(conversation_id: int) -> Any:
    """They are to have it by then: `until` is a button's, `words` what was typed."""

    def promise(session: Session, conversation: Conversation) -> str:
        at = clock.now()
        try:
            what = Promise(request.form.get("what", ""))
        except ValueError:
            raise Refused("promise-of-what", "Promise a quote or an answer.") from None
        by_when = moments.read(typed("words") or typed("until"), at, config.current().zone)
        promising.promise(session, conversation, what, by_when, by=me(), at=at)
        return "Promised. You are warned before it lapses."

    return conversations.decide(conversation_id, promise)


@routes.post("/conversations/<int:conversation_id>/promise-end")
def delete(conversation_id: int) -> Any:
    """Kept, by a call for instance; or taken back."""

    def end(session: Session, conversation: Conversation) -> str:
        verb = promising.keep if "kept" in request.form else promising.take_back
        verb(session, conversation, by=me(), at=clock.now())
        return "Kept." if "kept" in request.form else "Taken back: nothing is promised any more."

    return conversations.decide(conversation_id, end)


def near() -> list[Conversation]:
    """What lapses within minutes, of what is mine or nobody's. One statement."""
    with reading() as session:
        return lapsing.near(session, clock.now(), me=current_user.id)
