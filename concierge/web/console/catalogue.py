"""The catalogue: what the shop sells, ready to be put into a quote."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock, config, money
from concierge.catalogue import lifecycle, queries
from concierge.catalogue.models import CatalogueItem
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console.asking import me, typed

routes = Blueprint("catalogue", __name__)
_FIELDS = ("name", "price", "details")


@routes.get("/catalogue")
def index() -> Any:
    """What is on sale, and a form for something new."""
    return _list(dict.fromkeys(_FIELDS, ""))


@routes.post("/catalogue")
def create() -> Any:
    """Something new."""
    given = {field: typed(field) for field in _FIELDS}
    try:
        price = money.parse(given["price"], config.current().currency)
        with transaction() as session:
            item = lifecycle.add(
                session, given["name"], price, by=me(), at=clock.now(), details=given["details"]
            )
    except Refused as refusal:
        return _list(given, problem=refusal.message), 422
    flash(f"{item.name} is in the catalogue.", "done")
    return redirect(url_for(".index"), 303)


@routes.get("/catalogue/<int:item_id>")
def show(item_id: int) -> Any:
    """One item, to be changed."""
    with reading() as session:
        item = queries.get(session, item_id)
    given = {"name": item.name, "price": item.price.decimal(), "details": item.details}
    return _form(item, given)


@routes.post("/catalogue/<int:item_id>")
def update(item_id: int) -> Any:
    """Another name, price or description."""
    given = {field: typed(field) for field in _FIELDS}
    try:
        with transaction() as session:
            item = queries.get(session, item_id)
            lifecycle.change(
                session,
                item,
                name=given["name"],
                price=money.parse(given["price"], item.currency),
                details=given["details"],
                by=me(),
                at=clock.now(),
            )
    except Refused as refusal:
        with reading() as session:
            return _form(queries.get(session, item_id), given, problem=refusal.message), 422
    flash(f"{item.name} is changed. Quotes that were made before stay as they are.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/catalogue/<int:item_id>/retirement")
def create_retirement(item_id: int) -> Any:
    """Not offered any more."""
    with transaction() as session:
        item = queries.get(session, item_id)
        lifecycle.retire(session, item, by=me(), at=clock.now())
    flash(f"{item.name} is not offered any more.", "done")
    return redirect(url_for(".index"), 303)


def _list(given: dict[str, str], *, problem: str | None = None) -> str:
    matching = request.args.get("q", "").strip()
    with reading() as session:
        items = queries.on_sale(session, matching)
    return render_template(
        "console/catalogue/index.html",
        items=items,
        matching=matching,
        typed=given,
        problem=problem,
        currency=config.current().currency,
    )


def _form(item: CatalogueItem, given: dict[str, str], *, problem: str | None = None) -> str:
    return render_template("console/catalogue/show.html", item=item, typed=given, problem=problem)
