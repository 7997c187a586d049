"""The life of a payment. Nothing else moves its status, and only `settle` believes the processor.

`authorise`, `renew`, `capture`, `release` and `refund` write down what is wanted and request the
effect; the worker's outcome, or the webhook that brings it first, comes back through `settle`.
"""

from concierge.payments.lifecycle.cards import open_card_session, save_card, settle_visit
from concierge.payments.lifecycle.contesting import Contested
from concierge.payments.lifecycle.disputes import decide, settle_dispute, settle_warning
from concierge.payments.lifecycle.letting_go import release
from concierge.payments.lifecycle.moves import MOVES
from concierge.payments.lifecycle.paying import (
    close_paying,
    open_paying,
    paid,
    settle_paying,
)
from concierge.payments.lifecycle.payments import ask_again, authorise, capture, look, present
from concierge.payments.lifecycle.proving import prove, start_anew, tries_left
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
from concierge.payments.lifecycle.visiting import check_visit
from concierge.payments.lifecycle.wallet import (
    Obstacle,
    ask_for_next,
    choose,
    detach,
    detach_all,
    forget_all,
    look_at,
    obstacle,
    remove,
    reserved_on,
    settle_card,
    to_charge,
)

__all__ = [
    "MOVES",
    "Contested",
    "Obstacle",
    "Unsettled",
    "adopt_refund",
    "ask_again",
    "ask_for_next",
    "authorise",
    "capture",
    "check_visit",
    "choose",
    "close_paying",
    "decide",
    "detach",
    "detach_all",
    "fail",
    "fail_refund",
    "forget_all",
    "look",
    "look_at",
    "lose_refund",
    "obstacle",
    "open_card_session",
    "open_paying",
    "paid",
    "present",
    "prove",
    "refund",
    "refund_again",
    "release",
    "remove",
    "renew",
    "reserved_on",
    "save_card",
    "settle",
    "settle_card",
    "settle_dispute",
    "settle_paying",
    "settle_refund",
    "settle_visit",
    "settle_warning",
    "start_anew",
    "to_charge",
    "tries_left",
]
