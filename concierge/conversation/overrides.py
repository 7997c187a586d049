"""The texts that owners have put into words of their own, instead of ours.

They are read where texts are rendered, which is often, and change rarely: each process keeps them,
and asks the database at most every few seconds whether there are others.
"""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import db, events
from concierge.conversation.models import Wording
from concierge.events import Actor, Nobody
from concierge.operators.models import HouseRule

log = logging.getLogger(__name__)

# What the last change is noted under.
_VERSION = "wordings"
# Seconds after which another process's change counts here, too.
_EVERY = 3.0
# What a text may ask of the facts it is given; all else of them is none of its business.
READABLE = frozenset(
    {
        "amount",
        "delivery_amount",
        "fee_amount",
        "first",
        "format",
        "is_estimate",
        "label",
        "last",
        "note",
        "number",
        "price",
        "summary",
        "total",
    }
)
_FILTERS = ("capitalize", "default", "join", "length", "lower", "trim", "upper")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Runs what somebody typed: no attribute beyond the facts, nothing that grows without end."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr in READABLE and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"A text does not calculate: leave out “{operator}”.")


@cache
def sandbox() -> ImmutableSandboxedEnvironment:
    """Where such texts are read and rendered."""
    environment = _Sandbox(undefined=StrictUndefined, trim_blocks=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.filters["money"] = lambda money, language: money.format(language)
    return environment


# --- keeping them --------------------------------------------------------------------------------


def set_text(
    session: Session, language: str, template: str, source: str, *, by: Actor, at: datetime
) -> None:
    """From now on this text reads so. `tailoring.check` has let it through."""
    changed = {"source": source, "changed_at": at}
    session.execute(
        insert(Wording)
        .values(language=language, template=template, **changed)
        .on_conflict_do_update(index_elements=["language", "template"], set_=changed)
    )
    _record(session, "wording.changed", language, template, by, at, source=source)


def remove(session: Session, language: str, template: str, *, by: Actor, at: datetime) -> None:
    """Our own words again."""
    gone = session.scalar(
        delete(Wording)
        .where(Wording.language == language, Wording.template == template)
        .returning(Wording.template)
    )
    if gone is not None:
        _record(session, "wording.removed", language, template, by, at)


def of_language(session: Session, language: str) -> dict[str, str]:
    """What owners have written in one language, by template."""
    rows = session.scalars(select(Wording).where(Wording.language == language))
    return {row.template: row.source for row in rows}


def _record(
    session: Session,
    kind: str,
    language: str,
    template: str,
    by: Actor,
    at: datetime,
    **data: str,
) -> None:
    # One row that every process reads by its key tells them that there is something new.
    session.execute(
        insert(HouseRule)
        .values(name=_VERSION, value={}, changed_at=at)
        .on_conflict_do_update(index_elements=["name"], set_={"changed_at": at})
    )
    words: dict[str, str] = {"language": language, "template": template, **data}
    events.record(session, kind, Nobody(), by=by, at=at, customer_id=None, **words)
    db.after_commit(session, "wordings", _forget)


# --- finding them --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kept:
    engine: Engine
    read_at: float
    version: datetime | None  # None: nothing was ever changed
    texts: dict[tuple[str, str], Template]


_kept: _Kept | None = None
_reading = threading.Lock()


def find(template: str, language: str) -> Template | None:
    """The owners' own words for a text; None where ours do."""
    try:
        engine = db.engine()
    except RuntimeError:
        return None  # no database, so nobody has changed anything
    kept = _kept
    if kept is None or kept.engine is not engine or _is_old(kept):
        kept = _refresh(engine)
    return kept.texts.get((language, template))


def _is_old(kept: _Kept) -> bool:
    return abs(time.monotonic() - kept.read_at) >= _EVERY


def _forget() -> None:
    global _kept
    _kept = None


def _refresh(engine: Engine) -> _Kept:
    """Ask for them anew. While the database does not answer, what was known goes on to count."""
    global _kept
    with _reading:
        known = _kept if _kept is not None and _kept.engine is engine else None
        if known is not None and not _is_old(known):
            return known
        version, texts = (known.version, known.texts) if known else (None, {})
        try:
            with engine.connect() as connection:
                found = connection.scalar(
                    select(HouseRule.changed_at).where(HouseRule.name == _VERSION)
                )
                if found != version:
                    rows = connection.execute(
                        select(Wording.language, Wording.template, Wording.source)
                    )
                    version = found
                    texts = {(row[0], row[1]): sandbox().from_string(row[2]) for row in rows}
        except Exception:
            log.exception("texts in the owners' words can't be read; what was known counts")
        _kept = _Kept(engine, time.monotonic(), version, texts)
        return _kept
