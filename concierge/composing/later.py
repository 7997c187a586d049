"""A text that is to be sent at a time, unless the customer writes first.

Whoever calls these has locked the customer.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from concierge import events, moments
from concierge.channels import windows
from concierge.composing import canned, drafts, pictures, sending
from concierge.composing.models import LaterText
from concierge.conversation import attention, wording, write
from concierge.conversation.models import Conversation, Direction, Message
from concierge.customers import hours
from concierge.errors import NotFound, Refused
from concierge.events import Actor

_LONGEST_WAIT = timedelta(days=365)
# The clock stood still for longer than this: perhaps it is not right any more.
_TOO_LATE = timedelta(hours=1)
_CLOSED_BY_THEN = (
    "By then WhatsApp's 24 hours since their last message are over: choose an earlier time."
)
THEY_WROTE = "They wrote first."


def zone_of(conversation: Conversation) -> ZoneInfo:
    """Whose clock a time is of: the customer's, where we know it, else the business's."""
    where = hours.zones(conversation.customer, conversation.contact_point.address)
    return where[0] if len(where) == 1 else wording.zone_of(conversation.customer)


def plan(
    session: Session,
    conversation: Conversation,
    body: str,
    when: str,
    *,
    key: str,
    by: Actor,
    at: datetime,
) -> LaterText | None:
    """Send it at `when` ("tomorrow 9:00"), in the customer's zone. None: it is planned already.

    Raises `Refused` for a time that can't be read, and for whatever could not be sent now.
    """
    body = body.strip()
    attached = pictures.of(session, conversation.id, by.id or 0)
    write.require_text(body, bare=not attached)
    canned.require_filled(body)
    write.require_reachable(session, conversation, at=at)
    due = moments.read(when, at, zone_of(conversation))
    if due > at + _LONGEST_WAIT:
        raise Refused("later-too-far", "Choose a time within a year.")
    point = conversation.contact_point
    if windows.is_closed(point.channel, point.last_heard_at, due):
        raise Refused("window-is-closed", _CLOSED_BY_THEN)
    if not sending.once(session, conversation, body, key=key, by=by, at=at):
        return None
    newest = select(func.max(Message.id)).where(Message.conversation_id == conversation.id)
    text = LaterText(
        conversation_id=conversation.id,
        operator_id=by.id or 0,
        body=body,
        due_at=due,
        created_at=at,
        after_id=session.scalar(newest) or 0,
    )
    session.add(text)
    session.flush()
    pictures.plan(session, conversation.id, text.operator_id, text.id)
    drafts.put(session, conversation.id, text.operator_id, "", at=at)
    _record(session, "later.planned", conversation, text, by, at)
    return text


def cancel(
    session: Session, conversation: Conversation, text: LaterText, *, by: Actor, at: datetime
) -> None:
    """It is not sent."""
    _record(session, "later.cancelled", conversation, text, by, at)
    pictures.drop_planned(session, text.id)
    session.delete(text)


def edit(
    session: Session,
    conversation: Conversation,
    text: LaterText,
    *,
    meanwhile: str,
    by: Actor,
    at: datetime,
) -> None:
    """It is in the composer again, before what was begun there."""
    body = f"{text.body}\n{meanwhile.strip()}" if meanwhile.strip() else text.body
    drafts.put(session, conversation.id, by.id or 0, body, at=at)
    pictures.return_planned(session, text.id, by.id or 0)
    cancel(session, conversation, text, by=by, at=at)


def carry_out(session: Session, text_id: int, at: datetime) -> bool:
    """Its time has come: send it, or hold it back and call a person. Whether it was sent."""
    text = session.get(LaterText, text_id, populate_existing=True)
    if text is None or text.held_because is not None or text.due_at > at:
        return False
    conversation = session.get_one(Conversation, text.conversation_id)
    because = _why_not(session, conversation, text, at)
    if because is not None:
        text.held_because = because[:300]
        attention.call_for(session, conversation, f"Held back: {because}", at=at)
        return False
    attached = pictures.take(session, pictures.of_later(session, text.id))
    author = events.operator(text.operator_id)
    write.write(session, conversation, text.body, by=author, at=at, pictures=attached)
    session.flush()
    session.delete(text)
    return True


def _why_not(
    session: Session, conversation: Conversation, text: LaterText, at: datetime
) -> str | None:
    wrote = exists().where(
        Message.conversation_id == text.conversation_id,
        Message.id > text.after_id,
        Message.direction == Direction.IN,
        # Not machines that answer for them.
        or_(Message.intent.is_(None), Message.intent != "autoreply"),
    )
    if session.scalar(select(wrote)):
        return THEY_WROTE
    if at > text.due_at + _TOO_LATE:
        return "The service stood still when it was to be sent."
    return write.why_unreachable(session, conversation, at=at)


def _record(
    session: Session,
    kind: str,
    conversation: Conversation,
    text: LaterText,
    by: Actor,
    at: datetime,
) -> None:
    customer_id = conversation.customer_id
    due = text.due_at.isoformat()
    events.record(session, kind, text, by=by, at=at, customer_id=customer_id, due=due)


# --- finding them ---------------------------------------------------------------------------------


def get(session: Session, conversation_id: int, text_id: int) -> LaterText:
    """One of a thread's. Raises NotFound, also once it was sent."""
    found = session.get(LaterText, text_id)
    if found is None or found.conversation_id != conversation_id:
        raise NotFound("text that is still to be sent")
    return found


def of(session: Session, conversation_id: int) -> list[LaterText]:
    """A thread's, the next one first."""
    query = select(LaterText).where(LaterText.conversation_id == conversation_id)
    return list(session.scalars(query.order_by(LaterText.due_at, LaterText.id).limit(20)))


def is_planned(session: Session, customer_id: int) -> bool:
    """Whether something is still to be sent to this customer, or was held back."""
    thread = select(Conversation.id).where(Conversation.customer_id == customer_id)
    planned = exists().where(LaterText.conversation_id.in_(thread))
    return bool(session.scalar(select(planned)))


def due(session: Session, at: datetime, *, limit: int = 200) -> list[tuple[int, int]]:
    """(text, customer) of those whose time has come."""
    rows = session.execute(
        select(LaterText.id, Conversation.customer_id)
        .join(Conversation, Conversation.id == LaterText.conversation_id)
        .where(LaterText.held_because.is_(None), LaterText.due_at <= at)
        .order_by(LaterText.due_at)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]
