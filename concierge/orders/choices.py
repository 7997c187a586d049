"""What a person may do with an order now; the verbs in `lifecycle` have the last word."""

from dataclasses import dataclass

from concierge.money import Money
from concierge.orders.models import HeldFor, Order, OrderStatus
from concierge.payments.models import Payment, PaymentStatus

_S = OrderStatus


@dataclass(frozen=True, slots=True)
class Choices:
    """Each verb, and whether it would be refused. `refund` is what is left to give back."""

    start: bool = False
    fulfil: bool = False
    cancel: bool = False
    ask: bool = False  # the customer, for a card or a word with the bank
    resume: bool = False  # try the card again
    more: bool = False  # ask the customer for more than an estimate allows
    keep: bool = False  # to what was agreed, instead of more
    refund: Money | None = None

    def __bool__(self) -> bool:
        verbs = (self.start, self.fulfil, self.cancel, self.ask, self.resume, self.more, self.keep)
        return any(verbs) or self.refund is not None


def of(order: Order, payment: Payment | None) -> Choices:
    """For an order and its newest payment."""
    status = payment.status if payment else None
    ready = status in {PaymentStatus.AUTHORISED, PaymentStatus.CAPTURED}
    captured = payment is not None and status is PaymentStatus.CAPTURED
    lost = payment is not None and payment.is_lost
    left = payment.refundable if payment is not None and captured else None
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
    undecided = order.asked_total is not None or order.refused_total is not None
    return Choices(
        start=order.status is _S.CONFIRMED and order.started_at is None,
        fulfil=order.status is _S.CONFIRMED and ready and not undecided,
        cancel=open_ and not (left and left.amount),
        ask=order.status is _S.HELD
        or (lost and (open_ or delivered))
        or (delivered and status is PaymentStatus.ACTION_REQUIRED),
        resume=order.held_for is HeldFor.DECLINED
        or (lost and (delivered or order.status in {_S.PLACED, _S.CONFIRMED}))
        or uncollected,
        more=order.is_estimate
        and order.status is _S.CONFIRMED
        and status is PaymentStatus.AUTHORISED
        and order.asked_total is None,
        keep=undecided,
        refund=left if left and left.amount else None,
    )
