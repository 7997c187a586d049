"""The life of an order. Nothing else moves its status.

placed ── authorised ──▶ confirmed ── fulfil ──▶ fulfilled ── captured ──▶ paid
  │  ▲                       │
  ▼  │ the customer acted    │ undo, cancel
 held ───────────────────────┴──▶ cancelled

Where the card lets an order down a sentence is put into `trouble`, and a person decides: `resume`
tries the card again, `ask` sends the customer a link. What an order costs in the end, and asking
for more than was agreed, is in `estimates`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from concierge import config, events
from concierge.catalogue import stock
from concierge.customers.models import Customer
from concierge.db import put
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import estimates, queries
from concierge.orders.freezing import require_thawed
from concierge.orders.models import HeldFor, Order, OrderGoods, OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment, PaymentStatus
from concierge.transitions import Transitions

_S = OrderStatus
MOVES = Transitions(
    "order",
    {
        _S.PLACED: {_S.CONFIRMED, _S.HELD, _S.CANCELLED},
        _S.HELD: {_S.PLACED, _S.CONFIRMED, _S.CANCELLED},
        _S.CONFIRMED: {_S.FULFILLED, _S.PLACED, _S.HELD, _S.CANCELLED},
        _S.FULFILLED: {_S.PAID},
    },
)
# A second click, or a colleague's, is no second text.
_BREATH = timedelta(minutes=1)
_HELD_FOR = {
    payments.Obstacle.NO_CARD: HeldFor.CARD,
    payments.Obstacle.EXPIRED: HeldFor.EXPIRED,
    payments.Obstacle.DOUBTED: HeldFor.PROOF,
    None: HeldFor.CARD,
}
_NO_CARD = {
    payments.Obstacle.EXPIRED: "The card has expired; ask the customer for another.",
    payments.Obstacle.DOUBTED: (
        "The number may have changed hands: the card is not charged until its owner has shown on "
        "a link that it is them."
    ),
    payments.Obstacle.NO_CARD: "There is no card to charge; ask the customer for one.",
    None: "There is no card to charge; ask the customer for one.",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """What an accepted quote hands over. `total` in minor units; of an estimate, at most.

    `goods` is how many of which item; `beyond_stock`: a person agreed to promise more than is left.
    """

    quote_id: int
    number: int
    customer: Customer
    total: int
    currency: str
    summary: str
    address: str | None
    promised_at: datetime | None
    is_estimate: bool = False
    goods: Mapping[int, int] = field(default_factory=dict)
    beyond_stock: bool = False


def place(session: Session, placement: Placement, *, by: Actor, at: datetime) -> Order:
    """The customer said OK. The card is authorised next, or asked for where there is none.

    What it takes of the stock is counted out. Raises `Refused` where there is not enough.
    """
    customer = placement.customer
    taken = stock.take(session, placement.goods, beyond=placement.beyond_stock)
    order = Order(
        quote_id=placement.quote_id,
        customer_id=customer.id,
        number=placement.number,
        status=OrderStatus.PLACED,
        currency=placement.currency,
        total=placement.total,
        is_estimate=placement.is_estimate,
        summary=placement.summary,
        address=placement.address,
        promised_at=placement.promised_at,
        placed_at=at,
        undo_until=at + timedelta(minutes=config.current().undo_minutes),
    )
    put(session, order)
    set_committed_value(order, "customer", customer)
    session.add_all(
        OrderGoods(order_id=order.id, item_id=item_id, quantity=many)
        for item_id, many in taken.items()
    )
    _record(session, "order.placed", order, by, at)
    _charge(session, order, at=at)
    return order


def agree(session: Session, order: Order, total: int, *, by: Actor, at: datetime) -> None:
    """The customer said OK to more than before: `total` (minor units) is what is agreed from now.

    The card is asked for it anew; the earlier reservation is let go of, so that one counts.
    Raises `Refused` where they are not being asked for this, or the card is being charged.
    """
    if order.asked_total != total:
        raise Refused("nothing-asked", "This is not being asked for any more.")
    payment = payment_queries.latest(session, order.id)
    if payment is not None and payment.status in {
        PaymentStatus.REQUESTED,
        PaymentStatus.CAPTURING,
        PaymentStatus.CAPTURED,
    }:
        raise Refused("payment-is-moving", "The card is being charged: look at the order first.")
    before, order.total, order.asked_total = order.total, total, None
    order.trouble = None
    _let_go(session, order, at=at)
    if order.status is not OrderStatus.PLACED:
        _unhold(order, OrderStatus.PLACED)
    _record(
        session, "order.agreed", order, by, at, before=before, amount=total, currency=order.currency
    )
    _charge(session, order, at=at)


def not_agreed(
    session: Session, order: Order, total: int, *, by: Actor, at: datetime, answered: bool
) -> None:
    """They said no to more (or did not answer, in time): a person decides how it goes on."""
    sentence = estimates.not_agreed(session, order, total, by=by, at=at, answered=answered)
    if sentence is not None:
        trouble(session, order, sentence, at=at)


def _charge(session: Session, order: Order, *, at: datetime, decided: bool = False) -> None:
    """Reserve the money, or hold the order until there is a card to reserve it on."""
    if not _authorise(session, order, at=at, decided=decided):
        why = payments.obstacle(session, order.customer_id, at=at)
        hold(session, order, _HELD_FOR[why], at=at)


def _authorise(session: Session, order: Order, *, at: datetime, decided: bool) -> bool:
    """Whether there is a card. One of which a charge is disputed waits for a person to decide."""
    money, what = order.final, order.summary
    try:
        payment = payments.authorise(
            session, order.id, order.customer_id, money, what=what, at=at, decided=decided
        )
    except payments.Contested as refusal:
        trouble(session, order, refusal.message, at=at)
        return True
    return payment is not None


def hold(
    session: Session, order: Order, reason: HeldFor, *, at: datetime, pay: bool = False
) -> None:
    """Nothing goes on until the customer has acted; they are told how.

    `pay`: they are asked to pay for this order alone, instead of to save a card.
    """
    if order.status is OrderStatus.HELD:
        if order.held_for is reason:
            return
        _unhold(order, OrderStatus.PLACED)
    MOVES.move(order, OrderStatus.HELD)
    order.held_for, order.held_at = reason, at
    _record(session, "order.held", order, events.SERVICE, at, reason=reason.value, pay=pay)


def resume(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The customer has acted (a new card), or an operator asks for it: try the card again.

    Raises `Refused` where money is reserved, taken, or on its way.
    """
    require_thawed(order)
    if order.status is OrderStatus.FULFILLED:
        _record(session, "order.resumed", order, by, at)
        order.trouble = None
        _charge_late(session, order, at=at, decided=by.is_person)
        return
    if order.status is not OrderStatus.HELD:
        payment = payment_queries.latest(session, order.id)
        if payment is not None and payment.is_reserved and order.is_lapsing:
            _record(session, "order.resumed", order, by, at)
            _renew(session, order, payment, at=at, decided=by.is_person)
            return
        _require_lost(order, payment)
    _let_go(session, order, at=at)
    if order.status is not OrderStatus.PLACED:
        _unhold(order, OrderStatus.PLACED)
    # Who said OK before they had told us where they live has done so by now.
    order.address = order.address or order.customer.address
    order.trouble = None
    _record(session, "order.resumed", order, by, at)
    _charge(session, order, at=at, decided=by.is_person)


