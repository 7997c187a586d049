"""What a person may do with an order now; the verbs in `lifecycle` have the last word."""

from dataclasses import dataclass

from concierge.money import Money
from concierge.orders.models import HeldFor, Order, OrderStatus, Whereabouts
from concierge.payments.models import Payment, PaymentStatus

_S = OrderStatus
# Beside the order, instead of the button that would be refused.
DISPUTED = (
    "No refund while the bank's dispute is open: it has taken the money back already, or asks "
    "about it. A refund would give it back twice; answer the dispute."
)


@dataclass(frozen=True, slots=True)
class Choices:
    """Each verb, and whether it would be refused. `refund` is what is left to give back."""

    start: bool = False
    give: bool = False  # to a partner
    out: bool = False  # for delivery
    back: bool = False  # from a partner, or undelivered
    fulfil: bool = False
    cancel: bool = False
    ask: bool = False  # the customer, for a card or a word with the bank
    resume: bool = False  # try the card again
    more: bool = False  # ask the customer for more than an estimate allows
    keep: bool = False  # to what was agreed, instead of more
    offer: bool = False  # a link on which they pay this order alone
    refund: Money | None = None
    no_refund: str | None = None  # why what is left can't be given back now

    def __bool__(self) -> bool:
        verbs = (
            self.start,
            self.give,
            self.out,
            self.back,
            self.fulfil,
            self.cancel,
            self.ask,
            self.resume,
            self.more,
            self.keep,
            self.offer,
        )
        return any(verbs) or self.refund is not None or self.no_refund is not None


def of(order: Order, payment: Payment | None) -> Choices:
    """For an order and its newest payment."""
    status = payment.status if payment else None
    if order.customer.parted_at is not None:
        return Choices(cancel=order.status in {_S.PLACED, _S.HELD, _S.CONFIRMED})
    ready = status in {PaymentStatus.AUTHORISED, PaymentStatus.CAPTURED}
    captured = payment is not None and status is PaymentStatus.CAPTURED
    lost = payment is not None and payment.is_lost
    left = payment.refundable if payment is not None and captured else None
    lapsing = order.is_lapsing and payment is not None and payment.is_reserved
    unasked = order.status is _S.PLACED and payment is None  # a person decides about its card
    open_ = order.status in {_S.PLACED, _S.HELD, _S.CONFIRMED}
    delivered = order.status is _S.FULFILLED
    uncollected = (
        delivered
        and payment is not None
        and (
            payment.may_be_taken
            or (status is PaymentStatus.AUTHORISED and order.trouble is not None)
        )
    )
    disputed = payment is not None and payment.is_disputed
    in_hand = order.status is _S.CONFIRMED and ready
    undecided = order.asked_total is not None or order.refused_total is not None
    return Choices(
        start=order.status is _S.CONFIRMED and order.started_at is None,
        give=in_hand and order.whereabouts is Whereabouts.HOUSE,
        out=in_hand and order.whereabouts is not Whereabouts.OUT and not undecided,
        back=order.status is _S.CONFIRMED and order.whereabouts is not Whereabouts.HOUSE,
        fulfil=in_hand and not undecided,
        cancel=open_ and not (left and left.amount),
        ask=order.status is _S.HELD
        or lapsing
        or unasked
        or (lost and (open_ or delivered))
        or (delivered and status is PaymentStatus.ACTION_REQUIRED),
        resume=order.held_for is HeldFor.DECLINED
        or lapsing
        or unasked
        or (lost and (delivered or order.status in {_S.PLACED, _S.CONFIRMED}))
        or uncollected,
        more=order.is_estimate
        and order.status is _S.CONFIRMED
        and status is PaymentStatus.AUTHORISED
        and order.asked_total is None,
        keep=undecided,
        offer=(order.status is _S.HELD and not (payment is not None and payment.is_moving))
        or unasked
        or (lost and (open_ or delivered)),
        refund=left if left and left.amount and not disputed else None,
        no_refund=DISPUTED if left and left.amount and disputed else None,
    )
