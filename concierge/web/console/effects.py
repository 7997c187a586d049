"""Health: calls to the outside that fail, were given up, or wait too long, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import newcomers
from concierge.conversation import queries as conversations
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.effects import lifecycle, queries
from concierge.effects.models import Effect
from concierge.effects.queries import Concern
from concierge.errors import Refused
from concierge.web.console import story
from concierge.web.console.asking import me, typed

routes = Blueprint("effects", __name__)

_PAGE = 30
_WHAT = {
    "message.send": "Text out",
    "message.again": "Text that was lost, to be sent anew",
    "media.fetch": "Picture that came in",
    "card.open": "Page for saving a card",
    "card.check": "Look whether a card was saved",
    "card.default": "Make a card the default",
    "payment.authorise": "Reserve money",
    "payment.confirm": "Confirm with the bank",
    "payment.look": "Look how a payment stands",
    "payment.capture": "Take reserved money",
    "payment.cancel": "Let go of reserved money",
    "refund.make": "Give money back",
    "card.detach": "Detach an erased customer's card",
    "customer.forget": "Delete an erased customer at the card processor",
    "stripe.event": "News from the card processor",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An effect as the page shows it."""

    effect: Effect
    what: str
    who: str | None
    conversation: int | None


@routes.get("/effects")
def index() -> Any:
    """What needs somebody, in three groups."""
    return _page()


@routes.get("/outages")
def outages() -> Any:
    """What every page says of them, for pages that stay open."""
    return render_template("console/_outages.html")


@routes.post("/effects/<int:effect_id>/retry")
def create_retry(effect_id: int) -> Any:
    """Try it now."""

    def again(session: Session, effect: Effect) -> str:
        lifecycle.retry(session, effect, me(), clock.now())
        return f"{_what(effect)}: tried again now."

    return _decide(effect_id, again)


@routes.post("/effects/<int:effect_id>/abandonment")
def create_abandonment(effect_id: int) -> Any:
    """It is not to be done."""

    def abandon(session: Session, effect: Effect) -> str:
        lifecycle.abandon(session, effect, me(), clock.now(), typed("why"))
        return f"{_what(effect)}: abandoned."

    return _decide(effect_id, abandon)


def _decide(effect_id: int, verb: Callable[[Session, Effect], str]) -> Any:
    try:
        with transaction() as session:
            said = verb(session, queries.lock(session, effect_id))
    except Refused as refusal:
        if refusal.code == "not-found":
            raise
        return _page(problem=refusal.message, about=effect_id), 422
    flash(said, "done")
    return redirect(url_for(".index"), 303)


def _page(*, problem: str | None = None, about: int | None = None) -> str:
    now = clock.now()
    afters = {concern: request.args.get(concern, type=int) for concern in Concern}
    with reading() as session:
        found = {
            concern: queries.concerning(session, concern, now, after=after, limit=_PAGE + 1)
            for concern, after in afters.items()
        }
        rows = _rows(session, [effect for group in found.values() for effect in group])
        counts = queries.concerns(session, now)
        alarm = newcomers.alarm(session, at=now)
    return render_template(
        "console/effects/index.html",
        groups={concern: [rows[e.id] for e in group[:_PAGE]] for concern, group in found.items()},
        more={
            concern: group[_PAGE - 1].id if len(group) > _PAGE else None
            for concern, group in found.items()
        },
        counts=counts,
        alarm=alarm,
        paging=any(afters.values()),
        problem=problem,
        about=about,
    )


def _rows(session: Session, effects: list[Effect]) -> dict[int, Row]:
    ids = sorted({effect.customer_id for effect in effects if effect.customer_id is not None})
    names = {each.id: story.called(each) for each in customers.of_ids(session, ids)}
    threads = conversations.of_customers(session, ids)
    return {
        effect.id: Row(
            effect,
            _what(effect),
            names.get(effect.customer_id or 0),
            threads.get(effect.customer_id or 0),
        )
        for effect in effects
    }


def _what(effect: Effect) -> str:
    return _WHAT.get(effect.kind, effect.kind)
