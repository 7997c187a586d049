"""A stronger yes than a text: the whole offer on a page, and a button that orders it."""

from flask import Response
from sqlalchemy.orm import Session

from concierge import db
from concierge.conversation import attention
from concierge.customers import lifecycle as customers
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.errors import Refused
from concierge.orders import queries as orders
from concierge.orders.models import OrderStatus
from concierge.payments import queries as payments
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries
from concierge.quotes.models import Quote, QuoteStatus
from concierge.web.pages.opened import Opened, find


def show(session: Session, opened: Opened) -> Response:
    """The offer in full; once it is decided or over, what became of it."""
    quote = _about(session, opened)
    if not quote.is_live(opened.at):
        return _over(session, opened, quote)
    if not opened.is_live:
        return opened.gone()
    card = payments.default_card(session, opened.customer.id)
    address = quote.address or opened.customer.address
    if opened.customer.is_doubted:
        address = None  # without a card there is nothing to prove by
    return opened.page("confirm", quote=quote, card=card, address=address)


def place(token: str) -> Response:
    """POST /l/<token>/order: pressed twice, it is one order, and the same page."""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.CONFIRM, to_decide=True)
        quote = _about(session, opened)
        if opened.is_live and quote.is_live(opened.at):
            try:
                with db.savepoint(session):
                    quotes.accept(session, quote, by=opened.by, at=opened.at)
            except Refused as refusal:
                if refusal.code != "stock-short":
                    raise
                return _short(session, opened, quote, refusal)
            customers.vouch(session, opened.customer, by=opened.by, at=opened.at)
            links.use(opened.link, opened.at)
        return opened.to()


def _short(session: Session, opened: Opened, quote: Quote, refusal: Refused) -> Response:
    """Somebody else was quicker: nothing is ordered, and a person writes to them."""
    why = f"Said yes to quote {quote.number}, but: {refusal.message}"
    attention.call_for_customer(session, quote.customer_id, why, at=opened.at)
    return opened.note(opened.say("confirm.short"), opened.say("confirm.short_text"), sign="clock")


def refuse(token: str) -> Response:
    """POST /l/<token>/refusal"""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.CONFIRM, to_decide=True)
        quote = _about(session, opened)
        if opened.is_live and quote.is_live(opened.at):
            quotes.decline(session, quote, by=opened.by, at=opened.at)
            links.use(opened.link, opened.at)
        return opened.to()


def _about(session: Session, opened: Opened) -> Quote:
    return queries.get(session, opened.link.subject_id or 0)


def _over(session: Session, opened: Opened, quote: Quote) -> Response:
    if quote.status is QuoteStatus.ACCEPTED:
        return _ordered(session, opened, quote)
    if quote.status is QuoteStatus.DECLINED:
        name = "declined"
    elif quote.status is QuoteStatus.WITHDRAWN:
        name = "replaced" if quote.replaced_by_id is not None else "withdrawn"
    else:
        name = "expired"
    sign = "done" if name == "declined" else "clock"
    return opened.note(opened.say(f"confirm.{name}"), opened.say(f"confirm.{name}_text"), sign=sign)


def _ordered(session: Session, opened: Opened, quote: Quote) -> Response:
    say, order = opened.say, orders.of_quote(session, quote.origin_id)
    if order is not None and order.status is OrderStatus.CANCELLED:
        title = say("bank.cancelled", number=quote.number)
        return opened.note(title, say("confirm.cancelled_text"))
    if order is not None and order.status is OrderStatus.HELD:
        return opened.note(
            say("confirm.held"), say("confirm.held_text", number=quote.number), sign="clock"
        )
    total = quote.price.format(opened.language)
    number = order.number if order is not None else quote.number
    paragraphs = [say("confirm.ordered_text", number=number, total=total)]
    if order is not None and order.started_at is None and opened.at < order.undo_until:
        paragraphs.append(say("confirm.undo", time=opened.time(order.undo_until)))
    return opened.note(say("confirm.ordered"), *paragraphs)
