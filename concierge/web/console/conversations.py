"""A customer's thread: read it, write into it, say that it needs no answer, begin a new one."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.conversation import attention, crossing, newcomers, queries, write
from concierge.conversation.crossing import Word
from concierge.conversation.models import Conversation
from concierge.customers import numbers
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console import customers as panels
from concierge.web.console import inbox, presence, thread
from concierge.web.console.asking import is_fragment, known, me, typed

routes = Blueprint("conversations", __name__)

# The same words by the same person within so long are one click that came twice.
_TWICE = timedelta(seconds=30)


@routes.get("/conversations/<int:conversation_id>")
def show(conversation_id: int) -> Any:
    """The thread, with the inbox at its left and the customer at its right."""
    before, began = (request.args.get(name, type=int) for name in ("before", "began"))
    return _page(conversation_id, before=before, began=began)


@routes.post("/conversations/<int:conversation_id>/messages")
def create_message(conversation_id: int) -> Any:
    """Write to the customer."""
    body, at = typed("body"), clock.now()
    seen, began = request.form.get("seen", type=int), known()
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            if not _is_repeated(session, conversation_id, body, seen):
                if began is not None:
                    crossing.require_none(session, conversation_id, began, by=me())
                conversation = queries.get(session, conversation_id)
                write.write(session, conversation, body, by=me(), at=at, seen=seen)
    except crossing.Crossed:
        return _page(conversation_id, body=body, began=began), 422
    except Refused as refusal:
        return _page(conversation_id, body=body, problem=refusal.message), 422
    if is_fragment():
        return _page(conversation_id)
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


@routes.post("/conversations/<int:conversation_id>/settlement")
def create_settlement(conversation_id: int) -> Any:
    """It needs no answer."""
    with transaction() as session:
        customers.lock(session, queries.owner(session, conversation_id))
        conversation = queries.get(session, conversation_id)
        attention.dismiss(session, conversation, by=me(), at=clock.now())
    if is_fragment():
        return _page(conversation_id)
    flash("Taken off the queue: it needs no answer.", "done")
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


@routes.post("/conversations/<int:conversation_id>/greeting")
def create_greeting(conversation_id: int) -> Any:
    """Greet somebody whom the service did not greet by itself."""
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            conversation = queries.get(session, conversation_id)
            newcomers.greet_by_hand(session, conversation, by=me(), at=clock.now())
    except Refused as refusal:
        return _page(conversation_id, problem=refusal.message), 422
    if is_fragment():
        return _page(conversation_id)
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


@routes.get("/conversations/new")
def new() -> Any:
    """Whom to write to, and what."""
    return _form()


@routes.post("/conversations")
def create() -> Any:
    """Write to a number, whether or not it has texted before."""
    body = typed("body")
    try:
        with transaction() as session:
            at = clock.now()
            address = numbers.normalise(typed("number"))
            conversation, _ = write.reach(session, "sms", address, by=me(), at=at)
            if not _is_repeated(session, conversation.id, body):
                write.write(session, conversation, body, by=me(), at=at)
    except Refused as refusal:
        return _form(refusal.message), 422
    return redirect(url_for(".show", conversation_id=conversation.id), 303)


def _is_repeated(
    session: Session, conversation_id: int, body: str, seen: int | None = None
) -> bool:
    if seen is not None and queries.said(session, conversation_id, body, by=me(), after=seen):
        return True  # the form that was sent once: its page knows nothing of the text it made
    return queries.newest_is(
        session, conversation_id, body, author=str(me()), since=clock.now() - _TWICE
    )


def _form(problem: str | None = None) -> str:
    return render_template(
        "console/conversations/new.html",
        number=request.form.get("number", request.args.get("number", "")),
        body=typed("body"),
        problem=problem,
    )


def _page(
    conversation_id: int,
    *,
    before: int | None = None,
    body: str = "",
    began: int | None = None,
    problem: str | None = None,
) -> str:
    presence.look(None if is_fragment() else conversation_id)
    with reading() as session:
        conversation = queries.get(session, conversation_id)
        shown = thread.read(session, conversation, config.current().zone, before=before)
        given: dict[str, Any] = {
            "conversation": conversation,
            "thread": shown,
            "before": before,
            "body": body,
            "began": shown.newest if began is None else began,
            "crossed": _crossed(session, conversation_id, began, shown.newest),
            "problem": problem,
            "unreachable": _unreachable(session, conversation),
        }
        if is_fragment() and before is not None:
            return render_template("console/conversations/_entries.html", **given)
        given["panel"] = panels.read(session, conversation.customer_id)
        if is_fragment():
            return render_template("console/conversations/_live.html", **given)
        given["inbox"] = inbox.read(session)
        return render_template("console/conversations/show.html", **given)


def _crossed(
    session: Session, conversation_id: int, began: int | None, newest: int
) -> list[Word] | None:
    """What has been said since a text was begun, if a colleague is among those who spoke."""
    if began is None or began >= newest:
        return None
    said = crossing.since(session, conversation_id, began, by=me())
    return said if crossing.is_answered(said) else None


def _unreachable(session: Session, conversation: Conversation) -> str | None:
    """Why nothing can be written, or None."""
    try:
        write.require_reachable(session, conversation)
    except Refused as refusal:
        return refusal.message
    return None
