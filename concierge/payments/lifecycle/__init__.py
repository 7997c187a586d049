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
from concierge.payments.lifecycle.refunds import (
    fail_refund,
    refund,
    refund_again,
    settle_refund,
)

__all__ = [
    "MOVES",
    "ask_again",
    "authorise",
    "capture",
    "check_visit",
    "fail",
    "fail_refund",
    "look",
    "open_card_session",
    "present",
    "refund",
    "refund_again",
    "release",
    "save_card",
    "settle",
    "settle_refund",
    "settle_visit",
]
