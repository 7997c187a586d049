"""The life of a payment. Nothing else moves its status, and only `settle` believes the processor.

`authorise`, `renew`, `capture`, `release` and `refund` write down what is wanted and request the
effect; the worker's outcome, or the webhook that brings it first, comes back through `settle`.
"""

from concierge.payments.lifecycle.cards import (
    check_visit,
    open_card_session,
    save_card,
    settle_visit,
)
from concierge.payments.lifecycle.contesting import Contested
from concierge.payments.lifecycle.disputes import decide, settle_dispute, settle_warning
from concierge.payments.lifecycle.letting_go import release
from concierge.payments.lifecycle.moves import MOVES
from concierge.payments.lifecycle.payments import ask_again, authorise, capture, look, present
from concierge.payments.lifecycle.refunds import (
    Unsettled,
    adopt_refund,
    fail_refund,
    lose_refund,
    refund,
    refund_again,
    settle_refund,
)
from concierge.payments.lifecycle.renewing import renew
from concierge.payments.lifecycle.settling import fail, settle

__all__ = [
    "MOVES",
    "Contested",
    "Unsettled",
    "adopt_refund",
    "ask_again",
    "authorise",
    "capture",
    "check_visit",
    "decide",
    "fail",
    "fail_refund",
    "look",
    "lose_refund",
    "open_card_session",
    "present",
    "refund",
    "refund_again",
    "release",
    "renew",
    "save_card",
    "settle",
    "settle_dispute",
    "settle_refund",
    "settle_visit",
    "settle_warning",
]
