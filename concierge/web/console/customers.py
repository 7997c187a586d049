"""What is known about a customer, and correcting it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock, events
from concierge.config import LANGUAGES
from concierge.conversation import notices, parting, write
from concierge.conversation import queries as conversations
from concierge.conversation.models import Conversation
from concierge.customers import lifecycle, queries
from concierge.customers import parting as partings
from concierge.customers.models import Consent, ConsentKind, Customer, Parting
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.money import Money
from concierge.orders import queries as orders
from concierge.orders.models import Order
from concierge.payments import dispute_queries
from concierge.payments import lifecycle as paying
from concierge.payments import queries as payments
from concierge.payments.models import Card, Dispute, FraudWarning, WarningStatus
from concierge.web.console import zones
from concierge.web.console.asking import back_to, is_fragment, me, typed

routes = Blueprint("customers", __name__)

_FIELDS = ("name", "email", "address", "language", "timezone", "notes")
_LATEST = 5
_BY_HAND = "an operator's mark"


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything beside the thread."""

    customer: Customer
    conversation: Conversation | None
    cards: list[Card]
    chosen: Card | None
    parting: Parting | None  # their number turned out to be somebody else's
    origin: Parting | None  # how they came to theirs
    consents: list[Consent]
    orders: list[Order]
    order_count: int
    spent: list[Money]
    disputes: list[Dispute]
    warnings: list[FraudWarning]
    fields: dict[str, str]  # what the form shows: what is known, or what was typed
    problem: str | None = None

    @property
    def marketing(self) -> bool:
        """Whether their last word on marketing was yes."""
        said = (line.given for line in self.consents if line.kind is ConsentKind.MARKETING)
        return next(said, False)


def read(
    session: Session,
    customer_id: int,
    *,
    typed_in: dict[str, str] | None = None,
    problem: str | None = None,
) -> Panel:
    """The panel of one customer: twelve statements."""
    customer = queries.get(session, customer_id)
    return Panel(
        customer,
        conversations.with_points(session, customer_id),
        payments.cards(session, customer_id),
        payments.default_card(session, customer_id),
        partings.latest(session, customer_id),
        partings.origin(session, customer_id),
        queries.consents(session, customer_id),
        orders.of_customer(session, customer_id, limit=_LATEST),
        orders.count_of(session, customer_id),
        payments.spent(session, customer_id),
        [row for row in dispute_queries.of(session, customer_id=customer_id) if row.is_open],
        [
            row
            for row in dispute_queries.warnings_of(session, customer_id=customer_id)
            if row.status is WarningStatus.RAISED
        ],
        {field: getattr(customer, field) or "" for field in _FIELDS} | (typed_in or {}),
        problem,
    )


@routes.get("/customers/<int:customer_id>")
def show(customer_id: int) -> Any:
    """The panel as a page of its own: on a phone, and to correct what is in it."""
    return _page(customer_id)


@routes.post("/customers/<int:customer_id>")
def update(customer_id: int) -> Any:
    """Correct what is known."""
    fields = {field: typed(field) for field in _FIELDS if field in request.form}
    try:
        with transaction() as session:
            customer = queries.lock(session, customer_id)
            lifecycle.edit(session, customer, by=me(), at=clock.now(), **fields)
    except Refused as refusal:
        return _page(customer_id, typed_in=fields, problem=refusal.message), 422
    flash("Saved.", "done")
    if thread := request.form.get("thread", type=int):
        return redirect(url_for("console.conversations.show", conversation_id=thread), 303)
    return redirect(url_for(".show", customer_id=customer_id), 303)


@routes.post("/customers/<int:customer_id>/card-link")
def create_card_link(customer_id: int) -> Any:
    """Text a link on which they choose, remove or add a card."""

    def send(session: Session, customer: Customer) -> str:
        write.require_reachable(session, write.of_customer(session, customer.id))
        notices.send_card_link(session, customer, at=clock.now())
        events.record(
            session,
            "customer.sent_card_link",
            customer,
            by=me(),
            at=clock.now(),
            customer_id=customer.id,
        )
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
            said = verb(session, queries.lock(session, customer_id))
    except Refused as refusal:
        return _page(customer_id, problem=refusal.message), 422
    flash(said, "done")
    return redirect(back_to(url_for(".show", customer_id=customer_id)), 303)


def _page(
    customer_id: int, *, typed_in: dict[str, str] | None = None, problem: str | None = None
) -> str:
    with reading() as session:
        panel = read(session, customer_id, typed_in=typed_in, problem=problem)
        return render_template(
            f"console/customers/{'_panel' if is_fragment() else 'show'}.html",
            panel=panel,
            languages=LANGUAGES,
            timezones=zones.names(),
        )
