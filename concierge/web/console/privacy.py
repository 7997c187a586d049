"""A customer's data: handing all of it out, and forgetting them."""

import tempfile
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for

from concierge import clock, events
from concierge.customers import queries
from concierge.db import transaction
from concierge.errors import Refused
from concierge.privacy import erasing, exporting, obstacles
from concierge.web.console import story
from concierge.web.console.asking import me, typed

routes = Blueprint("privacy", __name__)

_IN_MEMORY = 5_000_000  # bytes of a zip, before it goes to a temporary file


@routes.post("/customers/<int:customer_id>/export")
def create_export(customer_id: int) -> Any:
    """Everything that is kept of them, as a zip."""
    now = clock.now()
    with transaction() as session:
        customer = queries.lock(session, customer_id)
        events.record(
            session, "customer.exported", customer, by=me(), at=now, customer_id=customer_id
        )
    packed = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (Flask closes what it sends)
    exporting.export(customer_id, packed, at=now)
    packed.seek(0)
    return send_file(
        packed,
        mimetype="application/zip",
        as_attachment=True,
        download_name=exporting.file_name(customer_id, now),
    )


@routes.get("/customers/<int:customer_id>/erasure")
def new_erasure(customer_id: int) -> Any:
    """What erasing means, why it can't be done now, or the form that asks a second time."""
    return _page(customer_id)


@routes.post("/customers/<int:customer_id>/erasure")
def create_erasure(customer_id: int) -> Any:
    """Forget them, once their number has been typed."""
    try:
        with transaction() as session:
            customer = queries.lock(session, customer_id)
            if customer.erased_at is None and not erasing.is_theirs(customer, typed("number")):
                raise Refused(
                    "not-their-number", "That is not a number they write from. Nothing was done."
                )
            erasing.erase(session, customer, by=me(), at=clock.now())
    except Refused as refusal:
        if refusal.code == "not-found":
            raise
        return _page(customer_id, problem=refusal.message), 422
    flash("Erased. Nothing personal is kept of them any more.", "done")
    return redirect(url_for("console.customers.show", customer_id=customer_id), 303)


def _page(customer_id: int, *, problem: str | None = None) -> str:
    # A transaction, for the obstacles hold what they look at; it changes nothing.
    with transaction() as session:
        customer = queries.lock(session, customer_id)
        return render_template(
            "console/customers/erasure.html",
            customer=customer,
            called=story.called(customer),
            reasons=[] if customer.erased_at else obstacles.of(session, customer_id),
            problem=problem,
        )
