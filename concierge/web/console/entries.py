"""Entry points, for owners: QR codes and links that say where a customer came from."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from concierge import clock, config
from concierge.customers import entry
from concierge.db import reading, transaction
from concierge.errors import NotFound, Refused
from concierge.web.console.asking import me, typed

routes = Blueprint("entries", __name__)

_PAGE = 50


@routes.get("/entry-points")
def index() -> Any:
    """All of them, each with its link, its code to print and who came by it."""
    return _page()


@routes.post("/entry-points")
def create() -> Any:
    """One more."""
    try:
        with transaction() as session:
            made = entry.name(
                session, typed("name"), typed("word"), typed("greeting"), by=me(), at=clock.now()
            )
            said = f"{made.name} is an entry point: print its code, or put its link on a page."
    except Refused as refusal:
        return _page(refusal.message), 422
    flash(said, "done")
    return redirect(url_for(".index"), 303)


@routes.get("/entry-points/<int:entry_id>/code.svg")
def show_code(entry_id: int) -> Any:
    """The QR code, to print at any size."""
    number = config.current().twilio_phone_number
    if not number:
        raise NotFound("phone number to print")
    with reading() as session:
        drawn = entry.picture(entry.get(session, entry_id), number)
    kept = {"Cache-Control": "private, max-age=86400", "Vary": "Cookie"}
    return Response(drawn, mimetype="image/svg+xml", headers=kept)


@routes.post("/entry-points/<int:entry_id>/retirement")
def create_retirement(entry_id: int) -> Any:
    """Its word means nothing any more."""
    with transaction() as session:
        found = entry.retire(session, entry_id, by=me(), at=clock.now())
        said = f"The word “{found.word}” means nothing any more; who came by it keeps that."
    flash(said, "done")
    return redirect(url_for(".index"), 303)


def _page(problem: str | None = None) -> str:
    asked = request.args.get("before", "")
    before = int(asked) if asked.isdecimal() else None
    number = config.current().twilio_phone_number
    with reading() as session:
        rows = entry.listed(session, before=before, limit=_PAGE + 1)
        return render_template(
            "console/house/entries.html",
            rows=[(each, came, number and entry.link(each, number)) for each, came in rows[:_PAGE]],
            more=rows[_PAGE - 1][0].id if len(rows) > _PAGE else None,
            given={name: typed(name) for name in ("name", "word", "greeting")},
            problem=problem,
            body=entry.body,
        )
