"""Insights: how fast people are answered, what it costs, what it brings; each plot as CSV too."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from concierge import clock, config, spreadsheet
from concierge.db import reading
from concierge.events import Actor
from concierge.insights import queries
from concierge.insights.measures import TIMES, Measure
from concierge.insights.queries import Row, Sum
from concierge.money import Money
from concierge.operators import accounts
from concierge.web.console import plots
from concierge.web.console.figures import Asked, Days, amount, figures, lasted

routes = Blueprint("insights", __name__)

SPANS = (7, 30, 90, 365)
_PERSON = re.compile(r"(operator|script):\d{1,18}")
_LONGEST = 3 * 366


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the table of operators."""

    name: str
    answered: int
    median: float | None
    texts: int
    quoted: int
    accepted: int
    taken: int


@routes.record
def _teach(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(lasted=lasted, taken=amount)


@routes.get("/insights")
def show() -> Any:
    """Six plots and a table."""
    asked = _asked()
    with reading() as session:
        rows = queries.rows(session, asked.since, asked.until, asked.who)
        days = Days(asked, rows)
        people = _people(session, rows)
        names = accounts.everybody(session)
        as_of = queries.added_up(session, asked.until).get(asked.until)
    return render_template(
        "console/insights/show.html",
        asked=asked, spans=SPANS, figures=figures(days), people=people, names=names,
        as_of=as_of, today=_today(), empty=not rows, brief=len(days.periods) <= 31,
        width=plots.WIDTH, height=plots.HEIGHT,
    )  # fmt: skip


_COLUMNS = {
    "answers": (Measure.ANSWERED,),
    "deliveries": (Measure.DELIVERED,),
    "texts": (Measure.TEXTS_IN, Measure.TEXTS_OUT),
    "quotes": (Measure.QUOTED, Measure.ACCEPTED),
    "money": (Measure.TAKEN, Measure.AGAIN, Measure.REFUNDED),
    "customers": (Measure.MET,),
}


@routes.get("/insights/<key>.csv")
def export(key: str) -> Response:
    """The numbers behind a plot: a line a day and person, whatever the plot draws together."""
    if key not in _COLUMNS:
        abort(404)
    asked, wanted = _asked(), _COLUMNS[key]
    with reading() as session:
        rows = queries.rows(session, asked.since, asked.until, asked.who)
        names = accounts.names(session, {Actor.read(row.who) for row in rows if row.who})
    by_day: dict[tuple[date, str], dict[Measure, Row]] = defaultdict(dict)
    for row in rows:
        if row.measure in wanted:
            by_day[row.day, row.who][row.measure] = row
    lines = [["day", "who", *(title for one in wanted for title in _titles(one))]]
    for (day, who), found in sorted(by_day.items()):
        cells = [cell for one in wanted for cell in _cells(one, found.get(one))]
        lines.append([day.isoformat(), names.get(who, who), *cells])
    answer = Response("".join(map(spreadsheet.line, lines)), mimetype="text/csv")
    name = f"{key}-{asked.since}-{asked.until}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _titles(measure: Measure) -> list[str]:
    if measure in TIMES:
        return [f"{measure}", f"{measure}_median_s", f"{measure}_p90_s"]
    if measure is Measure.MET:
        return [f"{measure}"]
    unit = "parts" if measure in {Measure.TEXTS_IN, Measure.TEXTS_OUT} else "amount"
    return [f"{measure}", f"{measure}_{unit}"]


def _cells(measure: Measure, row: Row | None) -> list[Any]:
    if row is None:
        return [0, *[""] * (len(_titles(measure)) - 1)]
    if measure in TIMES:
        of_it = Sum(row.number, row.total, row.spread)
        return [row.number, *(round(of_it.quantile(part) or 0) for part in (0.5, 0.9))]
    if measure is Measure.MET:
        return [row.number]
    if measure in {Measure.TEXTS_IN, Measure.TEXTS_OUT}:
        return [row.number, row.total]
    return [row.number, Money(row.total, config.current().currency).decimal()]


def _today() -> date:
    return clock.now().astimezone(config.current().zone).date()


def _asked() -> Asked:
    """What the address asks for; nonsense in it is as if it were not there."""
    today = _today()
    until = min(_date(request.args.get("until")) or today, today)
    span = request.args.get("days", type=int)
    since = _date(request.args.get("since"))
    if since is None or since > until:
        since = until - timedelta(days=(span if span and 0 < span <= _LONGEST else 30) - 1)
    since = max(since, until - timedelta(days=_LONGEST - 1))
    who = request.args.get("who", "")
    return Asked(since, until, who if _PERSON.fullmatch(who) else None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _people(session: Session, rows: Sequence[Row]) -> list[Person]:
    sums: dict[str, dict[Measure, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for row in rows:
        if row.who:
            sums[row.who][row.measure].add(row.number, row.total, row.spread)
    names = accounts.names(session, {Actor.read(who) for who in sums})
    people = [
        Person(
            names.get(who, who),
            of[Measure.ANSWERED].number,
            of[Measure.ANSWERED].quantile(0.5),
            of[Measure.TEXTS_OUT].number,
            of[Measure.QUOTED].number,
            of[Measure.ACCEPTED].number,
            of[Measure.TAKEN].total,
        )
        for who, of in sums.items()
    ]
    return sorted(people, key=lambda one: (-one.answered, one.name))
