"""Append-only: who did what to which, and when. Features record; others listen.

A listener runs inside the recording transaction, so what follows from an event (a text to the
customer, say) is committed with it or not at all.
"""

import getpass
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from psycopg.types.json import Jsonb
from sqlalchemy import ForeignKey, Index, func, select, text, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from concierge.db import Base, ask, later, settle


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Kept as text ("operator:3"), so that a trail outlives what it points at.

    `address` is the network address they act from, where there is one; it does not make them
    somebody else.
    """

    kind: str
    id: int | None = None
    address: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"

    @property
    def is_person(self) -> bool:
        """Whether a human of the business decided it (and not the customer or a machine)."""
        return self.kind in {"operator", "script"}

    @classmethod
    def read(cls, text: str) -> "Actor":
        """The inverse of `str`."""
        kind, _, number = text.partition(":")
        return cls(kind, int(number) if number else None)


SERVICE = Actor("service")
PROVIDER = Actor("provider")


def customer(customer_id: int) -> Actor:
    """The customer, by text or on a page."""
    return Actor("customer", customer_id)


def operator(operator_id: int, address: str | None = None) -> Actor:
    """A person at the console."""
    return Actor("operator", operator_id, address)


def script(token_id: int, address: str | None = None) -> Actor:
    """A program with an API token."""
    return Actor("script", token_id, address)


def stranger(address: str | None) -> Actor:
    """Somebody at the console's door."""
    return Actor("stranger", None, address)


def shell() -> Actor:
    """Whoever is logged in to the machine: a terminal has no other name for them."""
    try:
        return Actor(f"shell/{getpass.getuser()}")
    except (KeyError, OSError):  # a container's user without a name
        return Actor("shell")


# What is on the trail (`concierge.trail`): what people and programs of the business did, and who
# knocked. In these very words, for the indexes below serve only a query that has them.
ON_TRAIL = "actor ~ '^(operator|script|shell|stranger)'"


class Event(Base):
    """One thing that happened.

    Append-only by a trigger: no row is deleted or changed, but `data`, `address` and `customer_id`
    may be blanked (keys removed or set to null), for that is what erasing a person takes.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "customer_id", "id"),
        Index(None, "subject_kind", "subject_id", "id"),
        Index("ix_events_trail", "id", postgresql_where=text(ON_TRAIL)),
        Index("ix_events_trail_at", "at", postgresql_where=text(ON_TRAIL)),
        Index("ix_events_trail_actor", "actor", "id", postgresql_where=text(ON_TRAIL)),
        Index("ix_events_trail_kind", "subject_kind", "id", postgresql_where=text(ON_TRAIL)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    data: Mapped[dict[str, Any]]
    address: Mapped[str | None]  # the network address it was done from


@dataclass(frozen=True, slots=True)
class Nobody:
    """The subject of what happened to nothing that has a row: an export, a login that failed."""

    id: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """What a listener is given: the event, and the thing it happened to."""

    kind: str
    subject: Any
    by: Actor
    at: datetime
    data: dict[str, Any]


Listener = Callable[[Session, Happening], None]


class Listeners:
    """Who listens to what; filled once, by app.py."""

    _by_kind: ClassVar[dict[str, list[Listener]]] = defaultdict(list)

    @classmethod
    def add(cls, kind: str, listener: Listener) -> None:
        """`listener` hears of every event of this kind. Adding it twice is adding it once."""
        if listener not in cls._by_kind[kind]:
            cls._by_kind[kind].append(listener)

    @classmethod
    def of(cls, kind: str) -> list[Listener]:
        """The listeners of one kind of event."""
        return cls._by_kind.get(kind, [])


def _write(session: Session, recorded: list[dict[str, Any]]) -> None:
    """All events of a transaction in one statement."""
    ask(session, _WRITE, recorded=Jsonb(recorded))


_WRITE = """
INSERT INTO events (at, actor, kind, subject_kind, subject_id, customer_id, data, address)
SELECT at, actor, kind, subject_kind, subject_id, customer_id, data, address
FROM jsonb_to_recordset(%(recorded)s) AS recorded (
  at timestamptz, actor text, kind text, subject_kind text, subject_id bigint,
  customer_id bigint, data jsonb, address text
)
"""


def of(session: Session, subjects: Sequence[tuple[str, int]], *, limit: int = 200) -> list[Event]:
    """What happened to these ("order", 7), in order."""
    if not subjects:
        return []
    settle(session)
    rows = session.scalars(
        select(Event)
        .where(tuple_(Event.subject_kind, Event.subject_id).in_(subjects))
        .order_by(Event.id)
        .limit(limit)
    )
    return list(rows)


def latest_at(
    session: Session, subject_kind: str, subject_id: int, kinds: Sequence[str]
) -> datetime | None:
    """When one of these kinds of event last happened to the subject."""
    settle(session)
    return session.scalar(
        select(func.max(Event.at)).where(
            Event.subject_kind == subject_kind,
            Event.subject_id == subject_id,
            Event.kind.in_(kinds),
        )
    )


def latest(session: Session, subject_kind: str, subject_id: int) -> Event | None:
    """What happened last to this."""
    settle(session)
    return session.scalars(
        select(Event)
        .where(Event.subject_kind == subject_kind, Event.subject_id == subject_id)
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()


def record(
    session: Session,
    kind: str,
    subject: Any,
    *,
    by: Actor,
    at: datetime,
    customer_id: int | None,
    **data: Any,
) -> None:
    """Write down that `kind` ("quote.sent") happened to `subject` (a row), and tell who listens.

    `data` is small and JSON: amounts, codes, words; never a card number or a link's token.
    """
    event = {
        "at": at.isoformat(),
        "actor": str(by),
        "kind": kind,
        "subject_kind": kind.partition(".")[0],
        "subject_id": subject.id,
        "customer_id": customer_id,
        "data": data,
        "address": by.address,
    }
    later(session, _write, event)
    for listener in Listeners.of(kind):
        listener(session, Happening(kind, subject, by, at, data))
