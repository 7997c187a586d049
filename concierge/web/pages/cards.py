"""A customer's saved cards: which is charged, and which is to go."""

from flask import Response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.errors import Refused
from concierge.orders import queries as orders
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.models import Card
from concierge.web.pages.opened import Opened, find


def choose(token: str, card_id: int) -> Response:
    """POST /l/<token>/cards/<id>/choice: charged from now on; what waits for a card goes on."""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.CARD, to_decide=True)
        if not opened.is_live:
            return opened.gone()
        card = _card(session, opened, card_id)
        if card.detached_at is not None or card.is_expired(opened.at):
            return opened.to()
        payments.choose(session, card, by=opened.by, at=opened.at)
        return opened.to("cards?chosen=1")


def remove(token: str, card_id: int) -> Response:
    """POST /l/<token>/cards/<id>/removal: at once, or after saying what is reserved on it."""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.CARD, to_decide=True)
        if not opened.is_live:
            return opened.gone()
        card = _card(session, opened, card_id)
        sure = request.form.get("sure") == "y"
        try:
            payments.remove(session, card, sure=sure, by=opened.by, at=opened.at)
        except Refused as refusal:
            return _holds(session, opened, card, busy=refusal.code == "card-is-being-charged")
        return opened.to("cards")


def index(token: str) -> Response:
    """GET /l/<token>/cards: the page of the link, with a word on what has just been done."""
    with db.reading() as session:
        opened = find(session, token, LinkPurpose.CARD)
        if not opened.is_live:
            return opened.gone()
        return page(session, opened, chosen="chosen" in request.args)


def page(session: Session, opened: Opened, *, chosen: bool = False) -> Response:
    """Why a card is wanted, those that there are, and the way to another."""
    order = held_order(session, opened)
    return opened.page(
        "card",
        order=order,
        cards=queries.cards(session, opened.customer.id),
        chosen=queries.default_card(session, opened.customer.id),
        done=chosen,
        HeldFor=HeldFor,
    )


def held_order(session: Session, opened: Opened) -> Order | None:
    """The order that the link is about, while it waits for the customer."""
    if opened.link.subject_id is None:
        return None
    order = orders.get(session, opened.link.subject_id)
    return order if order.status is OrderStatus.HELD else None


def _card(session: Session, opened: Opened, card_id: int) -> Card:
    card = session.get(Card, card_id)
    if card is None or card.customer_id != opened.customer.id:
        raise NotFound
    return card


def _holds(session: Session, opened: Opened, card: Card, *, busy: bool) -> Response:
    held = payments.reserved_on(session, card)
    numbers = ", ".join(str(orders.get(session, each.order_id).number) for each in held)
    return opened.page("removal", 409, card=card, numbers=numbers, busy=busy)
