"""Where an answer is written: the draft of it, and the buttons that change it before it is sent."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels import segments
from concierge.composing import canned, cost, drafts, later, pictures, sending
from concierge.composing.cost import Cost
from concierge.composing.models import DraftPicture, LaterText
from concierge.conversation import queries, wording
from concierge.conversation.models import Conversation, Message
from concierge.conversation.pictures import Picture
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console import media, uploading
from concierge.web.console.asking import is_fragment, me

routes = Blueprint("composer", __name__)


@dataclass(frozen=True, slots=True)
class Box:
    """What the composer shows. `written_at`: when its words were, so that the newest are kept."""

    key: str
    body: str
    written_at: datetime | None
    cost: Cost
    finding: str  # among the canned replies
    replies: list[tuple[str, str]]  # by name, as they would be put in
    pictures: list[DraftPicture]  # beside the draft
    later: list[LaterText]  # what is to be sent at a time
    their_zone: ZoneInfo
    undoable: Message | None  # their newest text there, while it can be taken back


def read(session: Session, conversation: Conversation, *, refused: str | None = None) -> Box:
    """What this operator has begun to write there, or what was refused just now."""
    draft = drafts.find(session, conversation.id, me().id or 0)
    key = request.form.get("compose", "") if refused is not None else draft and draft.key
    key = drafts.key_of(key or "")
    if refused is not None and sending.is_used(session, key):
        key = drafts.new_key()
    body = draft.body if refused is None and draft else refused or ""
    beside = pictures.of(session, conversation.id, me().id or 0)
    return Box(
        key,
        body,
        draft.written_at if draft else None,
        cost.of(body, len(beside), conversation.contact_point.channel),
        finding := _finding(),
        replies(session, conversation, finding),
        beside,
        later.of(session, conversation.id),
        later.zone_of(conversation),
        sending.undoable(session, conversation.id, me().id or 0),
    )


def replies(session: Session, conversation: Conversation, words: str) -> list[tuple[str, str]]:
    """Canned replies with these words, filled in for this customer."""
    language = wording.language_of(conversation.customer)
    found = canned.fitting(session, words, language)
    if not found:
        return []
    known = canned.facts(session, conversation, current_user.name, clock.now())
    return [(reply.name, canned.fill(reply.body, known)) for reply in found]


@routes.get("/conversations/<int:conversation_id>/replies")
def show_replies(conversation_id: int) -> Any:
    """What is found while one types."""
    with reading() as session:
        found = replies(session, queries.get(session, conversation_id), _finding())
    return render_template(
        "console/composer/_replies.html",
        box={"replies": found, "finding": _finding()},
        conversation={"id": conversation_id},
    )


@routes.post("/conversations/<int:conversation_id>/draft")
def update_draft(conversation_id: int) -> Any:
    """Keep what has been written so far, as the button that was pressed changes it."""
    body = _changed(written())
    try:
        chosen = uploading.for_texts("picture")
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            conversation = queries.get(session, conversation_id)
            keep(session, conversation, body)
            attach(session, conversation, chosen)
            if unwanted := request.form.get("remove", 0, type=int):
                pictures.remove(session, conversation_id, me().id or 0, unwanted)
    except Refused as refusal:
        keep_refused(conversation_id)
        if is_fragment():
            refused = {"problem": refusal.message, "conversation": None}
            return render_template("console/composer/_refused.html", **refused), 422
        flash(refusal.message, "refused")
    if is_fragment():
        with transaction() as session:
            box = read(session, queries.get(session, conversation_id))
            given = {"box": box, "conversation": queries.get(session, conversation_id)}
        return render_template("console/composer/_changed.html", **given)
    page = url_for(
        "console.conversations.show",
        conversation_id=conversation_id,
        find=request.form.get("find") or None,
    )
    return redirect(page, 303)


@routes.post("/cost")
def preview_cost() -> Any:
    """What a text costs that is no draft: the first one to somebody."""
    return render_template("console/composer/_parts.html", box={"cost": cost.of(written())})


def keep(session: Session, conversation: Conversation, body: str) -> None:
    """Keep words of the composer's form as this operator's draft."""
    at = clock.now()
    drafts.keep(
        session,
        conversation,
        me().id or 0,
        body,
        key=drafts.key_of(request.form.get("compose", "")),
        written_at=_written_at(at),
        at=at,
    )


def attach(session: Session, conversation: Conversation, chosen: Sequence[Picture]) -> None:
    """Put the form's pictures beside this operator's draft, unless it has sent them already."""
    is_sent = sending.is_used(session, request.form.get("compose", ""))
    if chosen and not is_sent and conversation.customer.erased_at is None:
        pictures.attach(session, conversation.id, me().id or 0, chosen, at=clock.now())


@routes.get("/drafts/pictures/<int:picture_id>")
def show_picture(picture_id: int) -> Response:
    """A picture that goes out with a text, later."""
    with reading() as session:
        found = pictures.get(session, picture_id)
        return Response(found.content, mimetype=found.content_type, headers=media.HEADERS)


def keep_refused(conversation_id: int) -> None:
    """What could not be sent is not lost when the page is left."""
    with suppress(Refused), transaction() as session:
        customers.lock(session, queries.owner(session, conversation_id))
        keep(session, queries.get(session, conversation_id), written())


def written() -> str:
    """The composer's words as they stand: a draft may end in a space."""
    return request.form.get("body", "").replace("\r\n", "\n")


def _changed(body: str) -> str:
    if "plain" in request.form:
        return segments.plain(body)
    if more := request.form.get("insert", "").replace("\r\n", "\n"):
        body = re.sub(r"(^|\s)/$", r"\1", body)  # what opened the replies is no part of it
        return f"{body} {more}" if body and not body[-1].isspace() else body + more
    return body


def _finding() -> str:
    return request.values.get("find", "").strip()[:100]


def _written_at(at: datetime) -> datetime:
    """When the browser says that it was written; now, of a form without a script."""
    given = request.form.get("written", "")
    if not given.isdecimal() or len(given) > 14:
        return at
    return datetime.fromtimestamp(int(given) / 1000, UTC)
