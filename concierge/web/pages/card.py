"""To Stripe's page and back: our own pages only wait for the worker, who asks Stripe."""

from flask import Response
from sqlalchemy.orm import Session

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.orders import queries as orders
from concierge.orders.models import OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.models import CardSession, CardSessionStatus
from concierge.web.pages import cards, visits, waiting
from concierge.web.pages.opened import Opened, find


def show(session: Session, opened: Opened) -> Response:
    """Why a card is wanted, those that there are, and the way to save another."""
    return cards.page(session, opened)


def request(token: str) -> Response:
    """POST /l/<token>/card"""
    with db.transaction() as session:
        opened = find(
            session,
            token,
            LinkPurpose.ACCOUNT,
            LinkPurpose.CARD,
            LinkPurpose.BANK,
            to_decide=True,
        )
        if not opened.is_live:
            return opened.gone()
        if not _wanted(session, opened):
            return opened.to()
        payments.open_card_session(session, opened.link, at=opened.at)
        return opened.to("card")


def _wanted(session: Session, opened: Opened) -> bool:
    match opened.link.purpose:
        case LinkPurpose.ACCOUNT:
            return opened.customer.onboarded_at is not None
        case LinkPurpose.BANK:
            order = orders.get(session, opened.link.subject_id or 0)
            return order.status is OrderStatus.HELD or order.trouble is not None
        case _:
            return True


def wait(token: str) -> Response:
    """GET /l/<token>/card: until the worker knows the address of Stripe's page."""
    with db.reading() as session:
        opened = find(session, token)
        return visits.go(opened, queries.latest_card_session(session, opened.link.id), "card")


def come_back(token: str) -> Response:
    """GET /l/<token>/card/return: where Stripe sends the customer, often before its webhook."""
    with db.transaction() as session:
        opened = find(session, token)
        visit = queries.latest_card_session(session, opened.link.id)
        if visit is None:
            return opened.to()
        if visit.status is CardSessionStatus.COMPLETE:
            return _saved(session, opened, visit)
        if visit.status is CardSessionStatus.FAILED:
            return visits.failed(opened, "card", "not_saved")
        waited = waiting.since(opened)
        if waited is None:
            return waiting.begin(opened, "card/return")
        if not waiting.is_forgotten(waited):
            payments.check_visit(session, visit, at=opened.at)
        return waiting.wait(
            opened,
            opened.say("card.saving"),
            opened.say("card.saving_text"),
            waited=waited,
            retry=opened.url("card"),
        )


def _saved(session: Session, opened: Opened, visit: CardSession) -> Response:
    """The link is used by now; its owner is told that all is well, and not that it has expired."""
    say, name = opened.say, opened.customer.first_name
    card = queries.default_card(session, visit.customer_id)
    return opened.note(
        say("saved.title_named", name=name) if name else say("saved.title"),
        *([say("saved.card", card=card.label)] if card else []),
        say("saved.text"),
    )
