"""Finding a conversation by who it is with, or by what was said in it."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from concierge.conversation.models import Conversation
from concierge.db import ask

# Shorter words stand in nearly every thread, and no index of letters by threes helps with them.
_SHORTEST = 3
_MOST_WORDS = 8
# Each part is bounded by itself and has an index of its own; what a part costs depends on how
# common the words are, so every search is planned for its own.
_PLANNED = "SET LOCAL plan_cache_mode = force_custom_plan"
_NAMED = """
(SELECT c.id, c.last_message_at FROM conversations c JOIN customers u ON u.id = c.customer_id
 WHERE u.name ILIKE %(like)s ORDER BY c.last_message_at DESC LIMIT %(limit)s)
UNION
(SELECT c.id, c.last_message_at FROM conversations c JOIN customers u ON u.id = c.customer_id
 WHERE u.email ILIKE %(like)s ORDER BY c.last_message_at DESC LIMIT %(limit)s)
"""
_NUMBERED = """
UNION
(SELECT c.id, c.last_message_at FROM contact_points p
 JOIN conversations c ON c.customer_id = p.customer_id
 WHERE p.address LIKE %(digits)s ORDER BY c.last_message_at DESC LIMIT %(limit)s)
"""
_SAID = """
UNION
(SELECT c.id, c.last_message_at FROM (
   SELECT conversation_id FROM messages
   WHERE to_tsvector('simple', body) @@ to_tsquery('simple', %(said)s)
   ORDER BY id DESC LIMIT 4 * %(limit)s
 ) said JOIN conversations c ON c.id = said.conversation_id)
"""
_FIRST = "ORDER BY last_message_at DESC, id DESC LIMIT %(limit)s"


def search(session: Session, words: str, *, limit: int = 50) -> list[Conversation]:
    """By part of a name or an e-mail address, by three digits or more of a number, or by words of
    the messages, each from its beginning; whoever had the newest message first.
    """
    digits = "".join(character for character in words if character.isdigit())
    said = [word for word in re.findall(r"\w+", words.lower()) if len(word) >= _SHORTEST]
    sql = _NAMED
    if len(digits) >= _SHORTEST:
        sql += _NUMBERED
    if said:
        sql += _SAID
    ask(session, _PLANNED)
    rows = ask(
        session,
        sql + _FIRST,
        like=f"%{_literal(words.strip())}%",
        digits=f"%{digits}%",
        said=" & ".join(f"{word}:*" for word in said[:_MOST_WORDS]),
        limit=limit,
    )
    found = {
        conversation.id: conversation
        for conversation in session.scalars(
            select(Conversation)
            .where(Conversation.id.in_([row[0] for row in rows]))
            .options(
                joinedload(Conversation.customer, innerjoin=True),
                joinedload(Conversation.contact_point, innerjoin=True),
            )
        )
    }
    return [found[row[0]] for row in rows]


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
