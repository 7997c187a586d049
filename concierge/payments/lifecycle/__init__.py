"""The life of a payment. Nothing else moves its status, and only `settle` believes the processor.

`authorise`, `capture`, `release` and `refund` write down what is wanted and request the effect;
the worker's outcome, or the webhook that brings it first, comes back through `settle`.
"""

from concierge.payments.lifecycle.cards import (
    check_visit,
    open_card_session,
    save_card,
    settle_visit,
)
from concierge.payments.lifecycle.paying import (
    check_paying,
    close_paying,
    open_paying,
    settle_paying,
)
from concierge.payments.lifecycle.payments import (
    MOVES,
    ask_again,
    authorise,
    capture,
    fail,
    look,
    present,
    release,
    settle,
)
from concierge.payments.lifecycle.proving import prove, start_anew, tries_left
from concierge.payments.lifecycle.refunds import (
    fail_refund,
    refund,
    refund_again,
    settle_refund,
)
from concierge.payments.lifecycle.wallet import (
    Obstacle,
    ask_for_next,
    choose,
    detach,
    detach_all,
    look_at,
    obstacle,
    remove,
    reserved_on,
    settle_card,
    to_charge,
)

__all__ = [
    "MOVES",
    "Obstacle",
    "ask_again",
    "ask_for_next",
    "authorise",
    "capture",
    "check_paying",
    "check_visit",
    "choose",
    "close_paying",
    "detach",
    "detach_all",
    "fail",
    "fail_refund",
    "look",
    "look_at",
    "obstacle",
    "open_card_session",
    "open_paying",
    "present",
    "prove",
    "refund",
    "refund_again",
    "release",
    "remove",
    "reserved_on",
    "save_card",
    "settle",
    "settle_card",
    "settle_paying",
    "settle_refund",
    "settle_visit",
    "start_anew",
    "to_charge",
    "tries_left",
]
