"""This one order, with any card, on the processor's page; the card is not saved."""

from flask import Response
from sqlalchemy.orm import Session

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.errors import Refused
from concierge.orders import lifecycle, queries
from concierge.orders.models import Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import CardSessionStatus, PayVisit
from concierge.web.pages import visits, waiting
from concierge.web.pages.opened import Opened, find

# Whoever is asked for a card, or for a word with the bank, may pay in this way instead.
_FROM = (LinkPurpose.PAY, LinkPurpose.CARD, LinkPurpose.BANK)


def show(session: Session, opened: Opened) -> Response:
    """What is paid, and the way to do it; or why there is nothing to pay."""
    order = _order(session, opened)
    if not _is_payable(session, order):
        return _over(opened, order)
    return opened.page("pay", order=order)


def request(token: str) -> Response:
    """POST /l/<token>/pay"""
    with db.transaction() as session:
        opened = find(session, token, *_FROM, to_decide=True)
        if not opened.is_live:
            return opened.gone()
        if opened.link.subject_id is None:
            return opened.to()
        order = _order(session, opened)
        if not _is_payable(session, order):
            return _over(opened, order)
        payments.open_paying(
            session,
            order.id,
            order.customer_id,
            order.final,
            what=order.summary,
            token=token,
            at=opened.at,
        )
        return opened.to("pay")


def wait(token: str) -> Response:
    """GET /l/<token>/pay: until the worker knows the address of the processor's page."""
    with db.reading() as session:
        opened = find(session, token, *_FROM)
        return visits.go(opened, _visit(session, opened), "pay")


def come_back(token: str) -> Response:
    """GET /l/<token>/pay/return: where they are sent afterwards, often before the webhook."""
    with db.transaction() as session:
        opened = find(session, token, *_FROM)
        visit = _visit(session, opened)
        if visit is None:
            return opened.to()
        if visit.status is CardSessionStatus.COMPLETE:
            return _over(opened, _order(session, opened))
        if visit.status is CardSessionStatus.FAILED:
            return visits.failed(opened, "pay", "not_paid")
        waited = waiting.since(opened)
        if waited is None:
            return waiting.begin(opened, "pay/return")
        if not waiting.is_forgotten(waited):
            payments.check_visit(session, visit, at=opened.at)
        return waiting.wait(
            opened,
            opened.say("pay.asking"),
            opened.say("card.saving_text"),
            waited=waited,
            retry=opened.url("pay"),
        )


def _order(session: Session, opened: Opened) -> Order:
    return queries.get(session, opened.link.subject_id or 0)


def _visit(session: Session, opened: Opened) -> PayVisit | None:
    if opened.link.subject_id is None:
        return None
    return payment_queries.latest_pay_visit(session, opened.link.subject_id)


def _is_payable(session: Session, order: Order) -> bool:
    try:
        lifecycle.require_payable(session, order)
    except Refused:
        return False
    return True


def _over(opened: Opened, order: Order) -> Response:
    say = opened.say
    if order.status is OrderStatus.CANCELLED:
        title = say("bank.cancelled", number=order.number)
        return opened.note(title, say("confirm.cancelled_text"))
    if order.status in {OrderStatus.PLACED, OrderStatus.HELD}:
        title = say("bank.checking")
        return opened.note(title, say("bank.checking_text", number=order.number), sign="clock")
    return opened.note(say("pay.done"), say("bank.confirmed_text", number=order.number))
