"""Differences: where our books and the providers' do not agree, and what a person says to it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock
from concierge.conversation import queries as conversations
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.operators import accounts
from concierge.orders import queries as orders
from concierge.reconciliation import lifecycle, queries
from concierge.reconciliation.verdicts import ADVICE
from concierge.web.console import story
from concierge.web.console.asking import me, typed

routes = Blueprint("differences", __name__)

_PAGE = 30
_NOUNS = {
    "payment": "Payment at Stripe",
    "refund": "Refund at Stripe",
    "dispute": "Dispute at Stripe",
    "movement": "Stripe's balance",
    "text": "Text at Twilio",
}


@routes.get("/differences")
def index() -> Any:
    """What differs now, and what did."""
    return _page()


@routes.post("/differences/<int:difference_id>/resolution")
def create_resolution(difference_id: int) -> Any:
    """A person says what it was."""
    try:
        with transaction() as session:
            row = queries.difference(session, difference_id)
            lifecycle.resolve(session, row, typed("note"), by=me(), at=clock.now())
    except Refused as refusal:
        if refusal.code == "not-found":
            raise
        return _page(problem=refusal.message, about=difference_id), 422
    flash("Noted. It is not listed again while it stays the same.", "done")
    return redirect(url_for(".index"), 303)


def _page(*, problem: str | None = None, about: int | None = None) -> str:
    before, ended_before = (request.args.get(name, type=int) for name in ("before", "ended_before"))
    with reading() as session:
        rows = queries.page(session, is_open=True, before=before, limit=_PAGE + 1)
        ended = queries.page(session, is_open=False, before=ended_before, limit=_PAGE + 1)
        shown = [*rows, *ended]
        ids = sorted({row.customer_id for row in shown if row.customer_id is not None})
        actors = accounts.names(session, [row.actor for row in ended if row.actor is not None])
        return render_template(
            "console/differences/index.html",
            rows=rows[:_PAGE],
            more=rows[_PAGE - 1].id if len(rows) > _PAGE else None,
            ended=ended[:_PAGE],
            more_ended=ended[_PAGE - 1].id if len(ended) > _PAGE else None,
            count=queries.open_count(session),
            last=queries.latest(session),
            nouns=_NOUNS,
            advice=ADVICE,
            names={each.id: story.called(each) for each in customers.of_ids(session, ids)},
            threads=conversations.of_customers(session, ids),
            numbers=orders.numbers(session, {row.order_id for row in shown if row.order_id}),
            people=actors,
            problem=problem,
            about=about,
        )
