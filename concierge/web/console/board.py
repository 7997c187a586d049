"""The orders board: what is asked of it, and where a page of one column ends."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from concierge import clock, config
from concierge.db import reading
from concierge.orders import board_queries as queries
from concierge.orders.board_queries import Column, Wanted
from concierge.orders.models import Order, Whereabouts
from concierge.partners import queries as partners
from concierge.payments import queries as payments
from concierge.quotes import queries as quotes

routes = Blueprint("board", __name__)

# How many of each column the board shows; each has a page of its own with all of them. Together
# they keep the board's page under 60 kB.
_MOST = {
    Column.TROUBLE: 10,
    Column.HOUSE: 20,
    Column.PARTNER: 10,
    Column.OUT: 10,
    Column.WAITING: 8,
    Column.DONE: 10,
}
_PAGE = 50
_PRINTED = 100
_LAST_DAY = date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it stands in the address: a day of promised times, and a partner."""

    day: date | None
    partner: int | None

    @classmethod
    def read(cls) -> "Asked":
        """From the request; what can't be read is not asked for."""
        try:
            day = date.fromisoformat(request.args.get("day", ""))
        except ValueError:
            day = None
        partner = request.args.get("partner", 0, type=int)
        return cls(day if day and day <= _LAST_DAY else None, partner if partner > 0 else None)

    @property
    def wanted(self) -> Wanted:
        """The same for the database: a day is one of the business's."""
        if self.day is None:
            return Wanted(partner_id=self.partner)
        zone = config.current().zone
        since, until = (
            datetime.combine(self.day + timedelta(days=days), datetime.min.time(), zone)
            for days in (0, 1)
        )
        return Wanted(since.astimezone(UTC), until.astimezone(UTC), self.partner)

    def link(self, endpoint: str, **more: Any) -> str:
        """Another page of the same."""
        given = {"day": self.day and self.day.isoformat(), "partner": self.partner}
        return url_for(endpoint, **{**given, **more})


def moves_of(order: Order) -> list[tuple[str, str, str]]:
    """Where a ticket can go: its key, the move's address, and the words."""
    moves = []
    if order.whereabouts is Whereabouts.HOUSE:
        moves.append(("g", "partner", "Give…"))
    if order.whereabouts is not Whereabouts.OUT and order.asked is None:
        moves.append(("o", "departure", "Out…"))
    if order.asked is None:
        moves.append(("d", "fulfilment", "Delivered…"))
    if order.whereabouts is not Whereabouts.HOUSE:
        moves.append(("b", "return", "Back…"))
    return moves


def _today() -> date:
    return clock.now().astimezone(config.current().zone).date()


def show(template: str) -> str:
    """All columns; `template` is the page or the part of it that changes."""
    asked = Asked.read()
    with reading() as session:
        columns = queries.columns(session, asked.wanted, _MOST)
        ids = [order.id for column in columns.values() for order in column]
        return render_template(
            template,
            asked=asked,
            columns=columns,
            counts=queries.counts(session, asked.wanted),
            payments=payments.newest(session, ids),
            partners=partners.listed(session),
            today=_today(),
        )


@routes.get("/orders/columns/<column>")
def column(column: str) -> Any:
    """One column, all of it, a page at a time."""
    try:
        which = Column(column)
    except ValueError:
        abort(404)
    asked = Asked.read()
    with reading() as session:
        found = queries.page(session, which, asked.wanted, after=_after(), limit=_PAGE + 1)
        orders = found[:_PAGE]
        return render_template(
            "console/orders/column.html",
            asked=asked,
            column=which,
            orders=orders,
            payments=payments.newest(session, [order.id for order in orders]),
            more=_more(asked, found, _PAGE, ".column", column=which.value),
        )


@routes.get("/orders/list")
def printed() -> Any:
    """What is to be fulfilled, one block an order, to be printed."""
    asked = Asked.read()
    places = [Column(at) for at in request.args.getlist("at") if at in list(Column)]
    places = places or [Column.HOUSE, Column.PARTNER, Column.OUT]
    with reading() as session:
        found = queries.to_do(session, asked.wanted, places, after=_after(), limit=_PRINTED + 1)
        orders = found[:_PRINTED]
        return render_template(
            "console/orders/list.html",
            asked=asked,
            places=places,
            orders=orders,
            quotes=quotes.by_id(session, [order.quote_id for order in orders]),
            partners=partners.listed(session),
            today=_today(),
            more=_more(asked, found, _PRINTED, ".printed", at=[each.value for each in places]),
        )


def _after() -> queries.Key | None:
    """Where the page before ended, as `_more` has written it."""
    number = request.args.get("after", 0, type=int)
    if not number:
        return None
    try:
        promised = datetime.fromisoformat(request.args["promised"])
    except (KeyError, ValueError):
        promised = None
    return promised if promised is None or promised.tzinfo else None, number


def _more(asked: Asked, found: list[Order], limit: int, endpoint: str, **more: Any) -> str | None:
    if len(found) <= limit:
        return None
    promised, number = queries.key(found[limit - 1])
    return asked.link(
        endpoint, after=number, promised=promised.isoformat() if promised else None, **more
    )
