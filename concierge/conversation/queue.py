"""The inbox: whom we owe something, by promise and then by who waits longest; then everybody else.

Views are conditions on the rows themselves and on quotes, orders, disputes and effects, so a count
is right because it is counted. It is counted no further than MANY, or SOME: see `most`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Select,
    and_,
    any_,
    bindparam,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    tuple_,
    union,
)
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from concierge.conversation.models import Conversation, Direction
from concierge.customers.models import Customer
from concierge.effects.models import Effect
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments.models import Dispute, FraudWarning
from concierge.quotes.models import Quote

MANY, SOME = 1000, 100

# As the indexes have it: models.IN_QUEUE, BY_PROMISE, BY_WAIT.
_QUEUED = and_(
    or_(Conversation.waiting_since.is_not(None), Conversation.promised_at.is_not(None)),
    Conversation.snoozed_until.is_(None),
)
_NEVER: ColumnElement[Any] = literal_column("'infinity'::timestamptz")
_PROMISE = func.coalesce(Conversation.promised_at, _NEVER)
_WAIT = func.coalesce(Conversation.waiting_since, _NEVER)
_RESTS_ON_THEM = and_(
    not_(_QUEUED),
    Conversation.snoozed_until.is_(None),
    Conversation.last_direction == Direction.OUT,
)
# The customer has to act, though not for us: another card, their bank.
_TROUBLED = (HeldFor.DECLINED, HeldFor.EXPIRED, HeldFor.BANK)


class View(StrEnum):
    """Which conversations."""

    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"  # in the queue, and nobody's
    WAITING = "waiting"  # the whole queue
    THEIRS = "theirs"  # it is the customer's turn
    SNOOZED = "snoozed"
    FULFIL = "fulfil"  # has an order to fulfil
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. `part`: in the queue ("q"), among the rest ("r"), the snoozed ("s").

    In the queue `at` is what was promised and `since` the wait's beginning, either may be missing;
    elsewhere `at` is what the part is sorted by.
    """

    part: str
    at: datetime | None
    since: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{self.part}{_stamp(self.at)}-{_stamp(self.since)}-{self.id}"

    @classmethod
    def read(cls, words: str) -> "Place | None":
        """The inverse of `str`; None for anything else."""
        try:
            at, since, number = words[1:].split("-")
            place = cls(words[:1], _moment(at), _moment(since), int(number))
        except (ValueError, OverflowError, OSError):
            return None
        whole = place.at is not None if place.part in ("r", "s") else place.part == "q"
        return place if whole and abs(place.id) < 2**63 else None


def _stamp(at: datetime | None) -> str:
    return f"{at.timestamp():.6f}" if at else ""


def _moment(words: str) -> datetime | None:
    return datetime.fromtimestamp(float(words), tz=UTC) if words else None


def page(
    session: Session,
    view: View = View.ALL,
    *,
    me: int | None = None,
    at: datetime,
    after: Place | None = None,
    limit: int = 50,
    tag: str = "",
) -> tuple[list[Conversation], Place | None]:
    """A page of a view, and where it ended, if there is more. `me`: whose "mine" is.

    With a `tag`, only those customers who have it.

    Paged by key: two reads at most, however long the list.
    """
    which = _which(view, me, at)
    if tag:
        which = and_(which, Customer.tags.contains([tag]))
    if view is View.SNOOZED:
        found = _part(session, "s", which, after, limit + 1)
        return _cut(view, found, limit)
    found = []
    if view is not View.THEIRS and (after is None or after.part == "q"):
        found = _part(session, "q", which, after, limit + 1)
    if len(found) <= limit and view not in (View.WAITING, View.UNASSIGNED):
        rest = after if after is not None and after.part == "r" else None
        found += _part(session, "r", which, rest, limit + 1 - len(found))
    return _cut(view, found, limit)


def _cut(
    view: View, found: list[Conversation], limit: int
) -> tuple[list[Conversation], Place | None]:
    return found[:limit], place(view, found[limit - 1]) if len(found) > limit else None


def place(view: View, row: Conversation) -> Place:
    """Where a page of the view ends that has this row as its last."""
    if view is View.SNOOZED:
        return Place("s", row.snoozed_until, None, row.id)
    if (row.waiting_since or row.promised_at) and not row.snoozed_until:
        return Place("q", row.promised_at, row.waiting_since, row.id)
    return Place("r", row.last_message_at, None, row.id)


def _part(
    session: Session, part: str, which: ColumnElement[bool], after: Place | None, limit: int
) -> list[Conversation]:
    keys: tuple[Any, ...]
    where: ColumnElement[bool]
    if part == "q":
        keys, where = (_PROMISE, _WAIT, Conversation.id), _QUEUED
    elif part == "s":
        keys, where = (Conversation.snoozed_until, Conversation.id), true()
    else:
        keys, where = (Conversation.last_message_at, Conversation.id), not_(_QUEUED)
    query = (
        select(Conversation)
        .join(Conversation.customer)
        .where(which, where, Customer.merged_into_id.is_(None))
        .options(
            contains_eager(Conversation.customer),
            joinedload(Conversation.contact_point, innerjoin=True),
            joinedload(Conversation.assignee),
        )
    )
    if after is not None:
        end = tuple_(*_key(after))
        query = query.where(tuple_(*keys) < end if part == "r" else tuple_(*keys) > end)
    order = [key.desc() for key in keys] if part == "r" else keys
    return list(session.scalars(query.order_by(*order).limit(limit)))


