"""Where an order is: given to a partner, out for delivery, taken back, delivered.

Each has a page of its own that says what follows, and asks for what it needs. The board opens the
same part in a window.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import notices
from concierge.db import reading
from concierge.orders import choices, lifecycle, queries, tracking
from concierge.orders.models import Order
from concierge.partners import queries as partners
from concierge.payments import queries as payments
from concierge.web.console.asking import is_fragment, me, typed
from concierge.web.console.orders import decide

routes = Blueprint("deliveries", __name__)

# A move's address, and the choice that has to be open for it.
MOVES = {"partner": "give", "departure": "out", "return": "back", "fulfilment": "fulfil"}


@routes.get("/orders/<int:order_id>/<move>")
def show(order_id: int, move: str) -> Any:
    """What follows, said before the click, and the button."""
    if move not in MOVES:
        abort(404)
    back = request.args.get("back") or url_for("console.orders.show", order_id=order_id)
    page = _page(order_id, move, back=back)
    if page is None:
        abort(409, "This can't be done with the order as it is now. Load the page again.")
    return page


@routes.post("/orders/<int:order_id>/partner")
def create_handover(order_id: int) -> Any:
    """A partner does it."""

    def give(session: Session, order: Order) -> str:
        partner = partners.get(session, request.form.get("partner", 0, type=int))
        lifecycle.give(session, order, partner, by=me(), at=clock.now())
        contact = f" ({partner.contact})" if partner.contact else ""
        return f"Order {order.number} is with {partner.name}{contact}. Tell them: we do not."

    return decide(order_id, give, again=_again("partner"))


@routes.post("/orders/<int:order_id>/departure")
def create_departure(order_id: int) -> Any:
    """It is on its way, and the customer reads so."""

    def set_out(session: Session, order: Order) -> str:
        parcel = tracking.read(typed("courier"), typed("tracking"))
        lifecycle.set_out(session, order, parcel, by=me(), at=clock.now())
        return f"Order {order.number} is out for delivery; the customer is told."

    return decide(order_id, set_out, again=_again("departure"))


@routes.post("/orders/<int:order_id>/return")
def create_return(order_id: int) -> Any:
    """It is here again."""

    def take_back(session: Session, order: Order) -> str:
        lifecycle.take_back(session, order, by=me(), at=clock.now())
        return f"Order {order.number} is to be fulfilled here again. Nobody is told."

    return decide(order_id, take_back)


def _again(move: str) -> Callable[[int, str], str | None]:
    """The page with what was typed and what is wrong with it."""
    back = request.form.get("back", "")

    def page(order_id: int, problem: str) -> str | None:
        return _page(order_id, move, back=back, problem=problem)

    return page


def _page(order_id: int, move: str, *, back: str, problem: str | None = None) -> str | None:
    """None where the order is past it."""
    with reading() as session:
        order = queries.get(session, order_id)
        payment = payments.of_orders(session, [order.id]).get(order.id)
        if not getattr(choices.of(order, payment), MOVES[move]):
            return None
        return render_template(
            "console/orders/_move.html" if is_fragment() else "console/orders/move.html",
            move=move,
            order=order,
            payment=payment,
            partners=partners.listed(session) if move == "partner" else [],
            text=notices.on_its_way_text(order, tracking.Parcel(), at=clock.now()),
            back=back,
            problem=problem,
            typed=request.form,
        )
