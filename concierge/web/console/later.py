"""Texts that are to be sent at a time: planned in the composer, cancelled, or put back into it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.composing import later
from concierge.conversation import queries
from concierge.conversation.models import Conversation
from concierge.customers import queries as customers
from concierge.db import transaction
from concierge.errors import Refused
from concierge.web.console import composer, uploading
from concierge.web.console.asking import is_fragment, me, typed
from concierge.web.console.conversations import show_page

routes = Blueprint("later", __name__)


@routes.post("/conversations/<int:conversation_id>/later")
def create(conversation_id: int) -> Any:
    """Send what is in the composer at a time."""
    key = request.form.get("compose", "")[:64]
    # A browser's own picker writes a moment; words are for whoever is quicker with them.
    when = typed("when") or typed("moment")

    def plan(session: Session, conversation: Conversation) -> None:
        body, at = composer.written(), clock.now()
        composer.attach(session, conversation, uploading.for_texts("picture"))
        later.plan(session, conversation, body, when, key=key, by=me(), at=at)

    return _decide(conversation_id, plan)


@routes.post("/conversations/<int:conversation_id>/later/cancellation")
def create_cancellation(conversation_id: int) -> Any:
    """It is not sent; the composer stays as it is."""

    def cancel(session: Session, conversation: Conversation) -> None:
        text = later.get(session, conversation_id, request.form.get("later", 0, type=int))
        later.cancel(session, conversation, text, by=me(), at=clock.now())
        composer.keep(session, conversation, composer.written())

    return _decide(conversation_id, cancel)


@routes.post("/conversations/<int:conversation_id>/later/edit")
def create_edit(conversation_id: int) -> Any:
    """It is in the composer again, and not sent by itself."""

    def edit(session: Session, conversation: Conversation) -> None:
        text = later.get(session, conversation_id, request.form.get("later", 0, type=int))
        meanwhile = composer.written()
        later.edit(session, conversation, text, meanwhile=meanwhile, by=me(), at=clock.now())

    return _decide(conversation_id, edit)


def _decide(conversation_id: int, verb: Callable[[Session, Conversation], None]) -> Any:
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            verb(session, queries.get(session, conversation_id))
    except Refused as refusal:
        composer.keep_refused(conversation_id)
        return show_page(conversation_id, body=composer.written(), problem=refusal.message), 422
    if is_fragment():
        return show_page(conversation_id)
    return redirect(url_for("console.conversations.show", conversation_id=conversation_id), 303)
