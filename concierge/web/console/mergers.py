"""Two customers are one person, or are not after all: what happens, before it is done."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.customers import mergers, numbers, queries
from concierge.customers.models import Customer
from concierge.db import transaction
from concierge.errors import NotFound, Refused
from concierge.locks import lock_customers
from concierge.merging import lifecycle, obstacles
from concierge.payments import queries as payments
from concierge.web.console import story
from concierge.web.console.asking import me, typed

routes = Blueprint("mergers", __name__)


@routes.get("/customers/<int:customer_id>/merger")
def new(customer_id: int) -> Any:
    """Who else they are (`?number=`), and what would move."""
    return _page(customer_id, request.args.get("number", "").strip()[:60])


@routes.post("/customers/<int:customer_id>/merger")
def create(customer_id: int) -> Any:
    """They are one person, and everything goes on with this one."""
    other = request.form.get("absorbed", 0, type=int)
    try:
        with transaction() as session:
            lifecycle.merge(session, customer_id, other, by=me(), at=clock.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(customer_id, typed("number"), refusal.message), 422
    flash("They are one customer now. It can be undone on this page.", "done")
    return redirect(url_for("console.customers.show", customer_id=customer_id), 303)


@routes.get("/mergers/<int:merger_id>/undoing")
def new_undoing(merger_id: int) -> Any:
    """What goes back, and what stays."""
    return _undoing(merger_id)


@routes.post("/mergers/<int:merger_id>/undoing")
def create_undoing(merger_id: int) -> Any:
    """They are two after all."""
    try:
        with transaction() as session:
            merger = lifecycle.undo(session, merger_id, by=me(), at=clock.now())
            kept_id = merger.kept_id
    except Refused as refusal:
        return _undoing(merger_id, refusal.message), 422
    flash("They are two customers again.", "done")
    return redirect(url_for("console.customers.show", customer_id=kept_id), 303)


def _page(customer_id: int, number: str, problem: str | None = None) -> str:
    # A transaction, for the obstacles hold what they look at; it changes nothing.
    with transaction() as session:
        queries.get(session, customer_id)
        other_id = None
        if number:
            try:
                other_id = _known(session, number, besides=customer_id)
            except Refused as refusal:
                problem = problem or refusal.message
        lock_customers(session, *{customer_id, other_id or customer_id})
        ways = []
        one = queries.get(session, customer_id)
        if other_id is not None:
            other = queries.get(session, other_id)
            ways = [_way(session, one, other), _way(session, other, one)]
        return render_template(
            "console/mergers/new.html", one=one, number=number, ways=ways, problem=problem,
            called=story.called,
        )  # fmt: skip


def _known(session: Session, number: str, *, besides: int) -> int:
    """Who has this number; on another channel one's own may be another customer's."""
    points = queries.by_number(session, numbers.normalise(number))
    if not points:
        raise Refused("nobody-there", f"Nobody has texted from {number[:40]} yet.")
    whose = [point.customer_id for point in points]
    return next((each for each in whose if each != besides), whose[0])


def _way(session: Session, kept: Customer, absorbed: Customer) -> dict[str, Any]:
    """One of the two ways to merge them, and what speaks against it."""
    return {
        "kept": kept,
        "absorbed": absorbed,
        "reasons": list(dict.fromkeys(obstacles.of_merging(session, kept, absorbed))),
        "cards": payments.cards(session, absorbed.id),
    }


def _undoing(merger_id: int, problem: str | None = None) -> str:
    with transaction() as session:
        merger = mergers.get(session, merger_id)
        lock_customers(session, merger.kept_id, merger.absorbed_id)
        texts, quotes = obstacles.since(session, merger)
        return render_template(
            "console/mergers/undoing.html",
            merger=merger,
            reasons=obstacles.of_undoing(session, merger),
            texts=texts,
            quotes=quotes,
            called=story.called,
            points=[p for p in merger.kept.contact_points if p.id in merger.point_ids],
            problem=problem,
        )
