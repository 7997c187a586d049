"""The bank wants the customer present: to its page and back, for the very same payment."""

from enum import Enum, auto

from flask import Response, make_response, redirect
from sqlalchemy.orm import Session

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.orders import queries as orders
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.payments.gateway import NOT_RECOGNISED
from concierge.payments.models import Payment, PaymentStatus
from concierge.web.pages import waiting
from concierge.web.pages.opened import Opened, find

_BY_THE_BANK = {PaymentStatus.ACTION_REQUIRED, PaymentStatus.DECLINED}


class Standing(Enum):
    """How it stands between the customer and their bank."""

    TO_ASK = auto()  # the customer has not pressed the button yet
    ASKED = auto()  # the worker asks for the bank's page
    AT_BANK = auto()  # the bank's page is there
    REFUSED = auto()  # the bank did not recognise the customer; they may try again
    DECLINED = auto()  # this card does not work: another one
    CONFIRMED = auto()
    CANCELLED = auto()
    CHECKING = auto()  # it is our turn


def standing(order: Order, payment: Payment | None) -> Standing:
    """What the order and the payment that the bank is to say yes to say."""
    if order.status is OrderStatus.CANCELLED:
        return Standing.CANCELLED
    if order.held_for in {HeldFor.DECLINED, HeldFor.CARD}:
        return Standing.DECLINED
    if payment is None or payment.status is not PaymentStatus.ACTION_REQUIRED:
        if payment is not None and payment.aside and payment.status is PaymentStatus.DECLINED:
            return Standing.DECLINED
        settled = order.status in {OrderStatus.CONFIRMED, OrderStatus.FULFILLED, OrderStatus.PAID}
        return Standing.CONFIRMED if settled else Standing.CHECKING
    if payment.redirect_url is not None:
        return Standing.AT_BANK
    if payment.problem is None:
        return Standing.ASKED
    return Standing.REFUSED if payment.problem == NOT_RECOGNISED else Standing.TO_ASK


def show(session: Session, opened: Opened) -> Response:
    """The order, the amount, and the button; or why there is nothing to confirm."""
    order, payment = _about(session, opened)
    now = standing(order, payment)
    if now in {Standing.TO_ASK, Standing.ASKED, Standing.AT_BANK, Standing.REFUSED}:
        return opened.page("bank", order=order, refused=now is Standing.REFUSED)
    return _over(opened, order, now)


def confirm(token: str) -> Response:
    """POST /l/<token>/bank"""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.BANK, to_decide=True)
        if not opened.is_live:
            return opened.gone()
        _, payment = _about(session, opened)
        if payment is None or payment.status is not PaymentStatus.ACTION_REQUIRED:
            return opened.to()
        payments.present(session, payment, token, at=opened.at)
        return waiting.begin(opened, "bank")


def wait(token: str) -> Response:
    """GET /l/<token>/bank: until the worker knows the address of the bank's page."""
    with db.reading() as session:
        opened = find(session, token, LinkPurpose.BANK)
        order, payment = _about(session, opened)
        now = standing(order, payment)
        if now is Standing.AT_BANK and payment is not None and payment.redirect_url is not None:
            return make_response(redirect(payment.redirect_url, 303))
        if now is Standing.TO_ASK:
            return opened.to()
        if now is not Standing.ASKED:
            return opened.to("bank/return")
        waited = waiting.since(opened)
        if waited is None:
            return waiting.begin(opened, "bank")
        return waiting.wait(
            opened,
            opened.say("bank.opening"),
            opened.say("card.opening_text"),
            waited=waited,
            retry=opened.url("bank"),
        )


def come_back(token: str) -> Response:
    """GET /l/<token>/bank/return: where the bank sends the customer."""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.BANK)
        order, payment = _about(session, opened)
        now = standing(order, payment)
        if now is Standing.REFUSED:
            return opened.page("bank", order=order, refused=True)
        if now in {Standing.DECLINED, Standing.CONFIRMED, Standing.CANCELLED}:
            return _over(opened, order, now)
        waited = waiting.since(opened)
        if waited is None:
            return waiting.begin(opened, "bank/return")
        if payment is not None and not waiting.is_forgotten(waited):
            payments.look(session, payment, at=opened.at)
        return waiting.wait(
            opened,
            opened.say("bank.asking"),
            opened.say("card.saving_text"),
            waited=waited,
            retry=opened.url("bank") if now is not Standing.CHECKING else None,
        )


def _about(session: Session, opened: Opened) -> tuple[Order, Payment | None]:
    """The order, and its payment; or the one that is to take its place before it lapses."""
    order = orders.get(session, opened.link.subject_id or 0)
    renewal = queries.renewal(session, order.id)
    if renewal is not None and renewal.status in _BY_THE_BANK:
        return order, renewal
    return order, queries.latest(session, order.id)


def _over(opened: Opened, order: Order, now: Standing) -> Response:
    say, name = opened.say, now.name.lower()
    return opened.note(
        say(f"bank.{name}", number=order.number),
        say(f"bank.{name}_text", number=order.number),
        sign="sorry" if now is Standing.DECLINED else "done",
        action=("card", say("bank.other")) if now is Standing.DECLINED else None,
    )
