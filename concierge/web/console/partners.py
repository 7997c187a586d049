"""Partners: whom orders are given to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.partners import lifecycle, queries
from concierge.partners.models import Partner
from concierge.web.console.asking import me, typed

routes = Blueprint("partners", __name__)

_PAGE = 50


@routes.get("/partners")
def index() -> Any:
    """A page of them, by name, with a form for another."""
    return _list()


@routes.post("/partners")
def create() -> Any:
    """Somebody new."""
    try:
        with transaction() as session:
            partner = lifecycle.add(
                session,
                typed("name"),
                contact=typed("contact"),
                note=typed("note"),
                by=me(),
                at=clock.now(),
            )
    except Refused as refusal:
        return _list(refusal), 422
    flash(f"{partner.name} can be given orders.", "done")
    return redirect(url_for(".index"), 303)


@routes.get("/partners/<int:partner_id>")
def show(partner_id: int) -> Any:
    """One partner, to be changed."""
    return _one(partner_id)


@routes.post("/partners/<int:partner_id>")
def update(partner_id: int) -> Any:
    """What is known of them."""
    try:
        with transaction() as session:
            partner = queries.get(session, partner_id)
            lifecycle.change(
                session,
                partner,
                typed("name"),
                typed("contact"),
                typed("note"),
                by=me(),
                at=clock.now(),
            )
    except Refused as refusal:
        return _one(partner_id, refusal), 422
    flash(f"{partner.name} is changed.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/partners/<int:partner_id>/retirement")
def create_retirement(partner_id: int) -> Any:
    """No order is given to them any more."""
    with transaction() as session:
        partner = queries.get(session, partner_id)
        lifecycle.retire(session, partner, by=me(), at=clock.now())
    flash(f"{partner.name} is given no more orders. What they have stays with them.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/partners/<int:partner_id>/restoration")
def create_restoration(partner_id: int) -> Any:
    """They work with us again."""
    try:
        with transaction() as session:
            partner = queries.get(session, partner_id)
            lifecycle.restore(session, partner, by=me(), at=clock.now())
        flash(f"{partner.name} can be given orders again.", "done")
    except Refused as refusal:
        flash(refusal.message, "refused")
    return redirect(url_for(".index"), 303)


def _list(refusal: Refused | None = None) -> str:
    retired = "retired" in request.args
    after = None
    if (name := request.args.get("after")) is not None:
        after = (name, request.args.get("id", 0, type=int))
    with reading() as session:
        found = queries.listed(session, retired=retired, after=after, limit=_PAGE + 1)
    last = found[_PAGE - 1] if len(found) > _PAGE else None
    more = None
    if last is not None:
        more = url_for(".index", after=last.name, id=last.id, retired="y" if retired else None)
    return render_template(
        "console/partners/index.html",
        partners=found[:_PAGE],
        retired=retired,
        more=more,
        values=request.form,
        problem=refusal,
    )


def _one(partner_id: int, refusal: Refused | None = None) -> str:
    with reading() as session:
        partner: Partner = queries.get(session, partner_id)
    known = {"name": partner.name, "contact": partner.contact, "note": partner.note}
    return render_template(
        "console/partners/show.html",
        partner=partner,
        values=request.form if refusal else known,
        problem=refusal,
    )
