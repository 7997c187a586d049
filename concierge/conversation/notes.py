"""What operators tell each other in a thread. A note is never texted, and answers nothing."""

from datetime import datetime

from sqlalchemy import ScalarSelect, or_, select
from sqlalchemy.orm import Session, joinedload

from concierge import events
from concierge.conversation.attention import touch
from concierge.conversation.models import Conversation, Note
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.events import Actor
from concierge.operators.models import Operator

LONGEST = 5000


def write(
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    by: Actor,
    at: datetime,
    to: Operator | None = None,
) -> Note:
    """Put a note into the thread; `to` is whom it hands the thread over to.

    Raises `Refused` for an empty or an endless one.
    """
    body = body.strip()
    if not body:
        raise Refused("note-is-empty", "Write something first.")
    if len(body) > LONGEST:
        raise Refused("note-too-long", f"A note has at most {LONGEST} characters.")
    note = Note(
        conversation_id=conversation.id,
        author=str(by),
        body=body,
        created_at=at,
        for_id=to.id if to else None,
    )
    session.add(note)
    session.flush()
    touch(session, conversation, at=at)
    customer_id = conversation.customer_id
    events.record(session, "note.written", note, by=by, at=at, customer_id=customer_id)
    return note


def between(
    session: Session,
    customer_id: int,
    since: datetime | None,
    until: datetime | ScalarSelect[datetime] | None,
) -> list[Note]:
    """The notes about a customer, and whoever was merged into them, from `since` until before
    `until`, oldest first.
    """
    whose = or_(Customer.id == customer_id, Customer.merged_into_id == customer_id)
    threads = select(Conversation.id).join(Conversation.customer).where(whose)
    query = select(Note).where(Note.conversation_id.in_(threads))
    if since is not None:
        query = query.where(Note.created_at >= since)
    if until is not None:
        query = query.where(Note.created_at < until)
    newest = query.order_by(Note.created_at.desc(), Note.id.desc()).limit(200)
    return list(session.scalars(newest.options(joinedload(Note.recipient))))[::-1]