def _key(place: Place) -> list[Any]:
    if place.part != "q":
        return [literal(place.at), literal(place.id)]
    return [literal(at) if at is not None else _NEVER for at in (place.at, place.since)] + [
        literal(place.id)
    ]


# --- views ---------------------------------------------------------------------------------------


def _which(view: View, me: Any, at: Any) -> Any:
    match view:
        case View.ALL:
            return true()
        case View.MINE:
            return Conversation.assignee_id == me if me is not None else false()
        case View.UNASSIGNED:
            return and_(_QUEUED, Conversation.assignee_id.is_(None))
        case View.WAITING:
            return _QUEUED
        case View.SNOOZED:
            return Conversation.snoozed_until.is_not(None)
        case View.THEIRS | View.FULFIL | View.TROUBLE:
            # As an array they are looked up one by one; joined, everybody's threads would be read.
            found = select(_found(view, at, None).subquery().c.id).scalar_subquery()
            return Conversation.id == any_(func.array(found))


def _found(view: View, at: Any, most: int | None) -> Any:
    """The ids of a view that begins with open work, `most` at most: each thread is looked up from
    there, so what that costs depends on how much is open and not on how many customers there are.
    """
    match view:
        case View.FULFIL:
            return _threads(_to_fulfil(), true(), most)
        case View.TROUBLE:
            return _threads(_in_trouble(), true(), most)
        case _:  # somebody is at it for them, or something waits for their answer
            attended = select(Conversation.id).where(
                _RESTS_ON_THEM, Conversation.assignee_id.is_not(None)
            )
            return union(attended.limit(most), _threads(_to_answer(at), _RESTS_ON_THEM, most))


def _threads(work: Any, where: ColumnElement[bool], most: int | None) -> Select[Any]:
    whose = _whose(work).subquery()
    # With a limit of its own it is not made one join with the rest, which would read all threads.
    threads = (
        select(Conversation.id)
        .where(Conversation.customer_id == whose.c.customer_id, where)
        .limit(1)
        .lateral()
    )
    return select(threads.c.id).select_from(whose.join(threads, true())).limit(most)


def _whose(work: Any) -> Select[Any]:
    """Those customers, or whom they were merged into: the one whose thread is shown."""
    found, merged = work.subquery(), aliased(Customer)
    whose = func.coalesce(merged.merged_into_id, found.c.customer_id).label("customer_id")
    # Joined to the few who were merged: all customers would be read to find those of the work.
    was_merged = and_(merged.id == found.c.customer_id, merged.merged_into_id.is_not(None))
    return select(whose).select_from(found).outerjoin(merged, was_merged).distinct()


def _to_fulfil() -> Select[Any]:
    return select(Order.customer_id).where(Order.status == OrderStatus.CONFIRMED)


def _to_answer(at: Any) -> Any:
    """Who has a quote to say OK to, or an order that waits for them."""
    return union(
        select(Quote.customer_id).where(text("quotes.status = 'sent'"), Quote.expires_at > at),
        select(Order.customer_id).where(text("orders.status = 'held'")),
    )


def _in_trouble() -> Any:
    """Whose order, payment or text a person has to look into, each found by an index of its own."""
    given_up = text("effects.status = 'given_up'")
    lost = aliased(Conversation)
    return union(
        select(lost.customer_id).where(lost.undelivered_at.is_not(None)),
        select(Order.customer_id).where(Order.trouble.is_not(None)),
        select(Order.customer_id).where(
            text("orders.status = 'held'"), Order.held_for.in_(_TROUBLED)
        ),
        select(Dispute.customer_id).where(
            text("disputes.status in ('inquiry', 'open', 'reviewed')")
        ),
        select(FraudWarning.customer_id).where(text("fraud_warnings.status = 'raised'")),
        select(Effect.customer_id).where(given_up, Effect.customer_id.is_not(None)),
    )


def most(view: View) -> int:
    """How far a view is counted. The queue is in one index; others are looked up one by one."""
    return MANY if view is View.WAITING else SOME


def counts(session: Session, *, me: int, at: datetime) -> dict[View, int]:
    """How many there are in each view but ALL, `most` of it at most: one statement."""
    limits = tuple(most(view) for view in _COUNTED)
    row = session.execute(_counting(limits), {"me": me, "at": at}).one()
    return dict(zip(_COUNTED, row, strict=True))


_COUNTED = [view for view in View if view is not View.ALL]
_BY_WORK = {View.THEIRS, View.FULFIL, View.TROUBLE}


@cache
def _counting(limits: tuple[int, ...]) -> Select[Any]:
    # Put together once: every page of the inbox asks it, and that costs more than what it asks.
    me = bindparam("me", type_=BigInteger)
    at = bindparam("at", type_=DateTime(timezone=True))

    def ids(view: View, limit: int) -> Select[Any]:
        if view in _BY_WORK:
            return select(_found(view, at, limit).subquery().c.id).limit(limit)
        return select(Conversation.id).where(_which(view, me, at)).limit(limit)

    found = (ids(*pair).subquery() for pair in zip(_COUNTED, limits, strict=True))
    return select(*(select(func.count()).select_from(each).scalar_subquery() for each in found))
