"""Where an answer is written: the draft of it, and the buttons that change it before it is sent."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels import segments
from concierge.composing import cost, drafts, sending
from concierge.composing.cost import Cost
from concierge.conversation import queries
from concierge.conversation.models import Conversation, Message
from concierge.customers import queries as customers
from concierge.db import transaction
from concierge.errors import Refused
from concierge.web.console.asking import is_fragment, me

routes = Blueprint("composer", __name__)


@dataclass(frozen=True, slots=True)
class Box:
    """What the composer shows. `written_at`: when its words were, so that the newest are kept."""

    key: str
    body: str
    written_at: datetime | None
    cost: Cost
    undoable: Message | None  # their newest text there, while it can be taken back


def read(session: Session, conversation: Conversation, *, refused: str | None = None) -> Box:
    """What this operator has begun to write there, or what was refused just now."""
    draft = drafts.find(session, conversation.id, me().id or 0)
    key = request.form.get("compose", "") if refused is not None else draft and draft.key
    key = drafts.key_of(key or "")
    if refused is not None and sending.is_used(session, key):
        key = drafts.new_key()
    body = draft.body if refused is None and draft else refused or ""
    return Box(
        key,
        body,
        draft.written_at if draft else None,
        cost.of(body),
        sending.undoable(session, conversation.id, me().id or 0),
    )


@routes.post("/conversations/<int:conversation_id>/draft")
def update_draft(conversation_id: int) -> Any:
    """Keep what has been written so far, as the button that was pressed changes it."""
    body = _changed(written())
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, conversation_id))
            conversation = queries.get(session, conversation_id)
            keep(session, conversation, body)
    except Refused as refusal:
        return refusal.message, 422
    if is_fragment():
        with transaction() as session:
            box = read(session, queries.get(session, conversation_id))
        return render_template("console/composer/_kept.html", box=box)
    return redirect(url_for("console.conversations.show", conversation_id=conversation_id), 303)


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
    return body


def _written_at(at: datetime) -> datetime:
    """When the browser says that it was written; now, of a form without a script."""
    given = request.form.get("written", "")
    if not given.isdecimal() or len(given) > 14:
        return at
    return datetime.fromtimestamp(int(given) / 1000, UTC)
