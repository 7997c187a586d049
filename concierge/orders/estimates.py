"""Orders whose price is known only afterwards: "up to $60.00".

The customer agrees to a ceiling. What it really cost is settled once, as it is fulfilled, and is at
most that. Whatever would cost more is asked first; without their OK a person decides whether the
shop keeps to the ceiling or the order is off. Nothing here moves a status.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.errors import Refused
from concierge.events import Actor
from concierge.money import MAX_AMOUNT, Money
from concierge.orders import freezing
from concierge.orders.models import Order, OrderStatus, ShopReceipt
from concierge.payments import queries as payments
from concierge.payments.models import Payment, PaymentStatus

LONGEST_REASON = 200
_AGREED = "The customer agreed to"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that has been made anew from its pixels."""

    content_type: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What it really cost, in minor units, and the proof: a photo, or why there is none."""

    amount: int
    photo: Photo | None = None
    no_receipt: str | None = None


def settle(
    session: Session,
    order: Order,
    payment: Payment,
    cost: Cost | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what it costs in the end; once. Raises `Refused` above what was agreed."""
    by_hand = payment.amount_captured if payment.status is PaymentStatus.CAPTURED else None
    if not order.is_estimate:
        if cost is not None:
            raise Refused("price-is-fixed", f"The price of this order is fixed: {order.money}.")
        order.final_total = by_hand or order.total
        return
    check_asked(order)
    if cost is None:
        raise Refused("price-missing", f"Say what it really cost; {order.price} was agreed.")
    _check(order, cost, by_hand)
    _check_reserved(payment, cost)
    order.final_total = cost.amount
    if cost.photo is None:
        order.no_receipt = cost.no_receipt
        return
    session.add(
        ShopReceipt(
            order_id=order.id,
            content_type=cost.photo.content_type,
            width=cost.photo.width,
            height=cost.photo.height,
            content=cost.photo.content,
            created_at=at,
            created_by=str(by),
        )
    )


def check_asked(order: Order) -> None:
    """Raises `Refused` while its price is open: the customer is asked, or a person decides."""
    if order.asked is not None:
        raise Refused(
            "customer-is-asked",
            f"The customer is being asked about {order.asked}: wait for their answer, or keep to "
            f"the {order.money} first.",
        )
    if order.refused is not None:
        raise Refused(
            "customer-did-not-agree",
            f"The customer did not agree to {order.refused}: keep to the {order.money}, or cancel.",
        )


def _check(order: Order, cost: Cost, by_hand: int | None) -> None:
    if cost.amount > order.total:
        raise Refused(
            "above-the-ceiling",
            f"That is more than the {order.money} they agreed to. Ask them first.",
        )
    if cost.amount < 1:
        raise Refused("price-is-nothing", "Say what it cost. If it cost nothing, cancel the order.")
    if by_hand is not None and cost.amount != by_hand:
        taken = Money(by_hand, order.currency)
        raise Refused("taken-by-hand", f"{taken} was taken at Stripe already: that is the price.")
    reason = (cost.no_receipt or "").strip()
    if cost.photo is None and not reason:
        raise Refused("receipt-missing", "Add a photo of the receipt, or say why there is none.")
    if cost.photo is not None and reason:
        raise Refused("receipt-and-none", "Either there is a receipt or there is none.")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason-too-long", f"Say it in at most {LONGEST_REASON} characters.")


def _check_reserved(payment: Payment, cost: Cost) -> None:
    if payment.status is PaymentStatus.AUTHORISED and cost.amount > payment.amount:
        raise Refused(
            "not-all-reserved",
            f"Only {payment.money} of it is reserved so far, and more can't be taken.",
        )


def short(order: Order, payment: Payment, why: str) -> str:
    """What a person has to know where less is reserved than the customer has agreed to."""
    until = ""
    if payment.capture_before is not None:
        day = payment.capture_before.astimezone(config.current().zone)
        until = f" until {day:%a} {day.day} {day:%b at %H:%M}"
    return (
        f"{_AGREED} {order.money}, and {payment.money} is reserved{until} ({why.rstrip('.')}). "
        "Deliver for at most what is reserved; or try the card again, or text a card link."
    )


