"""The board: orders by what is to be done with them next, a column at a time or all at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.elements import ColumnElement

from concierge.customers.models import Customer
from concierge.orders.models import Order, OrderStatus, Whereabouts

_S = OrderStatus


class Column(StrEnum):
    """Where an order stands on the board; each stands in one column alone."""

    TROUBLE = "trouble"
    HOUSE = "house"  # to fulfil
    PARTNER = "partner"
    OUT = "out"
    WAITING = "waiting"  # for the customer or their bank
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders: promised from `since` until before `until`; at or from a partner."""

    since: datetime | None = None
    until: datetime | None = None
    partner_id: int | None = None


# Where a page of a column ends: the promised time (none comes last) and the id. Of trouble and of
# what is done the id alone counts.
Key = tuple[datetime | None, int]
EVERYTHING = Wanted()
_CONFIRMED = {
    Column.HOUSE: Whereabouts.HOUSE,
    Column.PARTNER: Whereabouts.PARTNER,
    Column.OUT: Whereabouts.OUT,
}


def columns(session: Session, wanted: Wanted, most: dict[Column, int]) -> dict[Column, list[Order]]:
    """The beginning of every column, in one statement."""
    parts = [
        _ids(column, wanted).order_by(*_order(column)).limit(limit).subquery().select()
        for column, limit in most.items()
    ]
    found = union_all(*parts).subquery()
    rows = session.execute(
        _shown().join(found, found.c.id == Order.id).add_columns(found.c.board)
    ).unique()
    shown: dict[Column, list[Order]] = {column: [] for column in most}
    for order, column in rows:
        shown[Column(column)].append(order)
    for column, orders in shown.items():
        orders.sort(key=lambda order: _place(column, order))
    return shown


def page(
    session: Session, column: Column, wanted: Wanted, *, after: Key | None, limit: int
) -> list[Order]:
    """One column, a page at a time."""
    query = _shown().where(*_in(column), *_wanted(wanted)).order_by(*_order(column))
    if after is not None:
        query = query.where(_beyond(column, after))
    return list(session.scalars(query.limit(limit)).unique())


def key(order: Order) -> Key:
    """Where a page that ends with this order ends."""
    return order.promised_at, order.id


def counts(session: Session, wanted: Wanted) -> dict[Column, int]:
    """How many orders are in each column but the last, which only grows."""
    open_ = Order.status.in_((_S.PLACED, _S.HELD, _S.CONFIRMED))
    column = case(
        (Order.trouble.is_not(None), Column.TROUBLE.value),
        (Order.status != _S.CONFIRMED, Column.WAITING.value),
        *((Order.whereabouts == at, column.value) for column, at in _CONFIRMED.items()),
    )
    rows = session.execute(
        select(column, func.count())
        .where(or_(open_, Order.trouble.is_not(None)), *_wanted(wanted))
        .group_by(column)
    )
    return {Column(row[0]): row[1] for row in rows}


def to_do(
    session: Session, wanted: Wanted, places: Collection[Column], *, after: Key | None, limit: int
) -> list[Order]:
    """What is to be fulfilled, in these columns, by promised time: a list to print."""
    where = [_CONFIRMED[place] for place in places if place in _CONFIRMED]
    query = _shown().where(
        Order.status == _S.CONFIRMED, Order.whereabouts.in_(where), *_wanted(wanted)
    )
    query = query.order_by(*_order(Column.HOUSE))
    if after is not None:
        query = query.where(_beyond(Column.HOUSE, after))
    return list(session.scalars(query.limit(limit)).unique())


def _shown() -> Select[Order]:
    return select(Order).options(
        joinedload(Order.customer).joinedload(Customer.contact_points), joinedload(Order.partner)
    )


def _ids(column: Column, wanted: Wanted) -> Select[int, str]:
    board = literal(column.value).label("board")
    return select(Order.id, board).where(*_in(column), *_wanted(wanted))


def _in(column: Column) -> list[ColumnElement[bool]]:
    if column is Column.TROUBLE:
        return [Order.trouble.is_not(None)]
    well = Order.trouble.is_(None)
    if column is Column.WAITING:
        return [Order.status.in_((_S.PLACED, _S.HELD)), well]
    if column is Column.DONE:
        return [Order.status.in_((_S.FULFILLED, _S.PAID, _S.CANCELLED)), well]
    return [Order.status == _S.CONFIRMED, Order.whereabouts == _CONFIRMED[column], well]


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        asked.append(Order.promised_at >= wanted.since)
    if wanted.until is not None:
        asked.append(Order.promised_at < wanted.until)
    if wanted.partner_id is not None:
        asked.append(Order.partner_id == wanted.partner_id)
    return asked


def _order(column: Column) -> list[ColumnElement[Any]]:
    if column is Column.DONE:
        return [Order.id.desc()]
    if column is Column.TROUBLE:
        return [Order.id.asc()]
    return [Order.promised_at.asc().nulls_last(), Order.id.asc()]


def _place(column: Column, order: Order) -> tuple[bool, float, int]:
    if column is Column.DONE:
        return False, 0, -order.id
    if column is Column.TROUBLE or order.promised_at is None:
        return column is not Column.TROUBLE, 0, order.id
    return False, order.promised_at.timestamp(), order.id


def _beyond(column: Column, after: Key) -> ColumnElement[bool]:
    promised, number = after
    if column is Column.DONE:
        return Order.id < number
    if column is Column.TROUBLE:
        return Order.id > number
    if promised is None:
        return and_(Order.promised_at.is_(None), Order.id > number)
    later = or_(
        Order.promised_at > promised, and_(Order.promised_at == promised, Order.id > number)
    )
    return or_(later, Order.promised_at.is_(None))
