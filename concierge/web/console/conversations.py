"""A customer's thread: read it, write into it, say that it needs no answer, begin a new one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.conversation import newcomers, queries, settling, write
from concierge.conversation.models import Conversation
from concierge.customers import numbers
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import people
from concierge.web.console import inbox, thread
from concierge.web.console import panel as panels
from concierge.web.console.asking import is_fragment, me, typed

routes = Blueprint("conversations", __name__)

# The same words by the same person within so long are one click that came twice.
_TWICE = timedelta(seconds=30)


@routes.get("/conversations/<int:conversation_id>")
def show(conversation_id: int) -> Any:
    """The thread, with the inbox at its left and the customer at its right."""
    return _page(conversation_id, before=request.args.get("before", type=int))


@routes.post("/conversations/<int:conversation_id>/messages")
def create_message(conversation_id: int) -> Any:
    """Write to the customer."""
    body, at = typed("body"), clock.now()
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            if not _is_repeated(session, conversation_id, body):
                conversation = queries.get(session, conversation_id)
                write.write(session, conversation, body, by=me(), at=at)
    except Refused as refusal:
        return _page(conversation_id, body=body, problem=refusal.message), 422
    if is_fragment():
        return _page(conversation_id)
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


def decide(conversation_id: int, verb: Callable[[Session, Conversation], str]) -> Any:
    """Lock, decide, say what was done; where it may not be done, the thread with the reason."""
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            said = verb(session, queries.get(session, conversation_id))
    except Refused as refusal:
        return _page(conversation_id, problem=refusal.message), 422
    if is_fragment():
        return _page(conversation_id)
    flash(said, "done")
    here = url_for("console.conversations.show", conversation_id=conversation_id)
    return redirect(here, 303)


@routes.post("/conversations/<int:conversation_id>/settlement")
def create_settlement(conversation_id: int) -> Any:
    """It needs no answer."""
    with transaction() as session:
        customers.lock(session, queries.owner(session, conversation_id))
        conversation = queries.get(session, conversation_id)
        settling.dismiss(session, conversation, by=me(), at=clock.now())
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


def _is_repeated(session: Session, conversation_id: int, body: str) -> bool:
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
    problem: str | None = None,
) -> Any:
    with reading() as session:
        conversation = queries.get(session, conversation_id)
        if (into := conversation.customer.merged_into_id) is not None:
            whole = queries.of_customers(session, [into])[into]
            return redirect(url_for(".show", conversation_id=whole))
        shown = thread.read(session, conversation, config.current().zone, before=before)
        given: dict[str, Any] = {
            "conversation": conversation,
            "thread": shown,
            "before": before,
            "body": body,
            "problem": problem,
            "unreachable": _unreachable(session, conversation),
        }
        if is_fragment() and before is not None:
            return render_template("console/conversations/_entries.html", **given)
        given["panel"] = panels.read(session, conversation.customer_id)
        given["colleagues"] = people.all_answering(session)
        if is_fragment():
            return render_template("console/conversations/_live.html", **given)
        given["inbox"] = inbox.read(session)
        return render_template("console/conversations/show.html", **given)


def _unreachable(session: Session, conversation: Conversation) -> str | None:
    """Why nothing can be written, or None."""
    try:
        write.require_reachable(session, conversation)
    except Refused as refusal:
        return refusal.message
    return None
