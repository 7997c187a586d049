"""A customer's thread: read it, write into it, say that it needs no answer, begin a new one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels import windows
from concierge.channels.base import SMS
from concierge.composing import cost, drafts, sending
from concierge.conversation import crossing, marks, newcomers, queries, settling, write
from concierge.conversation.crossing import Word
from concierge.conversation.models import Conversation
from concierge.customers import numbers
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import people
from concierge.web.console import composer, inbox, presence, thread, uploading
from concierge.web.console import panel as panels
from concierge.web.console.asking import is_fragment, known, me, typed, zone

routes = Blueprint("conversations", __name__)


@routes.get("/conversations/<int:conversation_id>")
def show(conversation_id: int) -> Any:
    """The thread, with the inbox at its left and the customer at its right."""
    before, since, began = (
        request.args.get(name, type=int) for name in ("before", "since", "began")
    )
    return show_page(conversation_id, place=thread.Place(before, since), began=began)


@routes.post("/conversations/<int:conversation_id>/messages")
def create_message(conversation_id: int) -> Any:
    """Write to the customer."""
    body, at, key = typed("body"), clock.now(), request.form.get("compose", "")[:64]
    seen, began = request.form.get("seen", type=int), known()
    try:
        chosen = uploading.for_texts("picture")
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            conversation = queries.get(session, conversation_id)
            composer.attach(session, conversation, chosen)
            sending.send(
                session, conversation, body, key=key, by=me(), at=at, began=began, seen=seen
            )
    except crossing.Crossed:
        composer.keep_refused(conversation_id)
        return show_page(conversation_id, body=body, began=began), 422
    except Refused as refusal:
        composer.keep_refused(conversation_id)
        return show_page(conversation_id, body=body, problem=refusal.message), 422
    if is_fragment():
        return show_page(conversation_id)
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


@routes.post("/conversations/<int:conversation_id>/undo")
def create_undo(conversation_id: int) -> Any:
    """Take back what was just sent; it is in the composer again."""
    message_id = request.form.get("message", 0, type=int)
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            conversation = queries.get(session, conversation_id)
            meanwhile, at = composer.written(), clock.now()
            sending.undo(session, conversation, message_id, meanwhile=meanwhile, by=me(), at=at)
    except Refused as refusal:
        return show_page(conversation_id, body=composer.written(), problem=refusal.message), 422
    if is_fragment():
        return show_page(conversation_id)
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


def decide(conversation_id: int, verb: Callable[[Session, Conversation], str]) -> Any:
    """Lock, decide, say what was done; where it may not be done, the thread with the reason."""
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            said = verb(session, queries.get(session, conversation_id))
    except Refused as refusal:
        return show_page(conversation_id, problem=refusal.message), 422
    if is_fragment():
        return show_page(conversation_id)
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
        return show_page(conversation_id)
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
        return show_page(conversation_id, problem=refusal.message), 422
    if is_fragment():
        return show_page(conversation_id)
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
            conversation, _ = write.reach(session, SMS, address, by=me(), at=at)
            key = request.form.get("compose", "")[:64]
            sending.send(session, conversation, body, key=key, by=me(), at=at)
    except Refused as refusal:
        return _form(refusal.message), 422
    return redirect(url_for(".show", conversation_id=conversation.id), 303)


def _form(problem: str | None = None) -> str:
    return render_template(
        "console/conversations/new.html",
        number=request.form.get("number", request.args.get("number", "")),
        body=typed("body"),
        key=drafts.new_key(),
        box={"cost": cost.of(typed("body"))},
        problem=problem,
    )


def show_page(
    conversation_id: int,
    *,
    place: thread.Place = thread.NEWEST,
    body: str | None = None,
    began: int | None = None,
    problem: str | None = None,
) -> Any:
    """The thread's page, or what of it may have changed. `body`: what was refused just now."""
    presence.look(None if is_fragment() else conversation_id)
    with reading() as session:
        conversation, read_to = queries.opened(session, conversation_id, current_user.id)
        if (into := conversation.customer.merged_into_id) is not None:
            whole = queries.of_customers(session, [into])[into]
            return redirect(url_for(".show", conversation_id=whole))
        shown = thread.read(
            session,
            conversation,
            zone(),
            place=place,
            mark=_new_since(read_to),
            by=me(),
        )
        point = conversation.contact_point
        given: dict[str, Any] = {
            "conversation": conversation,
            "thread": shown,
            "place": place,
            "began": shown.newest if began is None else began,
            "crossed": _crossed(session, conversation_id, began, shown.newest),
            "problem": problem,
            "unreachable": write.why_unreachable(session, conversation, at=clock.now()),
            "open_until": windows.closes_at(point.channel, point.last_heard_at),
        }
        if is_fragment() and place.is_past:
            return render_template("console/conversations/_entries.html", **given)
        given["box"] = composer.read(session, conversation, refused=body)
        given["panel"] = panels.read(session, conversation.customer_id)
        given["colleagues"] = people.all_answering(session)
        if not is_fragment():
            given["inbox"] = inbox.read(session)
        part = "_live" if is_fragment() else "show"
        page = render_template(f"console/conversations/{part}.html", **given)
    if shown.later is None and shown.newest > (read_to or 0) and _is_looked_at():
        _mark(conversation_id, shown.newest)
    return page


def _new_since(read_to: int | None) -> int | None:
    """An open page, and one that it leads to, go on showing what was new when it was opened."""
    if "mark" in request.values or is_fragment():
        return request.values.get("mark", type=int)
    return read_to


def _is_looked_at() -> bool:
    """A page that fetches by itself says whether anybody sees it."""
    return not is_fragment() or request.method == "POST" or "seen" in request.args


def _mark(conversation_id: int, newest: int) -> None:
    with transaction() as session:
        marks.put(session, conversation_id, current_user.id, newest, at=clock.now())


def _crossed(
    session: Session, conversation_id: int, began: int | None, newest: int
) -> list[Word] | None:
    """What has been said since a text was begun, if a colleague is among those who spoke."""
    if began is None or began >= newest:
        return None
    said = crossing.since(session, conversation_id, began, by=me())
    return said if crossing.is_answered(said) else None