def is_short(order: Order, payment: Payment) -> bool:
    """Whether less is reserved than the customer has agreed to."""
    return payment.status is PaymentStatus.AUTHORISED and payment.amount < order.final.amount


def check_more(session: Session, order: Order, total: int) -> None:
    """Whether the customer may be asked for `total` (minor units). Raises `Refused`."""
    if not order.is_estimate:
        raise Refused("price-is-fixed", f"The price of this order is fixed: {order.money}.")
    payment = payments.live(session, order.id)
    reserved = payment is not None and payment.status is PaymentStatus.AUTHORISED
    if order.status is not OrderStatus.CONFIRMED or not reserved:
        raise Refused(
            "order-not-authorised", "They can be asked for more once the agreed sum is reserved."
        )
    if order.asked is not None:
        raise Refused(
            "customer-is-asked", f"The customer is being asked about {order.asked} already."
        )
    if not order.total < total <= MAX_AMOUNT:
        raise Refused(
            "not-above-the-ceiling",
            f"Ask only for more than the {order.money} they agreed to; less needs no question.",
        )


def ask_more(session: Session, order: Order, total: int, *, by: Actor, at: datetime) -> None:
    """The customer is asked whether it may cost `total`: the order waits for their answer."""
    check_more(session, order, total)
    if order.refused is not None:
        _put_right(order)
    order.asked_total, order.refused_total = total, None
    order.started_at = order.started_at or at  # somebody is at the till: UNDO needs a person
    _record(session, "order.asked_more", order, by, at, amount=total)


def not_agreed(
    session: Session, order: Order, total: int, *, by: Actor, at: datetime, answered: bool
) -> str | None:
    """They said no to `total`, or let it lapse. What a person has to know; None: it was not asked.

    The order stays as it was agreed, and cannot be fulfilled before a person has chosen.
    """
    if order.asked_total != total:
        return None
    order.asked_total, order.refused_total = None, total
    kind = "order.said_no" if answered else "order.no_answer"
    _record(session, kind, order, by, at, amount=total)
    return dilemma(order)


def dilemma(order: Order) -> str | None:
    """What a person has to decide since the customer did not agree; None: nothing."""
    if order.refused is None:
        return None
    return (
        f"The customer did not agree to {order.refused}. "
        f"Keep to the {order.money}, or cancel the order."
    )


def keep(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """It is done for at most what was agreed, whatever it costs the shop."""
    if order.asked is None and order.refused is None:
        raise Refused("nothing-asked", "Nothing beyond what was agreed has been asked for.")
    if order.refused is not None:
        _put_right(order)
    order.asked_total = order.refused_total = None
    _record(session, "order.kept", order, by, at, amount=order.total)


def disagree(session: Session, order: Order, total: int, *, by: Actor, at: datetime) -> None:
    """An OK to more was none: `total` (minor units), agreed before, is the most again.

    What is reserved beyond it is let go of when the order is fulfilled or cancelled.
    """
    if order.status not in {OrderStatus.PLACED, OrderStatus.HELD, OrderStatus.CONFIRMED}:
        raise Refused(
            f"order-is-{order.status}",
            "It is too late to lower what may be charged; see the order.",
        )
    order.total = min(order.total, total)
    if order.trouble is not None and _AGREED in order.trouble:
        order.trouble = freezing.over(order, None)
    _record(session, "order.ok_taken_back", order, by, at, amount=order.total)


def _put_right(order: Order) -> None:
    """What a no has put into `trouble`, unless something else has come over it since."""
    if order.trouble == freezing.over(order, dilemma(order)):
        order.trouble = freezing.over(order, None)


def _record(
    session: Session, kind: str, order: Order, by: Actor, at: datetime, *, amount: int
) -> None:
    events.record(
        session,
        kind,
        order,
        by=by,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
        amount=amount,
        currency=order.currency,
    )
