"""Which states of an order follow which."""

from concierge.orders.models import OrderStatus
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
