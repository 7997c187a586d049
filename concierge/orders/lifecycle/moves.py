"""Which states of an order follow which, and where it may go while it is to be fulfilled."""

from concierge.orders.models import OrderStatus, Whereabouts
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
# Only while it is confirmed; it ends wherever it is when it is fulfilled or cancelled.
_W = Whereabouts
WAYS = Transitions(
    "order",
    {
        _W.HOUSE: {_W.PARTNER, _W.OUT},
        _W.PARTNER: {_W.HOUSE, _W.OUT},
        _W.OUT: {_W.HOUSE},
    },
)
