"""A receipt, to be opened again and again until it expires, and to be printed."""

from flask import Response
from sqlalchemy.orm import Session

from concierge.orders import queries as orders
from concierge.payments import queries as payments
from concierge.payments.models import RefundStatus
from concierge.quotes import queries as quotes
from concierge.web.pages.opened import Opened


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
    )
