"""What owners want known of customers, besides what everybody is asked."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from concierge import clock
from concierge.customers import fields
from concierge.customers.models import FieldKind
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console.asking import me, typed

routes = Blueprint("fields", __name__)


@routes.get("/fields")
def index() -> Any:
    """All of them, and a form for one more."""
    return _page()


@routes.post("/fields")
def create() -> Any:
    """One more."""
    try:
        with transaction() as session:
            field = fields.define(
                session, typed("name"), typed("kind"), typed("choices"), by=me(), at=clock.now()
            )
            said = f"{field.name} is asked for on every customer's page now."
    except Refused as refusal:
        return _page(refusal.message), 422
    flash(said, "done")
    return redirect(url_for(".index"), 303)


@routes.post("/fields/<int:field_id>/retirement")
def create_retirement(field_id: int) -> Any:
    """Ask for it no more."""
    with transaction() as session:
        field = fields.retire(session, field_id, by=me(), at=clock.now())
        said = f"{field.name} is not asked for any more; what was written is kept."
    flash(said, "done")
    return redirect(url_for(".index"), 303)


def _page(problem: str | None = None) -> str:
    with reading() as session:
        defined = fields.defined(session)
    given = {name: typed(name) for name in ("name", "kind", "choices")}
    return render_template(
        "console/house/fields.html",
        fields=defined,
        kinds=list(FieldKind),
        given=given,
        problem=problem,
    )
