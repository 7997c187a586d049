"""What somebody has begun to write is kept for them, the newest of what any device says.

Whoever calls these has locked the customer.
"""

import secrets
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge.composing.models import Composition, Draft
from concierge.conversation.models import Conversation
from concierge.conversation.write import LONGEST
from concierge.errors import Refused

# A little more than can be sent, so that what is too long is not lost while it is shortened.
LONGEST_DRAFT = 4 * LONGEST
_LONGEST_KEY = 64


def new_key() -> str:
    """What a text that is yet to be written is known by."""
    return secrets.token_urlsafe(16)


def key_of(given: str) -> str:
    """A form's key; a new one where it has none that could be one of ours."""
    return given if 16 <= len(given) <= _LONGEST_KEY and given.isascii() else new_key()


def find(session: Session, conversation_id: int, operator_id: int) -> Draft | None:
    """What this operator has begun to write there."""
    return session.scalars(
        select(Draft).where(
            Draft.operator_id == operator_id, Draft.conversation_id == conversation_id
        ),
        execution_options={"populate_existing": True},
    ).one_or_none()


def keep(
    session: Session,
    conversation: Conversation,
    operator_id: int,
    body: str,
    *,
    key: str,
    written_at: datetime,
    at: datetime,
) -> Draft | None:
    """Keep what was written at `written_at`, unless something newer is here already.

    None where it was sent meanwhile: then it is no draft any more. Raises `Refused` for too much.
    """
    if len(body) > LONGEST_DRAFT:
        raise Refused("draft-too-long", f"A draft has at most {LONGEST_DRAFT} characters.")
    if conversation.customer.erased_at is not None:
        raise Refused("customer-erased", "This customer was erased; nothing is kept about them.")
    if session.scalar(select(exists().where(Composition.key == key))):
        return find(session, conversation.id, operator_id)
    given = {"key": key, "body": body, "written_at": min(written_at, at)}
    row = insert(Draft).values(operator_id=operator_id, conversation_id=conversation.id, **given)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["operator_id", "conversation_id"],
            set_=given,
            where=Draft.written_at <= row.excluded.written_at,
        )
    )
    return find(session, conversation.id, operator_id)


def put(
    session: Session, conversation_id: int, operator_id: int, body: str, *, at: datetime
) -> None:
    """What they write next, under a new key: nothing, after a text was sent, or one taken back."""
    given = {"key": new_key(), "body": body, "written_at": at}
    row = insert(Draft).values(operator_id=operator_id, conversation_id=conversation_id, **given)
    session.execute(
        row.on_conflict_do_update(index_elements=["operator_id", "conversation_id"], set_=given)
    )
