"""Entry points: QR codes and sms: links whose text says where a customer came from.

The link puts a text into the newcomer's phone, "Hi! (market)". The word in brackets, in their very
first text, is kept as where they came from, and taken out of what is read: it is no request.
"""

import io
import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

import segno
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge import events
from concierge.customers.known import require_known
from concierge.customers.models import Customer, EntryPoint
from concierge.errors import NotFound, Refused
from concierge.events import SERVICE, Actor

_WORD = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")
_IN_BRACKETS = re.compile(r"\s*\(([A-Za-z0-9-]{1,20})\)\s*")
# Carriers and the service itself take these words for something else.
_TAKEN = frozenset(
    {
        "stop",
        "stopall",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "optout",
        "revoke",
        "start",
        "unstop",
        "yes",
        "help",
        "info",
        "ok",
        "no",
        "undo",
        "menu",
    }
)


def name(
    session: Session, called: str, word: str, greeting: str, *, by: Actor, at: datetime
) -> EntryPoint:
    """A new place that customers come from. Raises `Refused` for what a text can't carry."""
    called, greeting = " ".join(called.split()), " ".join(greeting.split()) or "Hi!"
    if not called or len(called) > 60:
        raise Refused("entry-has-no-name", "Write what you call it, in at most 60 characters.")
    word = _spelt(word or called)
    if not _WORD.fullmatch(word):
        raise Refused(
            "not-a-word", "The word has 1 to 20 letters a to z, digits and hyphens, like market."
        )
    if word in _TAKEN:
        raise Refused("word-is-taken", f"“{word}” means something else in a text; take another.")
    if len(greeting) > 60 or "(" in greeting or not greeting.isascii():
        raise Refused(
            "greeting-unfit",
            "The text before it has at most 60 plain characters, and no brackets.",
        )
    if _of_word(session, word) is not None:
        raise Refused("word-in-use", f"Another entry point has the word “{word}” already.")
    entry = EntryPoint(name=called, word=word, greeting=greeting, created_at=at)
    session.add(entry)
    session.flush()
    events.record(session, "entry.named", entry, by=by, at=at, customer_id=None, word=word)
    return entry


def retire(session: Session, entry_id: int, *, by: Actor, at: datetime) -> EntryPoint:
    """Its word means nothing any more. Who came by it keeps that. Raises NotFound."""
    entry = session.get(EntryPoint, entry_id, with_for_update=True)
    if entry is None:
        raise NotFound("entry point")
    if entry.retired_at is None:
        entry.retired_at = at
        events.record(
            session, "entry.retired", entry, by=by, at=at, customer_id=None, word=entry.word
        )
    return entry


def get(session: Session, entry_id: int) -> EntryPoint:
    """One entry point. Raises NotFound."""
    entry = session.get(EntryPoint, entry_id)
    if entry is None:
        raise NotFound("entry point")
    return entry


def listed(
    session: Session, *, before: int | None = None, limit: int = 50
) -> list[tuple[EntryPoint, int]]:
    """Those in use, newest first, by key, with how many customers came by each."""
    came = (
        select(func.count())
        .where(Customer.source_id == EntryPoint.id, Customer.source_id.is_not(None))
        .scalar_subquery()
    )
    query = select(EntryPoint, came).where(EntryPoint.retired_at.is_(None))
    if before is not None:
        query = query.where(EntryPoint.id < before)
    rows = session.execute(query.order_by(EntryPoint.id.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


def arrive(session: Session, customer: Customer, body: str, *, at: datetime) -> str:
    """A newcomer's first text: keep where they came from; what is left of it to read.

    A word that is nobody's stays in: it may well be what they want.
    """
    for found in _IN_BRACKETS.finditer(body):
        entry = _of_word(session, found[1].casefold())
        if entry is None:
            continue
        customer.source_id, customer.source = entry.id, entry
        events.record(
            session,
            "customer.arrived",
            customer,
            by=SERVICE,
            at=at,
            customer_id=customer.id,
            entry=entry.id,
            word=entry.word,
        )
        return " ".join((body[: found.start()], body[found.end() :])).strip()
    return body


def put_down(
    session: Session, customer: Customer, entry_id: int | None, *, by: Actor, at: datetime
) -> None:
    """A colleague knows where a customer, who is locked, came from. None: nobody knows."""
    require_known(customer)
    if customer.source_id == entry_id:
        return
    entry = get(session, entry_id) if entry_id is not None else None
    customer.source_id, customer.source = entry_id, entry
    events.record(
        session,
        "customer.edited",
        customer,
        by=by,
        at=at,
        customer_id=customer.id,
        fields=["source"],
    )


def body(entry: EntryPoint) -> str:
    """What the link puts into the phone."""
    return f"{entry.greeting} ({entry.word})"


def link(entry: EntryPoint, number: str) -> str:
    """What a web page or a QR code points to, for our `number`: RFC 5724, body as phones read it.

    iPhones want `&body=`, Android `?body=`; both take `?&body=`.
    """
    return f"sms:{number}?&body={quote(body(entry))}"


def picture(entry: EntryPoint, number: str) -> bytes:
    """The QR code as SVG, to be printed at any size."""
    # SMSTO: is what phones' cameras have known longest; it carries number and text alike.
    code = segno.make(f"SMSTO:{number}:{body(entry)}", error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, scale=8, dark="#000", light="#fff")
    return out.getvalue()


def _of_word(session: Session, word: str) -> EntryPoint | None:
    return session.scalars(
        select(EntryPoint).where(EntryPoint.word == word, EntryPoint.retired_at.is_(None))
    ).one_or_none()


def _spelt(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[\s_]+", "-", plain.strip(" ()"))
