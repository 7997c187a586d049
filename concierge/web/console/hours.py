"""Opening hours, for owners: a week, days closed, and what customers then read."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock, config
from concierge.conversation import closed, wording
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import opening
from concierge.web.console.asking import me, typed

routes = Blueprint("hours", __name__)


@routes.get("/hours")
def show() -> Any:
    """As they are."""
    with reading() as session:
        hours = opening.hours(session)
    week = [
        (f"{span.opens:%H:%M}", f"{span.closes:%H:%M}") if span else ("", "") for span in hours.week
    ]
    return _page(hours, week or [("", "")] * 7, [day.isoformat() for day in sorted(hours.closed)])


@routes.post("/hours")
def update() -> Any:
    """Others, from now on."""
    week = [(typed(f"opens{day}"), typed(f"closes{day}")) for day in range(7)]
    dates = [day for day in request.form.getlist("closed") if day]
    try:
        with transaction() as session:
            opening.set_hours(session, week, dates, by=me(), at=clock.now())
    except Refused as refusal:
        with reading() as session:
            return _page(opening.hours(session), week, dates, refusal.message), 422
    flash("The opening hours are kept.", "done")
    return redirect(url_for(".show"), 303)


@routes.post("/hours/removal")
def delete() -> Any:
    """None: nobody is told that we are closed."""
    with transaction() as session:
        opening.unset(session, by=me(), at=clock.now())
    flash("There are no opening hours: nobody is told that you are closed.", "done")
    return redirect(url_for(".show"), 303)


def _page(
    hours: opening.Hours, week: list[tuple[str, str]], dates: list[str], problem: str | None = None
) -> str:
    at, settings = clock.now(), config.current()
    zone, language = settings.zone, settings.language
    opens = hours.next_opening(at, zone) if hours.week else None
    said = opens and wording.moment(opens, at, zone, language)
    return render_template(
        "console/house/hours.html",
        problem=problem,
        hours=hours,
        open_now=hours.is_open(at, zone),
        days=list(zip(opening.DAYS, week, strict=True)),
        dates=dates,
        text=wording.render(closed.TEMPLATE, language, name=None, opens=said),
    )
