"""What customers are told of their orders."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge.conversation import attention, wording, write
from concierge.conversation.notices.linking import fresh_link, receipt_link
from concierge.conversation.notices.showing import changed
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.events import Happening, Listener
from concierge.orders.models import HeldFor, Order, OrderStatus, Whereabouts
from concierge.orders.tracking import Parcel
from concierge.payments import queries as payments


def _order_held(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    if happening.data.get("pay"):
        _order_offered(session, happening)
        return
    purpose, template = {
        HeldFor.CARD: (LinkPurpose.CARD, "held_card"),
        HeldFor.DECLINED: (LinkPurpose.CARD, "held_declined"),
        HeldFor.BANK: (LinkPurpose.BANK, "held_bank"),
        HeldFor.EXPIRED: (LinkPurpose.CARD, "held_expired"),
        HeldFor.PROOF: (LinkPurpose.PROOF, "held_proof"),
    }[HeldFor(happening.data["reason"])]
    if order.customer.onboarded_at is None:
        purpose = LinkPurpose.ACCOUNT
    _send_link(session, order, purpose, template, at=happening.at)


def _order_offered(session: Session, happening: Happening) -> None:
    """They may pay this order alone, with any card."""
    _send_link(session, happening.subject, LinkPurpose.PAY, "pay_link", at=happening.at)


def _order_asked(session: Session, happening: Happening) -> None:
    """An operator sends the link again; what is delivered already needs other words."""
    order: Order = happening.subject
    if order.status is not OrderStatus.FULFILLED:
        _order_held(session, happening)
        return
    bank = happening.data["reason"] == HeldFor.BANK
    purpose, template = (
        (LinkPurpose.BANK, "held_bank") if bank else (LinkPurpose.CARD, "charge_failed")
    )
    _send_link(session, order, purpose, template, at=happening.at)


def _send_link(
    session: Session, order: Order, purpose: LinkPurpose, template: str, *, at: datetime
) -> None:
    """A text about an order that waits for its customer, with the link that it waits for."""
    link = fresh_link(session, order.customer, purpose, at=at, subject_id=order.id)
    write.say(
        session,
        order.customer,
        template,
        at=at,
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
    write.say(
        session,
        order.customer,
        "delivered",
        at=happening.at,
        when=wording.moment(fulfilled, happening.at, zone, language),
        note=order.fulfilment_note,
        cost=payment.captured if payment is not None else None,
        reserved=payment.money if payment is not None else None,
        rest=payment.let_go if payment is not None and payment.let_go.amount else None,
        link=links.marker(receipt_link(session, order, at=happening.at)),
        order_id=order.id,
    )


def _order_out(session: Session, happening: Happening) -> None:
    write.say(
        session,
        happening.subject.customer,
        "on_its_way",
        at=happening.at,
        order_id=happening.subject.id,
        **_on_its_way(happening.subject, at=happening.at),
    )


def on_its_way_text(order: Order, parcel: Parcel, *, at: datetime) -> str:
    """What the customer would be told if it set out now, for whoever is about to press."""
    customer = order.customer
    facts = _on_its_way(order, at=at) | {
        "courier": parcel.courier,
        "tracking": None if customer.is_doubted else parcel.tracking,
    }
    name = None if customer.is_doubted else customer.first_name
    return wording.render("on_its_way", wording.language_of(customer), name=name, **facts)


def _on_its_way(order: Order, *, at: datetime) -> dict[str, Any]:
    return {
        "number": order.number,
        "summary": order.summary,
        "promised": _promised(order, at),
        "courier": order.courier,
        "tracking": _tracking(order),
    }


def _promised(order: Order, at: datetime) -> str | None:
    if order.promised_at is None or order.promised_at < at:
        return None  # nobody wants to read that it is late already
    zone, language = wording.zone_of(order.customer), wording.language_of(order.customer)
    return wording.moment(order.promised_at, at, zone, language)


def _tracking(order: Order) -> str | None:
    # A courier's page may say where it goes: nothing for somebody who took over the number.
    return None if order.customer.is_doubted else order.tracking


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
    out = order.whereabouts is Whereabouts.OUT
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
        out=out,
        tracking=_tracking(order) if out else None,
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
    "order.offered": _order_offered,
    "order.thawed": changed,
    "order.confirmed": _order_confirmed,
    "order.started": changed,
    "order.given": changed,
    "order.taken_back": changed,
    "order.out": _order_out,
    "order.fulfilled": changed,
    "order.paid": _order_paid,
    "order.cancelled": _order_cancelled,
    "order.trouble": _order_trouble,
    "order.asked_more": changed,
    "order.agreed": changed,
    "order.kept": _order_kept,
}
