"""What is known about a customer, and correcting it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.config import LANGUAGES
from concierge.conversation import notices, parting, write
from concierge.customers import consent, entry, lifecycle, queries, tags
from concierge.customers import fields as known
from concierge.customers.known import require_whole
from concierge.customers.models import Customer
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.payments import lifecycle as paying
from concierge.web.console import zones
from concierge.web.console.asking import back_to, is_fragment, me, typed
from concierge.web.console.panel import FIELDS, read

routes = Blueprint("customers", __name__)

_BY_HAND = "an operator's mark"


@routes.get("/customers/<int:customer_id>")
def show(customer_id: int) -> Any:
    """The panel as a page of its own: on a phone, and to correct what is in it."""
    return _page(customer_id)


@routes.post("/customers/<int:customer_id>")
def update(customer_id: int) -> Any:
    """Correct what is known."""
    fields = {field: typed(field) for field in FIELDS if field in request.form}
    custom = _typed_custom()
    try:
        with transaction() as session:
            customer = queries.lock(session, customer_id)
            lifecycle.edit(session, customer, by=me(), at=clock.now(), **fields)
            if "source" in request.form:
                source = request.form.get("source", type=int)
                entry.put_down(session, customer, source, by=me(), at=clock.now())
            if custom:
                known.write(session, customer, custom, by=me(), at=clock.now())
    except Refused as refusal:
        return _page(customer_id, typed_in=fields, custom=custom, problem=refusal.message), 422
    flash("Saved.", "done")
    if thread := request.form.get("thread", type=int):
        return redirect(url_for("console.conversations.show", conversation_id=thread), 303)
    return redirect(url_for(".show", customer_id=customer_id), 303)


@routes.post("/customers/<int:customer_id>/tags")
def create_tag(customer_id: int) -> Any:
    """Tag them with a word."""

    def tag(session: Session, customer: Customer) -> str:
        tags.add(session, customer, typed("tag"), by=me(), at=clock.now())
        return "Tagged."

    return _decide(customer_id, tag)


@routes.post("/customers/<int:customer_id>/tags/removal")
def delete_tag(customer_id: int) -> Any:
    """Take a tag off."""

    def untag(session: Session, customer: Customer) -> str:
        tags.remove(session, customer, typed("tag"), by=me(), at=clock.now())
        return "The tag is off."

    return _decide(customer_id, untag)


@routes.post("/customers/<int:customer_id>/consent")
def create_consent(customer_id: int) -> Any:
    """Put down what they said about marketing."""

    def put_down(session: Session, customer: Customer) -> str:
        given = typed("given") == "yes"
        consent.put_down(
            session, customer, given=given, words=typed("words"), by=me(), at=clock.now()
        )
        return "Put down." if given else "Put down: no marketing."

    return _decide(customer_id, put_down)


@routes.post("/customers/<int:customer_id>/card-link")
def create_card_link(customer_id: int) -> Any:
    """Text a link on which they choose, remove or add a card."""

    def send(session: Session, customer: Customer) -> str:
        notices.text_card_link(session, customer, by=me(), at=clock.now())
        return "A card link is on its way."

    return _decide(customer_id, send)


@routes.post("/customers/<int:customer_id>/doubt")
def create_doubt(customer_id: int) -> Any:
    """The number may have changed hands: nothing is charged until they show that it is them."""

    def doubt(session: Session, customer: Customer) -> str:
        point = write.of_customer(session, customer.id).contact_point
        _require_number(customer)
        lifecycle.doubt(session, point, because=_BY_HAND, by=me(), at=clock.now())
        return "Nothing is charged until they have shown on a link that it is them."

    return _decide(customer_id, doubt)


@routes.post("/customers/<int:customer_id>/vouching")
def create_vouching(customer_id: int) -> Any:
    """It is them: a colleague knows."""

    def vouch(session: Session, customer: Customer) -> str:
        paying.start_anew(session, customer.id)
        lifecycle.vouch(session, customer, by=me(), at=clock.now())
        return "It is them. What waited for that goes on."

    return _decide(customer_id, vouch)


@routes.post("/customers/<int:customer_id>/parting")
def create_parting(customer_id: int) -> Any:
    """The number is somebody else's: cards off, links dead, what is open frozen."""

    def part(session: Session, customer: Customer) -> str:
        _require_number(customer)
        point = write.of_customer(session, customer.id).contact_point
        parting.part(session, point, because=parting.BY_HAND, by=me(), at=clock.now())
        return "The number is a fresh customer's now; the cards are taken off."

    return _decide(customer_id, part)


@routes.post("/customers/<int:customer_id>/reunion")
def create_reunion(customer_id: int) -> Any:
    """It was their number after all."""

    def reunite(session: Session, customer: Customer) -> str:
        parting.reunite(session, customer.id, by=me(), at=clock.now())
        return "The number is theirs again. Their cards are gone: send a card link."

    return _decide(customer_id, reunite)


def _require_number(customer: Customer) -> None:
    if customer.parted_at is not None:
        raise Refused("customer-has-no-number", "This customer has no number any more.")


def _decide(customer_id: int, verb: Callable[[Session, Customer], str]) -> Any:
    """Lock, decide, say what was done; where it may not be done, the page with the reason."""
    try:
        with transaction() as session:
            customer = queries.lock(session, customer_id)
            require_whole(customer)
            said = verb(session, customer)
    except Refused as refusal:
        return _page(customer_id, problem=refusal.message), 422
    flash(said, "done")
    return redirect(back_to(url_for(".show", customer_id=customer_id)), 303)


def _typed_custom() -> dict[int, str]:
    """What was typed into the owners' own fields: "custom.3"."""
    named = (name.removeprefix("custom.") for name in request.form if name.startswith("custom."))
    return {int(number): typed(f"custom.{number}") for number in named if number.isdecimal()}


def _page(
    customer_id: int,
    *,
    typed_in: dict[str, str] | None = None,
    custom: dict[int, str] | None = None,
    problem: str | None = None,
) -> Any:
    with reading() as session:
        panel = read(session, customer_id, typed_in=typed_in, typed_custom=custom, problem=problem)
        if (into := panel.customer.merged_into_id) is not None and problem is None:
            return redirect(url_for(".show", customer_id=into))
        return render_template(
            f"console/customers/{'_panel' if is_fragment() else 'show'}.html",
            panel=panel,
            entries=[] if is_fragment() else [each for each, _ in entry.listed(session, limit=200)],
            languages=LANGUAGES,
            timezones=zones.names(),
        )
