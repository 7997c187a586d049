"""The number may have changed hands: is whoever opens the link still the owner of the card?

Until that is known no page names the customer, their address, or how a card of theirs ends.
"""

from flask import Response, request
from sqlalchemy.orm import Session

from concierge import db
from concierge.conversation import parting
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import LinkPurpose
from concierge.orders import queries as orders
from concierge.orders.models import OrderStatus
from concierge.payments import lifecycle as payments
from concierge.web.limits import limiter
from concierge.web.pages.opened import Opened, find, must_prove

# On top of the few tries that there are in all.
_TRIES = "20 per minute"


def show(token: str) -> Response:
    """GET /l/<token>/proof"""
    with db.reading() as session:
        opened = find(session, token, proven=False)
        return _instead(session, opened) or _page(session, opened)


@limiter.limit(_TRIES)
def submit(token: str) -> Response:
    """POST /l/<token>/proof: right, and the link goes on to where it led."""
    with db.transaction() as session:
        opened = find(session, token, to_decide=True, proven=False)
        if (instead := _instead(session, opened)) is not None:
            return instead
        if payments.prove(
            session, opened.customer.id, request.form.get("digits", ""), at=opened.at
        ):
            return opened.to()
        return _page(session, opened, failed=True)


def afresh(token: str) -> Response:
    """POST /l/<token>/afresh: they can't say, and begin as somebody new, with a card of theirs."""
    with db.transaction() as session:
        opened = find(session, token, to_decide=True, proven=False)
        if (instead := _instead(session, opened)) is not None:
            return instead
        point = next(point for point in opened.customer.contact_points if point.doubted_at)
        thread = parting.part(session, point, because=parting.AFRESH, by=opened.by, at=opened.at)
        customers.lock(session, thread.customer_id).language = opened.customer.language
        link = links.create(session, thread.customer_id, LinkPurpose.ACCOUNT, at=opened.at)
        return Opened(link, opened.customer, links.token(link), opened.at).to()


def shown(session: Session, opened: Opened) -> Response:
    """GET /l/<token> of a link that asked for this alone: it has been shown.

    The order that waited for it may have been let go of meanwhile.
    """
    order = orders.get(session, opened.link.subject_id) if opened.link.subject_id else None
    if order is not None and order.status is OrderStatus.CANCELLED:
        title = opened.say("bank.cancelled", number=order.number)
        return opened.note(title, opened.say("confirm.cancelled_text"))
    return opened.note(opened.say("proof.done"), opened.say("proof.done_text"))


def _instead(session: Session, opened: Opened) -> Response | None:
    if not opened.is_live:
        return opened.gone()
    return None if must_prove(session, opened.customer) else opened.to()


def _page(session: Session, opened: Opened, *, failed: bool = False) -> Response:
    left = payments.tries_left(session, opened.customer.id)
    return opened.page("proof", 422 if failed else 200, failed=failed, left=left)
