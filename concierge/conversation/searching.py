"""Finding a conversation by who it is with, what was said in it, or what was agreed."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from concierge import config, money
from concierge.conversation.models import Conversation
from concierge.db import ask
from concierge.errors import Refused

# Shorter words stand in nearly every thread, and no index of letters by threes helps with them.
_SHORTEST = 3
_MOST_WORDS = 8
# What a search costs depends on how common its words are: each is planned for its own.
_NAMES = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"
# PostgreSQL takes every unknown beginning of a word for a common one, and would read the whole
# table for what stands nowhere in it.
_WORDS = """
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)
"""
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
# A quote and its order have one number. Of an amount: what was offered (and so agreed), what an
# estimate cost in the end, what was given back.
_AGREED = """
(SELECT c.id, c.last_message_at FROM
 (SELECT customer_id FROM quotes WHERE number = %(number)s ORDER BY id DESC LIMIT %(limit)s) q
 JOIN customers u ON u.id = q.customer_id
 JOIN conversations c ON c.customer_id = coalesce(u.merged_into_id, u.id))
UNION
(SELECT c.id, c.last_message_at FROM
 (SELECT customer_id FROM quotes WHERE total = %(amount)s ORDER BY id DESC LIMIT %(limit)s) q
 JOIN customers u ON u.id = q.customer_id
 JOIN conversations c ON c.customer_id = coalesce(u.merged_into_id, u.id))
UNION
(SELECT c.id, c.last_message_at FROM
 (SELECT customer_id FROM orders WHERE final_total = %(amount)s ORDER BY id DESC LIMIT %(limit)s) o
 JOIN customers u ON u.id = o.customer_id
 JOIN conversations c ON c.customer_id = coalesce(u.merged_into_id, u.id))
UNION
(SELECT c.id, c.last_message_at FROM
 (SELECT payment_id FROM refunds WHERE amount = %(amount)s ORDER BY id DESC LIMIT %(limit)s) r
 JOIN payments p ON p.id = r.payment_id JOIN customers u ON u.id = p.customer_id
 JOIN conversations c ON c.customer_id = coalesce(u.merged_into_id, u.id))
"""
_NUMBER = re.compile(r"(?:#|no\.?|order|quote)*\s*#?\s*(\d{1,9})", re.IGNORECASE)
_FIRST = "ORDER BY last_message_at DESC, id DESC LIMIT %(limit)s"
# A common word is found often enough among the newest messages; a rare one is found quickly
# wherever it stands.
_NEWEST, _MOST_HITS = 20_000, 1000
_SAID = """
SELECT c.id, c.last_message_at FROM (
  SELECT DISTINCT conversation_id FROM (
    SELECT conversation_id FROM messages
    WHERE to_tsvector('simple', body) @@ to_tsquery('simple', %(said)s)
      AND id > %(after)s LIMIT %(most)s
  ) hits
) said JOIN conversations c ON c.id = said.conversation_id
ORDER BY c.last_message_at DESC, c.id DESC LIMIT %(limit)s
"""
_LAST = "SELECT coalesce(max(id), 0) FROM messages"


def search(session: Session, words: str, *, limit: int = 50) -> list[Conversation]:
    """By part of a name or an e-mail address, by three digits or more of a number, or by words of
    the messages, each from its beginning; by the number of a quote or an order ("#12"), or by an
    amount ("54", "$54.00"); whoever had the newest message first.

    Of what stands in thousands of messages only the newest ones are sure to be found.
    """
    digits = "".join(character for character in words if character.isdigit())
    ask(session, _NAMES)
    found: dict[int, datetime] = _by_id(
        ask(
            session,
            _NAMED + (_NUMBERED if len(digits) >= _SHORTEST else "") + _FIRST,
            like=f"%{_literal(words.strip())}%",
            digits=f"%{digits}%",
            limit=limit,
        )
    )
    found |= _said(session, words, limit)
    found |= _agreed(session, words, limit)
    newest = sorted(found, key=lambda number: (found[number], number), reverse=True)[:limit]
    rows = {
        conversation.id: conversation
        for conversation in session.scalars(
            select(Conversation)
            .where(Conversation.id.in_(newest))
            .options(
                joinedload(Conversation.customer, innerjoin=True),
                joinedload(Conversation.contact_point, innerjoin=True),
                joinedload(Conversation.assignee),
            )
        )
    }
    return [rows[number] for number in newest]


def _said(session: Session, words: str, limit: int) -> dict[int, datetime]:
    """The conversations in which these words were written, and when each was written in last."""
    said = [word for word in re.findall(r"\w+", words.lower()) if len(word) >= _SHORTEST]
    if not said:
        return {}
    query = " & ".join(f"{word}:*" for word in said[:_MOST_WORDS])
    [[last]] = ask(session, _LAST)
    ask(session, _WORDS)
    for after in (max(last - _NEWEST, 0), 0):
        hits = ask(session, _SAID, said=query, after=after, most=_MOST_HITS, limit=limit)
        if len(hits) >= limit or not after:
            break
    return _by_id(hits)


def _agreed(session: Session, words: str, limit: int) -> dict[int, datetime]:
    """The conversations with a quote or an order of this number, or with this amount."""
    named = _NUMBER.fullmatch(words.strip())
    amount = None
    if "#" not in words:
        try:
            amount = money.parse(words, config.current().currency).amount
        except Refused:
            amount = None
    if named is None and amount is None:
        return {}
    number = int(named[1]) if named else None
    return _by_id(ask(session, _AGREED, number=number, amount=amount, limit=limit))


def _by_id(rows: Sequence[Sequence[Any]]) -> dict[int, datetime]:
    return {row[0]: row[1] for row in rows}


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
