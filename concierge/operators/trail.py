"""The trail: what people and programs of the business did, newest first.

It is no table of its own but a view of the events (`events.ON_TRAIL`): what happened is written
once, in the transaction in which it happened, with who did it and from which address.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from concierge import events, spreadsheet
from concierge.events import Actor, Event, Nobody
from concierge.money import Money
from concierge.operators import accounts

# Rows a time, where all of them are wanted.
_BATCH = 500
_HEAD = ("id", "at", "who", "actor", "address", "what", "subject", "customer", "facts")
# What is no fact of its own: an amount is shown with its currency.
_SHOWN_OTHERWISE = ("currency", "amount", "total", "unit_amount")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the trail. `kind` is one ("order.cancelled") or a whole group ("order")."""

    by: str | None = None
    kind: str | None = None
    customer_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(session: Session, wanted: Wanted, *, before: int | None, limit: int) -> list[Event]:
    """The newest of them below an id."""
    query = _select(wanted).order_by(Event.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Event.id < before)
    return list(session.scalars(query))


def everything(session: Session, wanted: Wanted) -> Iterator[Event]:
    """All of them, newest first, a batch at a time: a year of them needs little memory."""
    before = None
    while rows := page(session, wanted, before=before, limit=_BATCH):
        yield from rows
        before = rows[-1].id
        session.expunge_all()


def note_export(session: Session, what: str, *, by: Actor, at: datetime, asked: str = "") -> None:
    """Somebody takes a copy of something ("trail") out of the house; `asked` says which part."""
    kind = f"{what}.exported"
    events.record(session, kind, Nobody(), by=by, at=at, customer_id=None, asked=asked)


def facts(event: Event) -> list[str]:
    """What is known of it beside its kind, in words: "number 7", "$54.00"."""
    said = []
    for field in ("amount", "total", "unit_amount"):
        if event.data.get(field) is not None and event.data.get("currency"):
            said.append(str(Money(event.data[field], event.data["currency"])))
    for name, value in event.data.items():
        if name in _SHOWN_OTHERWISE or value in (None, "", []):
            continue
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        said.append(f"{name.replace('_', ' ')}: {words}")
    return said


def csv_lines(session: Session, found: Iterable[Event]) -> Iterator[str]:
    """The trail as CSV, a line at a time."""
    yield spreadsheet.line(_HEAD)
    names: dict[str, str] = {}
    for event in found:
        if event.actor not in names:
            names |= accounts.names(session, [Actor.read(event.actor)])
        yield spreadsheet.line(
            (
                str(event.id),
                event.at.isoformat(timespec="milliseconds"),
                names.setdefault(event.actor, event.actor),
                event.actor,
                event.address or "",
                event.kind,
                f"{event.subject_kind}:{event.subject_id}",
                str(event.customer_id or ""),
                "; ".join(facts(event)),
            )
        )


def _select(wanted: Wanted) -> Select[Event]:
    query = select(Event).where(text(events.ON_TRAIL))
    if wanted.by:
        query = query.where(Event.actor == wanted.by)
    if wanted.kind:
        group, _, verb = wanted.kind.partition(".")
        query = query.where(Event.subject_kind == group)
        if verb:
            query = query.where(Event.kind == wanted.kind)
    if wanted.customer_id is not None:
        query = query.where(Event.customer_id == wanted.customer_id)
    if wanted.since is not None:
        query = query.where(Event.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Event.at < wanted.until)
    return query
