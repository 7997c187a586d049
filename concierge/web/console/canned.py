"""What operators say often: the list, and writing one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock
from concierge.composing import canned
from concierge.composing.models import CannedReply
from concierge.config import LANGUAGES
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console.asking import me, typed

routes = Blueprint("canned", __name__)
_PAGE = 50


@routes.get("/replies")
def index() -> Any:
    """Those that have the words that are looked for, by name."""
    words = request.args.get("q", "").strip()[:100]
    number, name = request.args.get("after", 0, type=int), request.args.get("name", "")
    after = (name, number) if number else None
    with reading() as session:
        found = canned.page(session, words, after=after, limit=_PAGE + 1)
    return render_template(
        "console/canned/index.html",
        replies=found[:_PAGE],
        more=found[_PAGE - 1] if len(found) > _PAGE else None,
        words=words,
    )


@routes.get("/replies/new")
def new() -> Any:
    """Another one."""
    return _form()


@routes.post("/replies")
def create() -> Any:
    """Keep another one."""
    try:
        with transaction() as session:
            canned.add(session, **_fields(), by=me(), at=clock.now())
    except Refused as refusal:
        return _form(problem=refusal.message), 422
    flash("Kept. Type / in an answer to use it.", "done")
    return redirect(url_for(".index"), 303)


@routes.get("/replies/<int:reply_id>")
def show(reply_id: int) -> Any:
    """One of them, to be changed."""
    with reading() as session:
        return _form(canned.get(session, reply_id))


@routes.post("/replies/<int:reply_id>")
def update(reply_id: int) -> Any:
    """It says something else from now on."""
    with reading() as session:
        reply = canned.get(session, reply_id)
    try:
        with transaction() as session:
            kept = canned.get(session, reply_id)
            canned.change(session, kept, **_fields(), by=me(), at=clock.now())
    except Refused as refusal:
        return _form(reply, problem=refusal.message), 422
    flash("Kept.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/replies/<int:reply_id>/removal")
def create_removal(reply_id: int) -> Any:
    """It is not said any more."""
    with transaction() as session:
        canned.remove(session, canned.get(session, reply_id), by=me(), at=clock.now())
    flash("Taken off.", "done")
    return redirect(url_for(".index"), 303)


def _fields() -> dict[str, str]:
    return {name: typed(name) for name in ("name", "language", "body")}


def _form(reply: CannedReply | None = None, *, problem: str | None = None) -> str:
    kept = {"name": "", "language": "", "body": ""}
    if reply is not None:
        kept = {"name": reply.name, "language": reply.language or "", "body": reply.body}
    return render_template(
        "console/canned/show.html",
        reply=reply,
        fields=_fields() if problem else kept,
        languages=LANGUAGES,
        placeholders=canned.PLACEHOLDERS,
        longest_name=canned.LONGEST_NAME,
        problem=problem,
    )
