"""What is asked of the database for every text that comes in: plain statements, few of them.

docs/performance.md says what each costs, and tests/test_statements.py how many there may be.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from concierge import events, logs
from concierge.channels.base import Inbound
from concierge.conversation import attention
from concierge.db import ask
from concierge.intents import Reading
from concierge.operators import opening

# The customer's lock first; then their thread and number, for what a statement reads after it has
# waited is the newest only of the rows that it locks.
_FIND = """
SELECT u.id, u.language, u.language_by, u.onboarded_at, u.address, u.address_by,
       c.id, c.waiting_since, c.held_since, c.told_closed_at,
       p.id, p.last_heard_at, p.doubted_at, p.dead_at, p.opted_out_at,
       (SELECT value FROM house_rules WHERE name = %(hours)s)
FROM contact_points p
JOIN customers u ON u.id = p.customer_id
JOIN conversations c ON c.customer_id = u.id
WHERE p.channel = %(channel)s AND p.address = %(address)s
FOR NO KEY UPDATE OF u, c, p
"""
_KEEP = """
WITH kept AS (
  INSERT INTO messages (conversation_id, contact_point_id, channel, direction, author, body,
                        created_at, provider_id, raw, intent, intent_reason)
  VALUES (%(conversation)s, %(point)s, %(channel)s, 'in', %(author)s, %(body)s,
          %(at)s, %(provider_id)s, %(raw)s, %(intent)s, %(reason)s)
  ON CONFLICT (channel, provider_id) DO NOTHING
  RETURNING id
), heard AS (
  UPDATE contact_points SET last_heard_at = %(at)s, dead_at = NULL, dead_reason = NULL
  FROM kept WHERE contact_points.id = %(point)s
), shown AS (
  UPDATE conversations
  SET contact_point_id = %(point)s, last_message_at = %(at)s,
      last_preview = %(preview)s, last_direction = 'in',
      -- Whoever was put off, and writes, is back in the queue.
      waiting_since = CASE WHEN snoozed_until IS NULL THEN waiting_since
                           ELSE coalesce(waiting_since, %(at)s) END,
      waiting_for = CASE WHEN snoozed_until IS NULL THEN waiting_for
                         ELSE coalesce(waiting_for, 'Wrote') END,
      snoozed_until = NULL,
      touched_at = CASE WHEN %(aloud)s THEN %(at)s ELSE touched_at END
  FROM kept WHERE conversations.id = %(conversation)s
)
SELECT id FROM kept
"""
_NOTE = """
UPDATE messages SET intent_reason = intent_reason || '; ' || %(what)s::text WHERE id = %(id)s
"""
_ORDERED = "UPDATE messages SET quote_id = %(quote)s, order_id = %(order)s WHERE id = %(id)s"


@dataclass(slots=True)
class Sender:
    """Who writes, as they were when their lock was had; answers go where they write from."""

    customer_id: int
    language: str | None
    language_by: str | None
    onboarded_at: datetime | None
    address: str | None
    address_by: str | None
    conversation_id: int
    waiting_since: datetime | None
    held_since: datetime | None  # no automatic answers until a person writes
    told_closed_at: datetime | None
    point_id: int
    last_heard_at: datetime | None
    doubted_at: datetime | None
    dead_at: datetime | None  # until this very text
    opted_out_at: datetime | None
    hours: dict[str, Any] | None  # when people are at work, as `opening.read` takes it


@dataclass(slots=True)
class Text:
    """A text that came in. `id` is 0 until it is kept."""

    sender: Sender
    inbound: Inbound
    created_at: datetime
    id: int = 0
    conversation_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.conversation_id = self.sender.conversation_id

    @property
    def body(self) -> str:
        """What they wrote."""
        return self.inbound.body

    @property
    def has_picture(self) -> bool:
        """Whether a picture came with it."""
        return bool(self.inbound.media)


def find(session: Session, inbound: Inbound) -> Sender | None:
    """Who writes from there, their customer locked; None for whoever has no thread yet."""
    rows = ask(session, _FIND, channel=inbound.channel, address=inbound.sender, hours=opening.RULE)
    if not rows:
        return None
    sender = Sender(*rows[0])
    logs.know(customer=sender.customer_id)
    return sender


def keep(session: Session, text: Text, reading: Reading | None, *, aloud: bool = True) -> bool:
    """Put it into its thread, once. False: it was there before, and nothing is changed.

    Not `aloud`, open consoles hear of it only when they look for themselves.
    """
    sender, inbound, at = text.sender, text.inbound, text.created_at
    rows = ask(
        session,
        _KEEP,
        conversation=sender.conversation_id,
        point=sender.point_id,
        aloud=aloud,
        channel=inbound.channel,
        author=str(events.customer(sender.customer_id)),
        body=inbound.body,
        at=at,
        provider_id=inbound.provider_id,
        raw=Jsonb(inbound.raw) if inbound.raw is not None else None,
        intent=reading.intent.value if reading else None,
        reason=reading.reason if reading else None,
        preview=attention.preview(inbound.body) or ("Picture" if inbound.media else ""),
    )
    if not rows:
        return False
    text.id = rows[0][0]
    if aloud:
        attention.touched(session, sender.conversation_id, sender.customer_id, at=at)
    return True


def note(session: Session, text: Text, what: str) -> None:
    """Add to the reason that operators read under the text."""
    ask(session, _NOTE, id=text.id, what=what)


def ordered(session: Session, text: Text, quote_id: int, order_id: int) -> None:
    """It was a yes to this quote, and made this order."""
    ask(session, _ORDERED, id=text.id, quote=quote_id, order=order_id)


def call_for(session: Session, text: Text, why: str) -> None:
    """A person has to answer it."""
    sender = text.sender
    attention.wait(session, sender.conversation_id, sender.customer_id, why, at=text.created_at)
