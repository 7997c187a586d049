"""The trail: who did what, when, from where, and about whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, stream_with_context
from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.conversation import queries as conversations
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.events import Actor, Event
from concierge.operators import accounts, trail
from concierge.operators.trail import Wanted
from concierge.web.console import story
from concierge.web.console.asking import me

routes = Blueprint("audit", __name__)

_PAGE = 50
# What a kind may begin with, and how the filter calls it.
GROUPS = {
    "message": "Texts",
    "conversation": "Conversations",
    "quote": "Quotes",
    "order": "Orders",
    "refund": "Refunds",
    "customer": "Customers",
    "catalogue_item": "Catalogue",
    "partner": "Partners",
    "effect": "Health",
    "login": "Logging in and out",
    "operator": "Operators",
    "invitation": "Invitations",
    "house": "Rules of the house",
    "wording": "Texts in own words",
    "token": "API tokens",
    "trail": "Exports of this trail",
    "correction": "Exports of corrections",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page."""

    event: Event
    who: str
    what: str
    facts: list[str]
    customer: str | None
    conversation: int | None


@routes.get("/audit")
def index() -> Any:
    """A page of it, newest first."""
    before = request.args.get("before", type=int)
    wanted = _wanted(request.args)
    with reading() as session:
        found = trail.page(session, wanted, before=before, limit=_PAGE + 1)
        rows = _rows(session, found[:_PAGE])
        people = accounts.actors(session)
        customer = customers.of_ids(session, [wanted.customer_id]) if wanted.customer_id else []
    asked = {name: value for name, value in request.args.items() if value and name != "before"}
    return render_template(
        "console/audit/index.html",
        rows=rows,
        more=f"?{urlencode(asked | {'before': found[_PAGE - 1].id})}"
        if len(found) > _PAGE
        else None,
        paging=before is not None,
        asked=asked,
        people=people,
        groups=GROUPS,
        about=story.called(customer[0]) if customer else None,
    )


@routes.post("/audit/exports")
def create_export() -> Any:
    """All of it that the filter lets through, as CSV. Who takes a copy is on the trail, too."""
    wanted, at = _wanted(request.form), clock.now()
    asked = " ".join(
        f"{name}={request.form.get(name)}" for name in _FILTERS if name in request.form
    )
    with transaction() as session:
        trail.note_export(session, "trail", by=me(), at=at, asked=asked[:200])
    named = f"trail-{at.astimezone(config.current().zone):%Y-%m-%d}.csv"
    return Response(
        stream_with_context(_written(wanted)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{named}"'},
    )


def _written(wanted: Wanted) -> Iterator[str]:
    with reading() as session:
        yield from trail.csv_lines(session, trail.everything(session, wanted))


_FILTERS = ("by", "kind", "customer", "day")


def _wanted(given: Any) -> Wanted:
    since = _day(given.get("day", ""))
    return Wanted(
        by=given.get("by", "").strip()[:100] or None,
        kind=given.get("kind", "").strip()[:100] or None,
        customer_id=given.get("customer", type=int),
        since=since,
        until=since + timedelta(days=1) if since else None,
    )


def _day(text: str) -> datetime | None:
    """When that day of the business begins; None where it is no day."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), config.current().zone)
    except ValueError:
        return None


def _rows(session: Session, found: list[Event]) -> list[Row]:
    actors = {event.actor: Actor.read(event.actor) for event in found}
    called = accounts.names(session, actors.values())
    ids = sorted({event.customer_id for event in found if event.customer_id is not None})
    names = {each.id: story.called(each) for each in customers.of_ids(session, ids)}
    threads = conversations.of_customers(session, ids)
    return [
        Row(
            event,
            called.get(event.actor, event.actor.replace("shell/", "terminal: ")),
            event.kind.replace("_", " ").replace(".", " ").capitalize(),
            trail.facts(event),
            names.get(event.customer_id or 0),
            threads.get(event.customer_id or 0),
        )
        for event in found
    ]
