"""What operators say often: kept once, found by a word, filled in for whoever is written to.

A placeholder stands for a fact about the customer: {name}. One that there is no fact for stays as
it is, for the operator to see and put something in its place; a text that still has one is not
sent.
"""

import re
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from concierge import config, events
from concierge.composing.models import CannedReply
from concierge.config import LANGUAGES
from concierge.conversation import wording
from concierge.conversation.models import Conversation
from concierge.conversation.write import LONGEST
from concierge.errors import NotFound, Refused
from concierge.events import Actor, Nobody
from concierge.locks import lock_name
from concierge.orders import queries as orders
from concierge.quotes import queries as quotes

LONGEST_NAME = 60
# What they stand for, for whoever writes a reply.
PLACEHOLDERS = {
    "name": "the customer's first name",
    "business": "our name",
    "me": "the first name of whoever sends it",
    "promise": "when their open order or quote is promised for",
    "order": "the number of their newest open order",
    "address": "where things are delivered to them",
}
_BRACES = re.compile(r"\{([^{}]*)\}")
_KNOWN = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
Key = tuple[str, int]  # name and id: where a page of the list ends


# --- keeping them ---------------------------------------------------------------------------------


def add(
    session: Session, name: str, language: str, body: str, *, by: Actor, at: datetime
) -> CannedReply:
    """Keep another. Raises `Refused` for a name that is taken, and for an unknown placeholder."""
    reply = CannedReply()
    _set(session, reply, name, language, body, by=by, at=at)
    session.add(reply)
    session.flush()
    _record(session, "canned.added", reply, by, at)
    return reply


def change(
    session: Session,
    reply: CannedReply,
    name: str,
    language: str,
    body: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """It says something else, or is called otherwise. Raises `Refused` as `add` does."""
    _set(session, reply, name, language, body, by=by, at=at)
    _record(session, "canned.changed", reply, by, at)


def remove(session: Session, reply: CannedReply, *, by: Actor, at: datetime) -> None:
    """It is not said any more."""
    _record(session, "canned.removed", reply, by, at)
    session.delete(reply)


def _set(
    session: Session,
    reply: CannedReply,
    name: str,
    language: str,
    body: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    name, body = " ".join(name.split()), body.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused("canned-name", f"Give it a name of up to {LONGEST_NAME} characters.")
    if language and language not in LANGUAGES:
        raise Refused("canned-language", "Choose one of our languages, or any.")
    _check(body)
    lock_name(session, "canned replies")  # two of one name at once
    same = select(CannedReply.id).where(
        func.lower(CannedReply.name) == name.lower(),
        CannedReply.language.is_not_distinct_from(language or None),
        CannedReply.id.is_distinct_from(reply.id),
    )
    if session.scalar(same.limit(1)) is not None:
        raise Refused("canned-taken", f"There is a reply called “{name}” already.")
    reply.name, reply.language, reply.body = name, language or None, body
    reply.changed_at, reply.changed_by = at, str(by)


def _check(body: str) -> None:
    if not body:
        raise Refused("canned-empty", "Write what it says.")
    if len(body) > LONGEST:
        raise Refused("canned-too-long", f"A text has at most {LONGEST} characters.")
    for inside in _BRACES.findall(body):
        if inside not in PLACEHOLDERS:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise Refused(
                "placeholder-unknown", f"“{{{inside}}}” stands for nothing. There are {known}."
            )


def _record(session: Session, kind: str, reply: CannedReply, by: Actor, at: datetime) -> None:
    words = {"name": reply.name, "body": reply.body}
    events.record(session, kind, Nobody(), by=by, at=at, customer_id=None, **words)


# --- finding them ---------------------------------------------------------------------------------


def get(session: Session, reply_id: int) -> CannedReply:
    """One of them. Raises NotFound."""
    found = session.get(CannedReply, reply_id)
    if found is None:
        raise NotFound("reply")
    return found


def page(
    session: Session, words: str = "", *, after: Key | None = None, limit: int = 50
) -> list[CannedReply]:
    """All that have these words, by name, a page at a time."""
    query = _found(words)
    key = tuple_(CannedReply.name, CannedReply.id)
    if after is not None:
        query = query.where(key > after)
    query = query.order_by(CannedReply.name, CannedReply.id)
    return list(session.scalars(query.limit(limit)))


def fitting(session: Session, words: str, language: str, *, limit: int = 8) -> list[CannedReply]:
    """What can be said to somebody who reads this language: what begins so comes first."""
    begins = CannedReply.name.istartswith(words.strip(), autoescape=True)
    query = _found(words).where(
        or_(CannedReply.language.is_(None), CannedReply.language == language)
    )
    order = (case((begins, 0), else_=1), CannedReply.name, CannedReply.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))


def _found(words: str) -> Select[CannedReply]:
    query = select(CannedReply)
    for word in words.split()[:6]:
        query = query.where(
            or_(
                CannedReply.name.icontains(word, autoescape=True),
                CannedReply.body.icontains(word, autoescape=True),
            )
        )
    return query


# --- filling them in ------------------------------------------------------------------------------


def facts(
    session: Session, conversation: Conversation, operator: str, at: datetime
) -> dict[str, str]:
    """What there is to put in the place of placeholders, about this customer."""
    customer = conversation.customer
    language, zone = wording.language_of(customer), wording.zone_of(customer)
    open_orders = orders.open_of(session, customer.id)
    live = quotes.live(session, customer.id, at)
    promised = [quote.promised_at for quote in live[::-1]]
    promised += [order.promised_at for order in open_orders[::-1]]
    promise = next((moment for moment in promised if moment is not None), None)
    known = not customer.is_doubted  # whoever reads it may be somebody else by now
    return {
        "name": (customer.first_name or "") if known else "",
        "business": config.current().business_name,
        "me": operator.split()[0] if operator.split() else "",
        "promise": wording.moment(promise, at, zone, language) if promise else "",
        "order": str(open_orders[-1].id) if open_orders else "",
        "address": ", ".join((customer.address or "").split("\n")) if known else "",
    }


def fill(body: str, known: dict[str, str]) -> str:
    """With facts in the place of placeholders, where there are any."""
    return _KNOWN.sub(lambda found: known[found[1]] or found[0], body)


def require_filled(body: str) -> None:
    """Raises `Refused` where a placeholder would be read by a customer."""
    if found := _KNOWN.search(body):
        what = PLACEHOLDERS[found[1]]
        raise Refused(
            "placeholder-unfilled",
            f"“{found[0]}” ({what}) is not known here. Write something in its place.",
        )
