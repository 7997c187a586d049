"""A receipt, to be opened again and again until it expires, and to be printed."""

from collections.abc import Callable

from flask import Response, abort
from sqlalchemy.orm import Session

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.errors import NotFound
from concierge.orders import queries as orders
from concierge.orders.models import DeliveryPicture, ShopReceipt
from concierge.payments import queries as payments
from concierge.payments.models import RefundStatus
from concierge.quotes import queries as quotes
from concierge.web.pages.opened import Opened, find

# Made anew from pixels when it was kept; all the same a browser is told to run nothing.
_PICTURE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
}


def show(session: Session, opened: Opened) -> Response:
    """What was ordered, where it went, what was taken and what came back."""
    if opened.customer.is_doubted:
        # Without a card there is nothing to prove by, and a receipt names people and addresses.
        return opened.note(opened.say("proof.private"), opened.say("proof.person"), sign="clock")
    order = orders.get(session, opened.link.subject_id or 0)
    payment = payments.of_orders(session, [order.id]).get(order.id)
    refunds = [
        refund
        for refund in (payment.refunds if payment else [])
        if refund.status is not RefundStatus.FAILED
    ]
    return opened.page(
        "receipt",
        order=order,
        quote=quotes.get(session, order.quote_id),
        payment=payment,
        refunds=refunds,
        RefundStatus=RefundStatus,
        has_picture=orders.has_delivery_picture(session, order.id),
        has_receipt=order.is_estimate and orders.has_receipt(session, order.id),
    )


def photo(token: str) -> Response:
    """GET /l/<token>/photo: the shop's receipt, as long as the link shows ours."""
    return _shown(token, orders.receipt)


def picture(token: str) -> Response:
    """GET /l/<token>/picture: what was delivered, as long as the link shows the receipt."""
    return _shown(token, orders.delivery_picture)


def _shown(
    token: str, find_picture: Callable[[Session, int], ShopReceipt | DeliveryPicture]
) -> Response:
    with db.reading() as session:
        opened = find(session, token, LinkPurpose.RECEIPT)
        if not opened.is_live:
            return opened.gone()
        if opened.customer.is_doubted:
            abort(404)
        try:
            kept = find_picture(session, opened.link.subject_id or 0)
        except NotFound:
            abort(404)
        return Response(kept.content, mimetype=kept.content_type, headers=_PICTURE)
