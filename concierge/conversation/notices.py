"""Events become texts. `LISTENERS` is the whole list of what the service says by itself."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.conversation import attention, history, wording, write
from concierge.conversation.models import Message
from concierge.customers import consent, hours, lifecycle, links
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint, Customer, Link, LinkPurpose
from concierge.errors import Refused
from concierge.events import Happening, Listener
from concierge.money import Money
from concierge.orders import queries as order_queries
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments import queries as payments
from concierge.payments.models import Card, Refund
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

_MOST_LINKS, _RENEWALS_WITHIN = 5, timedelta(hours=1)


# --- quotes --------------------------------------------------------------------------------------


def quote_text(quote: Quote, *, at: datetime, several: bool = False) -> str:
    """The exact text that presents a quote. `several`: name its number, others are open too."""
    customer = quote.customer
    language, zone = wording.language_of(customer), wording.zone_of(customer)
    address = quote.address or customer.address
    return wording.render(
        "quote",
        language,
        name=customer.first_name,
        quote=quote,
        lines=quote.lines,
        several=several,
        money=lambda amount: Money(amount, quote.currency).format(language),
        address=", ".join(address.split("\n")) if address else None,
        promised=wording.moment(quote.promised_at, at, zone, language)
        if quote.promised_at
        else None,
        expires=wording.moment(quote.expires_at, at, zone, language),
    )


def _quote_sent(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    conversation = write.of_customer(session, quote.customer_id)
    write.require_reachable(session, conversation)
    attention.settle(session, conversation, at=happening.at)
    several = len(quote_queries.live(session, quote.customer_id, happening.at)) > 1
    text = quote_text(quote, at=happening.at, several=several)
    if len(text) > write.LONGEST:
        raise Refused(
            "quote-too-long",
            f"This quote makes a text of {len(text)} characters; {write.LONGEST} is the most. "
            "Use fewer or shorter lines.",
        )
    write.put(
        session,
        conversation,
        text,
        by=happening.by,
        at=happening.at,
        template="quote",
        quote_id=quote.id,
        expires_at=quote.expires_at,
    )


def _message_sent(session: Session, happening: Happening) -> None:
    message: Message = happening.subject
    if message.template == "quote" and message.quote_id is not None:
        quotes.presented(session, quote_queries.get(session, message.quote_id), at=happening.at)
    elif message.template in {"stopped", "started"}:
        point = session.get_one(ContactPoint, message.contact_point_id)
        consent.confirmed(session, point, message.body)


def _quote_accepted(session: Session, happening: Happening) -> None:
    """On a page, where the number was in doubt: now it is not."""
    quote: Quote = happening.subject
    if happening.by.kind == "customer":
        lifecycle.vouch(session, quote.customer)


def _quote_declined(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    write.say(
        session, quote.customer, "declined", at=happening.at, number=quote.number, quote_id=quote.id
    )


def _quote_nudged(session: Session, happening: Happening) -> None:
    quote: Quote = happening.subject
    language, zone = wording.language_of(quote.customer), wording.zone_of(quote.customer)
    write.say(
        session,
        quote.customer,
        "nudge",
        at=happening.at,
        good_for=_while_awake(session, quote, at=happening.at),
        summary=quote.summary,
        total=quote.money,
        number=quote.number,
        expires=wording.moment(quote.expires_at, happening.at, zone, language),
        several=len(quote_queries.live(session, quote.customer_id, happening.at)) > 1,
        quote_id=quote.id,
    )


def _while_awake(session: Session, quote: Quote, *, at: datetime) -> timedelta:
    """How long it may be sent: a worker that comes too late must not wake anybody."""
    point = write.of_customer(session, quote.customer_id).contact_point
    night = hours.asleep_from(hours.zones(quote.customer, point.address), at)
    return min(quote.expires_at, night) - at


# --- orders --------------------------------------------------------------------------------------


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
    link = _fresh_link(session, customer, purpose, at=happening.at, subject_id=order.id)
    write.say(
        session,
        customer,
        template,
        at=happening.at,
        link=links.marker(link),
        number=order.number,
        total=order.money,
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
    link = _fresh_link(session, order.customer, purpose, at=happening.at, subject_id=order.id)
    write.say(
        session,
        order.customer,
        "held_bank" if bank else "charge_failed",
        at=happening.at,
        link=links.marker(link),
        number=order.number,
        total=order.money,
        order_id=order.id,
    )


def _order_confirmed(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    if happening.data["again"]:
        _changed(session, happening)  # reserved once more: they have been told that it is ordered
        return
    payment = payments.live(session, order.id)
    left = int((order.undo_until - happening.at).total_seconds() // 60)
    write.say(
        session,
        order.customer,
        "ordered",
        at=happening.at,
        total=order.money,
        card=payment.card.label if payment else "",
        minutes=left if order.started_at is None and left > 0 else 0,
        order_id=order.id,
    )


def _order_paid(session: Session, happening: Happening) -> None:
    order: Order = happening.subject
    zone = wording.zone_of(order.customer)
    language = wording.language_of(order.customer)
    fulfilled = order.fulfilled_at or happening.at
    write.say(
        session,
        order.customer,
        "delivered",
        at=happening.at,
        when=wording.moment(fulfilled, happening.at, zone, language),
        note=order.fulfilment_note,
        link=links.marker(_receipt_link(session, order, at=happening.at)),
        order_id=order.id,
    )


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
    link = _receipt_link(session, order, at=at)
    write.say(
        session,
        order.customer,
        "receipt",
        at=at,
        number=order.number,
        link=links.marker(link),
        order_id=order.id,
    )


def _receipt_link(session: Session, order: Order, *, at: datetime) -> Link:
    return links.create(
        session,
        order.customer_id,
        LinkPurpose.RECEIPT,
        at=at,
        lifetime=timedelta(days=config.current().receipt_days),
        subject_id=order.id,
    )


# --- cards and money -----------------------------------------------------------------------------


def _card_saved(session: Session, happening: Happening) -> None:
    card: Card = happening.subject
    customer = customers.get(session, card.customer_id)
    lifecycle.vouch(session, customer)
    if order_queries.held(session, customer.id):
        return  # the order goes on now, and its own text names the card
    quote = _to_ask_about(session, customer, at=happening.at)
    write.say(
        session,
        customer,
        "card_saved",
        at=happening.at,
        card=card.label,
        quote=quote,
        quote_id=quote.id if quote else None,
    )


def _to_ask_about(session: Session, customer: Customer, *, at: datetime) -> Quote | None:
    """The one quote that waits for an OK: a text of ours in between must not hide it."""
    live = quote_queries.live(session, customer.id, at)
    waits = len(live) == 1 and history.unanswered(session, at, only=live[0].id)
    return live[0] if waits else None


def send_card_link(session: Session, customer: Customer, *, at: datetime) -> None:
    """A link on which the card can be changed (or the account opened)."""
    purpose = LinkPurpose.CARD if customer.onboarded_at else LinkPurpose.ACCOUNT
    link = _fresh_link(session, customer, purpose, at=at)
    write.say(session, customer, "card_link", at=at, link=links.marker(link))


def renew(session: Session, old: Link, *, at: datetime) -> bool:
    """ "Text me a new one": the same kind of link, by text, to the customer's own number.

    False, and nothing is sent, once they were given several within the hour: whoever holds an old
    link must not be able to fill its owner's phone.
    """
    customer = old.customer
    if links.made_since(session, customer.id, at - _RENEWALS_WITHIN) >= _MOST_LINKS:
        return False
    if old.purpose is LinkPurpose.RECEIPT and old.subject_id is not None:
        say_receipt(session, order_queries.get(session, old.subject_id), at=at)
        return True
    purpose = old.purpose
    if purpose is LinkPurpose.ACCOUNT and customer.onboarded_at is not None:
        purpose = LinkPurpose.CARD
    link = _fresh_link(session, customer, purpose, at=at, subject_id=old.subject_id)
    write.say(session, customer, "new_link", at=at, link=links.marker(link))
    return True


def _fresh_link(
    session: Session,
    customer: Customer,
    purpose: LinkPurpose,
    *,
    at: datetime,
    subject_id: int | None = None,
) -> Link:
    # Whoever is filling the account page in must be able to send it off; saving a card ends both.
    if purpose is not LinkPurpose.ACCOUNT:
        links.retire(session, customer.id, purpose, at=at)
    return links.create(session, customer.id, purpose, at=at, subject_id=subject_id)


def _refunded(session: Session, happening: Happening) -> None:
    refund: Refund = happening.subject
    order = order_queries.get(session, refund.payment.order_id)
    write.say(
        session,
        order.customer,
        "refunded",
        at=happening.at,
        amount=refund.money,
        card=refund.payment.card.label,
        number=order.number,
        order_id=order.id,
    )


def _refund_failed(session: Session, happening: Happening) -> None:
    refund: Refund = happening.subject
    order = order_queries.get(session, refund.payment.order_id)
    attention.call_for_customer(
        session,
        order.customer_id,
        f"The refund of {refund.money} for order {order.number} failed: {refund.problem}",
        at=happening.at,
    )


def _effect_given_up(session: Session, happening: Happening) -> None:
    effect = happening.subject
    if effect.customer_id is not None:
        attention.call_for_customer(
            session,
            effect.customer_id,
            f"Given up: {happening.data['effect']} ({happening.data['reason']})",
            at=happening.at,
        )


def _changed(session: Session, happening: Happening) -> None:
    """Open consoles show the new state."""
    conversation = write.of_customer(session, happening.subject.customer_id)
    attention.touch(session, conversation, at=happening.at)


LISTENERS: dict[str, Listener] = {
    "quote.sent": _quote_sent,
    "quote.accepted": _quote_accepted,
    "quote.declined": _quote_declined,
    "quote.nudged": _quote_nudged,
    "quote.expired": _changed,
    "quote.withdrawn": _changed,
    "quote.drafted": _changed,
    "message.sent": _message_sent,
    "order.placed": _changed,
    "order.held": _order_held,
    "order.resumed": _changed,
    "order.asked": _order_asked,
    "order.confirmed": _order_confirmed,
    "order.started": _changed,
    "order.fulfilled": _changed,
    "order.paid": _order_paid,
    "order.cancelled": _order_cancelled,
    "order.trouble": _order_trouble,
    "card.saved": _card_saved,
    "refund.succeeded": _refunded,
    "refund.failed": _refund_failed,
    "effect.given_up": _effect_given_up,
}


def register() -> None:
    """Listen, from now on."""
    for kind, listener in LISTENERS.items():
        events.Listeners.add(kind, listener)
