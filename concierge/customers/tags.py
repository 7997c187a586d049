"""Free words that customers are tagged with; those in use are suggested."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import events
from concierge.customers.known import require_known
from concierge.customers.models import Customer, Tag
from concierge.errors import Refused
from concierge.events import Actor
from concierge.locks import lock_name

MOST = 20
LONGEST = 40


def read(typed: str) -> str:
    """A tag as it is kept: "  VIP,  " is "vip". Raises `Refused` for what is none."""
    plain = unicodedata.normalize("NFC", typed).casefold()
    word = re.sub(r"\s+", " ", re.sub(r"[^\w\s&'’/+.-]", " ", plain)).strip(" .-")
    if not word:
        raise Refused("not-a-tag", "Write a word or two: letters and digits.")
    if len(word) > LONGEST:
        raise Refused("tag-too-long", f"A tag has at most {LONGEST} characters.")
    return word


def add(session: Session, customer: Customer, typed: str, *, by: Actor, at: datetime) -> None:
    """Tag a customer, who is locked. A tag that they have already changes nothing."""
    word = read(typed)
    require_known(customer)
    if word in customer.tags:
        return
    if len(customer.tags) >= MOST:
        raise Refused("too-many-tags", f"A customer has at most {MOST} tags; take one off first.")
    lock_name(session, "tags")
    customer.tags = sorted([*customer.tags, word])
    session.execute(insert(Tag).values(word=word).on_conflict_do_nothing())
    _record(session, customer, "customer.tagged", word, by=by, at=at)


def remove(session: Session, customer: Customer, word: str, *, by: Actor, at: datetime) -> None:
    """Take a tag off a customer, who is locked; one that nobody has any more is forgotten."""
    if word not in customer.tags:
        return
    lock_name(session, "tags")
    customer.tags = [each for each in customer.tags if each != word]
    session.flush()
    in_use = exists().where(Customer.tags.contains([word]))
    session.execute(delete(Tag).where(Tag.word == word, ~in_use))
    _record(session, customer, "customer.untagged", word, by=by, at=at)


def in_use(session: Session, *, after: str = "", limit: int = 100) -> list[str]:
    """The words that customers are tagged with, by the alphabet."""
    query = select(Tag.word).where(Tag.word > after).order_by(Tag.word).limit(limit)
    return list(session.scalars(query))


def _record(
    session: Session, customer: Customer, kind: str, word: str, *, by: Actor, at: datetime
) -> None:
    events.record(session, kind, customer, by=by, at=at, customer_id=customer.id, tag=word)