def _renew(
    session: Session, order: Order, payment: Payment, *, at: datetime, decided: bool
) -> None:
    """What is reserved lapses soon: once more, on the card that is the default by now."""
    waiting = payment_queries.renewal(session, order.id)
    if waiting is not None and waiting.status is PaymentStatus.ACTION_REQUIRED:
        payments.release(session, waiting, at=at)
    card = payment_queries.default_card(session, order.customer_id)
    what = order.summary
    payments.renew(session, payment, what=what, at=at, card=card, decided=decided)


def ask(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """Send the customer a fresh link for what is missing: a card, or a word with their bank.

    Raises `Refused` where nothing is missing, or they have just been asked.
    """
    asked = events.latest_at(session, "order", order.id, ("order.held", "order.asked"))
    if asked is not None and at - asked < _BREATH:
        raise Refused("asked-already", "The customer was sent a link just now.")
    require_thawed(order)
    if order.status is OrderStatus.HELD:
        reason = order.held_for or HeldFor.CARD
    elif order.status is OrderStatus.FULFILLED:
        payment = payment_queries.latest(session, order.id)
        bank = payment is not None and payment.status is PaymentStatus.ACTION_REQUIRED
        if not bank:
            _require_lost(order, payment)
        reason = HeldFor.BANK if bank else HeldFor.CARD
    else:
        payment = payment_queries.latest(session, order.id)
        if payment is not None and order.is_lapsing and payment.is_reserved:
            reason = _renewal_needs(session, order, at=at)
        else:
            _require_lost(order, payment)
            _let_go(session, order, at=at)
            order.trouble = None
            hold(session, order, HeldFor.CARD, at=at)
            return
    ask_for(session, order, reason, by=by, at=at)


def ask_for(session: Session, order: Order, reason: HeldFor, *, by: Actor, at: datetime) -> None:
    """The customer is sent a link; the order goes on meanwhile as it stands."""
    _record(session, "order.asked", order, by, at, reason=reason.value)


def _renewal_needs(session: Session, order: Order, *, at: datetime) -> HeldFor:
    renewal = payment_queries.renewal(session, order.id)
    if renewal is not None and renewal.status is PaymentStatus.ACTION_REQUIRED:
        return HeldFor.BANK
    why = payments.obstacle(session, order.customer_id, at=at)
    return _HELD_FOR[why] if why is not None else HeldFor.DECLINED


def offer(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """Send the customer a link on which they pay this order with any card, which is not saved.

    Raises `Refused` where the order has its money, or they have just been sent one.
    """
    asked = events.latest_at(session, "order", order.id, ("order.offered",))
    if asked is not None and at - asked < _BREATH:
        raise Refused("asked-already", "The customer was sent a link just now.")
    require_payable(session, order)
    if order.status not in {OrderStatus.HELD, OrderStatus.FULFILLED}:
        _let_go(session, order, at=at)
        order.trouble = None
        hold(session, order, HeldFor.CARD, at=at, pay=True)
        return
    _record(session, "order.offered", order, by, at)


def require_payable(session: Session, order: Order) -> None:
    """Raises `Refused` unless the order lacks its money, and nothing is on its way to get it."""
    require_thawed(order)
    payment = payment_queries.latest(session, order.id)
    if order.status is OrderStatus.HELD and not (payment is not None and payment.is_moving):
        return
    _require_lost(order, payment)


def _require_lost(order: Order, payment: Payment | None) -> None:
    """Only where no money is reserved, and none can have been taken."""
    over = order.status in {OrderStatus.PAID, OrderStatus.CANCELLED}
    if payment is not None and payment.is_lost and not over:
        return
    if payment is None and order.status is OrderStatus.PLACED:
        return  # its card was not charged, for a person to decide
    if payment is not None and payment.may_be_taken:
        raise Refused(
            "capture-unknown", "Nobody knows yet whether the money was taken: try that again first."
        )
    if payment is not None and payment.is_moving:
        raise Refused("payment-is-moving", "The card is being charged already.")
    raise Refused("order-needs-nothing", "Nothing is missing for this order.")


def _charge_late(session: Session, order: Order, *, at: datetime, decided: bool) -> None:
    """It is with the customer, but the money was not taken: take it now."""
    payment = payment_queries.latest(session, order.id)
    reserved = payment is not None and payment.status is PaymentStatus.AUTHORISED
    if payment is not None and (reserved or payment.may_be_taken):
        payments.capture(session, payment, order.final.amount, at=at)
        return
    _require_lost(order, payment)
    _let_go(session, order, at=at)
    if not _authorise(session, order, at=at, decided=decided):
        raise Refused("no-card", _NO_CARD[payments.obstacle(session, order.customer_id, at=at)])


def _let_go(session: Session, order: Order, *, at: datetime) -> None:
    """Whatever money earlier payments hold, or may turn out to hold."""
    for payment in payment_queries.outstanding(session, order.id):
        payments.release(session, payment, at=at)


def confirm(session: Session, order: Order, *, at: datetime) -> None:
    """The money is reserved."""
    order.trouble = estimates.dilemma(order)
    before = events.latest_at(session, "order", order.id, ("order.confirmed",))
    agreed = events.latest_at(session, "order", order.id, ("order.agreed",))
    again = before is not None
    more = before is not None and agreed is not None and agreed >= before
    _unhold(order, OrderStatus.CONFIRMED)
    if not again:
        # The window opens when the customer reads that it has, however long the card took.
        order.undo_until = at + timedelta(minutes=config.current().undo_minutes)
    _record(session, "order.confirmed", order, events.SERVICE, at, again=again, more=more)


def reserved(session: Session, order: Order, *, at: datetime) -> None:
    """The money of a confirmed order is reserved once more, although it had been in doubt."""
    if order.trouble is not None:
        order.trouble = None
        _record(session, "order.confirmed", order, events.SERVICE, at, again=True, more=False)


def _unhold(order: Order, to: OrderStatus) -> None:
    MOVES.move(order, to)
    order.held_for = order.held_at = None


def start(session: Session, order: Order, *, by: Actor, at: datetime) -> bool:
    """Somebody is on it: from here on UNDO needs a person. False when somebody was already."""
    if order.status is not OrderStatus.CONFIRMED:
        raise Refused(
            f"order-is-{order.status}", "Only an order whose money is reserved can be started."
        )
    require_thawed(order)
    if order.started_at is not None:
        return False
    order.started_at = at
    _record(session, "order.started", order, by, at)
    return True


def fulfil(
    session: Session,
    order: Order,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
    cost: estimates.Cost | None = None,
) -> None:
    """It is with the customer. The money is captured next: of an estimate what it really cost."""
    if order.status in {OrderStatus.FULFILLED, OrderStatus.PAID}:
        raise Refused(f"order-is-{order.status}", "This order has been fulfilled already.")
    require_thawed(order)
    payment = payment_queries.live(session, order.id)
    if payment is None or payment.status not in {
        PaymentStatus.AUTHORISED,
        PaymentStatus.CAPTURED,  # by hand, at the processor
    }:
        raise Refused(
            "order-not-authorised",
            "No money is reserved for this order yet; it can't be fulfilled before that.",
        )
    estimates.settle(session, order, payment, cost, by=by, at=at)
    MOVES.move(order, OrderStatus.FULFILLED)
    order.started_at = order.started_at or at
    order.fulfilled_at = at
    order.fulfilment_note = note
    _record(session, "order.fulfilled", order, by, at)
    if payment.status is PaymentStatus.CAPTURED:
        paid(session, order, at=at)
    else:
        payments.capture(session, payment, order.final.amount, at=at)


def paid(session: Session, order: Order, *, at: datetime) -> None:
    """The money was taken."""
    MOVES.move(order, OrderStatus.PAID)
    order.trouble = None
    _record(session, "order.paid", order, events.SERVICE, at)


def undo(session: Session, order: Order, *, by: Actor, at: datetime) -> None:
    """The customer changed their mind in time. Raises `Refused` when it is too late."""
    if at >= order.undo_until or order.started_at is not None:
        raise Refused("undo-too-late", "It is too late to undo this order; ask a person.")
    cancel(session, order, because="undo", by=by, at=at)


def cancel(session: Session, order: Order, *, because: str, by: Actor, at: datetime) -> None:
    """Stop it, and let go of the reserved money. After fulfilment it is a refund instead."""
    if order.status in {OrderStatus.FULFILLED, OrderStatus.PAID}:
        raise Refused(
            f"order-is-{order.status}", "This order has been fulfilled; refund it instead."
        )
    payment = payment_queries.live(session, order.id)
    taken = payment is not None and payment.status is PaymentStatus.CAPTURED
    if payment is not None and taken and payment.refundable.amount:
        raise Refused("order-is-captured", "The money has been taken already; refund it first.")
    MOVES.move(order, OrderStatus.CANCELLED)
    order.held_for = order.held_at = None
    order.asked_total = order.refused_total = None
    order.cancelled_at, order.cancelled_because = at, because
    order.trouble = None
    stock.give_back(session, queries.goods(session, order.id))
    if not taken:
        _let_go(session, order, at=at)
    _record(session, "order.cancelled", order, by, at, because=because)


def trouble(session: Session, order: Order, sentence: str, *, at: datetime) -> None:
    """Something went wrong that only a person can put right."""
    order.trouble = sentence
    _record(session, "order.trouble", order, events.SERVICE, at, sentence=sentence)


def _record(
    session: Session, kind: str, order: Order, by: Actor, at: datetime, **data: Any
) -> None:
    events.record(
        session,
        kind,
        order,
        by=by,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
        **data,
    )
