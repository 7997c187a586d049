"""What customers are told of their orders."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.conversation import attention, wording, write
from concierge.conversation.notices.linking import fresh_link, receipt_link
from concierge.conversation.notices.showing import changed
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.events import Happening, Listener
from concierge.money import Money
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import queries as payments
from concierge.payments.models import Payment


def _order_held(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    customer = order.customer
    purpose, template = {
        HeldFor.CARD: (LinkPurpose.CARD, "held_card"),
        HeldFor.DECLINED: (LinkPurpose.CARD, "held_declined"),
        HeldFor.BANK: (LinkPurpose.BANK, "held_bank"),
    }[HeldFor(happening.data["reason"])]
    if customer.onboarded_at is None:
        purpose = LinkPurpose.ACCOUNT
    link = fresh_link(session, customer, purpose, at=happening.at, subject_id=order.id)
    write.say(
        session,
        customer,
        template,
        at=happening.at,
        link=links.marker(link),
        number=order.number,
        total=order.price,
        order_id=order.id,
    )


def _order_asked(session: Session, happening: Happening) -> None:
    """An operator sends the link again; what is delivered already needs other words."""
    order: Order = happening.subject
    if order.status is not OrderStatus.FULFILLED:
        _order_held(session, happening)
        return
    bank = happening.data["reason"] == HeldFor.BANK
    purpose = LinkPurpose.BANK if bank else LinkPurpose.CARD
    link = fresh_link(session, order.customer, purpose, at=happening.at, subject_id=order.id)
    write.say(
        session,
        order.customer,
        "held_bank" if bank else "charge_failed",
        at=happening.at,
        link=links.marker(link),
        number=order.number,
        total=order.price,
        order_id=order.id,
    )


def _order_confirmed(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    payment = payments.live(session, order.id)
    if happening.data["more"]:
        write.say(
            session,
            order.customer,
            "ordered_more",
            at=happening.at,
            number=order.number,
            total=order.price,
            card=payment.card.label if payment else "",
            order_id=order.id,
        )
        return
    if happening.data["again"]:
        changed(session, happening)  # reserved once more: they have been told that it is ordered
        return
    left = int((order.undo_until - happening.at).total_seconds() // 60)
    write.say(
        session,
        order.customer,
        "ordered",
        at=happening.at,
        total=order.price,
        estimate=order.is_estimate,
        card=payment.card.label if payment else "",
        minutes=left if order.started_at is None and left > 0 else 0,
        order_id=order.id,
    )


def _order_paid(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    zone = wording.zone_of(order.customer)
    language = wording.language_of(order.customer)
    fulfilled = order.fulfilled_at or happening.at
    payment = payments.live(session, order.id) if order.is_estimate else None
    rest = _let_go(payment)
    write.say(
        session,
        order.customer,
        "delivered",
        at=happening.at,
        when=wording.moment(fulfilled, happening.at, zone, language),
        note=order.fulfilment_note,
        cost=payment.captured if payment is not None else None,
        reserved=payment.money if payment is not None else None,
        rest=rest,
        link=links.marker(receipt_link(session, order, at=happening.at)),
        order_id=order.id,
    )


def _let_go(payment: Payment | None) -> Money | None:
    """What of a reservation was not taken; None: nothing."""
    if payment is None or payment.amount_captured == payment.amount:
        return None
    return Money(payment.amount - payment.amount_captured, payment.currency)


def _order_cancelled(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    by_customer = happening.by.kind == "customer"
    write.say(
        session,
        order.customer,
        "undone" if by_customer else "cancelled",
        at=happening.at,
        number=order.number,
        summary=order.summary,
        order_id=order.id,
    )


def _order_kept(session: Session, happening: Happening) -> None:
    """It goes ahead for what was agreed: whoever was asked about more need not answer."""
    order: Order = happening.subject
    write.say(
        session,
        order.customer,
        "kept",
        at=happening.at,
        number=order.number,
        total=order.money,
        order_id=order.id,
    )


def _order_trouble(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    attention.call_for_customer(
        session,
        order.customer_id,
        f"Order {order.number}: {happening.data['sentence']}",
        at=happening.at,
    )


def say_status(session: Session, order: Order, *, at: datetime) -> None:
    """How an order stands, for who asks."""
    zone, language = wording.zone_of(order.customer), wording.language_of(order.customer)
    write.say(
        session,
        order.customer,
        "status",
        at=at,
        number=order.number,
        summary=order.summary,
        started=order.started_at is not None,
        promised=wording.moment(order.promised_at, at, zone, language)
        if order.promised_at
        else None,
        order_id=order.id,
    )


def say_receipt(session: Session, order: Order, *, at: datetime) -> None:
    """The receipt's link, again."""
    link = receipt_link(session, order, at=at)
    write.say(
        session,
        order.customer,
        "receipt",
        at=at,
        number=order.number,
        link=links.marker(link),
        order_id=order.id,
    )


LISTENERS: dict[str, Listener] = {
    "order.placed": changed,
    "order.held": _order_held,
    "order.resumed": changed,
    "order.asked": _order_asked,
    "order.confirmed": _order_confirmed,
    "order.started": changed,
    "order.fulfilled": changed,
    "order.paid": _order_paid,
    "order.cancelled": _order_cancelled,
    "order.trouble": _order_trouble,
    "order.asked_more": changed,
    "order.agreed": changed,
    "order.kept": _order_kept,
}
