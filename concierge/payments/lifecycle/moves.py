"""Which states of a payment follow which, and what the processor's answer makes of one."""

from concierge.payments.gateway import Standing
from concierge.payments.models import PaymentStatus
from concierge.transitions import Transitions

_S = PaymentStatus
MOVES = Transitions(
    "payment",
    {
        _S.REQUESTED: {
            _S.AUTHORISED,
            _S.ACTION_REQUIRED,
            _S.DECLINED,
            _S.CANCELLED,
            _S.FAILED,
            _S.CAPTURED,  # by hand, before we heard that it was reserved
        },
        _S.ACTION_REQUIRED: {
            _S.AUTHORISED,
            _S.DECLINED,
            _S.CANCELLING,
            _S.CANCELLED,
            _S.CAPTURED,
        },
        _S.AUTHORISED: {_S.CAPTURING, _S.CAPTURED, _S.CANCELLING, _S.CANCELLED},
        _S.CAPTURING: {_S.CAPTURED, _S.CANCELLED, _S.FAILED},
        # (Taken by hand at the processor before our call came: the truth, and a person's matter.)
        _S.CANCELLING: {_S.CANCELLED, _S.CAPTURED, _S.FAILED},
        # The same payment may be tried again at the processor, by the customer or by hand.
        _S.DECLINED: {_S.AUTHORISED, _S.CAPTURED},
        # Given up before anybody knew; a webhook may still bring the truth, or a person asks again.
        _S.FAILED: {
            _S.REQUESTED,
            _S.AUTHORISED,
            _S.ACTION_REQUIRED,
            _S.DECLINED,
            _S.CAPTURING,
            _S.CAPTURED,
            _S.CANCELLING,
            _S.CANCELLED,
        },
    },
)
OUTCOME = {
    Standing.AUTHORISED: PaymentStatus.AUTHORISED,
    Standing.ACTION_REQUIRED: PaymentStatus.ACTION_REQUIRED,
    Standing.DECLINED: PaymentStatus.DECLINED,
    Standing.CAPTURED: PaymentStatus.CAPTURED,
    Standing.CANCELLED: PaymentStatus.CANCELLED,
    Standing.NOT_MADE: PaymentStatus.CANCELLED,
}
