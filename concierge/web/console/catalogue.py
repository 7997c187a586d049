"""The catalogue: what the shop sells, ready to be put into a quote."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock, config
from concierge.catalogue import availability, lifecycle, queries
from concierge.catalogue.lifecycle import Goods
from concierge.catalogue.models import CatalogueItem
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console import goods, uploading
from concierge.web.console.asking import is_fragment, me
from concierge.web.console.goods import Typed

routes = Blueprint("catalogue", __name__)
routes.add_app_template_global(availability.said, "available")

_PAGE = 50


@routes.get("/catalogue")
def index() -> Any:
    """What is on sale, or archived: a page of it, by name."""
    matching = request.args.get("q", "").strip()[:100]
    archived = "archived" in request.args
    after = None
    if (name := request.args.get("after")) is not None:
        after = (name, request.args.get("id", 0, type=int))
    with reading() as session:
        items = queries.listed(session, matching, archived=archived, after=after, limit=_PAGE + 1)
    more = None
    if len(items) > _PAGE:
        last = items[_PAGE - 1]
        more = url_for(
            ".index",
            after=last.name,
            id=last.id,
            q=matching or None,
            archived="y" if archived else None,
        )
    return render_template(
        "console/catalogue/_items.html" if is_fragment() else "console/catalogue/index.html",
        items=items[:_PAGE],
        matching=matching,
        archived=archived,
        more=more,
    )


@routes.get("/catalogue/new")
def new() -> Any:
    """A form for something new."""
    return _form(None, Typed())


@routes.post("/catalogue")
def create() -> Any:
    """Something new."""
    typed = goods.read(request.form)
    if _wants_more(typed):
        return _form(None, typed)
    given = goods.check(typed, config.current().currency)
    try:
        picture = uploading.of_goods("picture")
        if given is None:
            raise Refused("item-unsound", "")
        with transaction() as session:
            item = lifecycle.create(session, given, by=me(), at=clock.now())
            if picture is not None:
                lifecycle.show(session, item, picture, by=me(), at=clock.now())
    except Refused as refusal:
        return _form(None, typed, refusal), 422
    flash(f"{item.name} is in the catalogue.", "done")
    return redirect(url_for(".index"), 303)


@routes.get("/catalogue/<int:item_id>")
def show(item_id: int) -> Any:
    """One item, to be changed."""
    with reading() as session:
        item = queries.get(session, item_id)
    return _form(item, goods.written(Goods.of(item)))


@routes.post("/catalogue/<int:item_id>")
def update(item_id: int) -> Any:
    """What is said of it from now on."""
    typed = goods.read(request.form)
    with reading() as session:
        item = queries.get(session, item_id)
    if _wants_more(typed):
        return _form(item, typed)
    given = goods.check(typed, item.currency)
    try:
        picture = uploading.of_goods("picture")
        if given is None:
            raise Refused("item-unsound", "")
        with transaction() as session:
            item = queries.lock(session, item_id)
            lifecycle.change(
                session,
                item,
                given,
                by=me(),
                at=clock.now(),
                counted_from=goods.count(typed.counted_from),
            )
            if picture is not None or "unpicture" in request.form:
                lifecycle.show(session, item, picture, by=me(), at=clock.now())
    except Refused as refusal:
        if refusal.code == "stock-moved":
            return _counted_anew(item_id, typed, refusal), 422
        return _form(item, typed, refusal), 422
    flash(f"{item.name} is changed. Quotes that were made before stay as they are.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/catalogue/<int:item_id>/retirement")
def create_retirement(item_id: int) -> Any:
    """Archived: not offered any more."""
    with transaction() as session:
        item = queries.get(session, item_id)
        lifecycle.retire(session, item, by=me(), at=clock.now())
    flash(f"{item.name} is archived: it is not offered any more.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/catalogue/<int:item_id>/restoration")
def create_restoration(item_id: int) -> Any:
    """Offered again."""
    try:
        with transaction() as session:
            item = queries.get(session, item_id)
            lifecycle.restore(session, item, by=me(), at=clock.now())
        flash(f"{item.name} is offered again.", "done")
    except Refused as refusal:
        flash(refusal.message, "refused")
    return redirect(url_for(".show", item_id=item_id), 303)


def _wants_more(typed: Typed) -> bool:
    """The buttons that only add an empty row to the form: one is there already."""
    wanted = request.form.get("action")
    if wanted == "option":
        typed.options.append(goods.TypedOption())
    elif wanted == "period":
        typed.periods.append(goods.TypedPeriod())
    return wanted in {"option", "period"}


def _counted_anew(item_id: int, typed: Typed, refusal: Refused) -> str:
    """The count has moved: the form says what it is now, and takes the next one from there."""
    with reading() as session:
        item = queries.get(session, item_id)
    now = "" if item.stock is None else str(item.stock)
    typed.stock, typed.counted_from = now, now
    typed.problems["stock"] = refusal.message
    return _form(item, typed)


def _form(item: CatalogueItem | None, typed: Typed, refusal: Refused | None = None) -> str:
    if refusal is not None and refusal.message:
        typed.problems[_PLACES.get(refusal.code, "")] = refusal.message
    return render_template(
        "console/catalogue/show.html" if item else "console/catalogue/new.html",
        item=item,
        typed=typed,
        currency=item.currency if item else config.current().currency,
    )


# Beside which field a refusal stands.
_PLACES = {
    "item-name": "name",
    "item-code": "code",
    "item-code-taken": "code",
    "item-details": "details",
    "item-stock": "stock",
    "never-available": "weekdays",
    "period-ends-first": "periods",
    "too-many-periods": "periods",
    "option-without-choices": "options",
    "option-surcharge": "options",
    "too-many-options": "options",
    "option-name": "options",
    "option-twice": "options",
    "picture-too-large": "picture",
    "not-a-picture": "picture",
}
