"""The life of an order. Nothing else moves its status.

placed ── authorised ──▶ confirmed ── fulfil ──▶ fulfilled ── captured ──▶ paid
  │  ▲                       │
  ▼  │ the customer acted    │ undo, cancel
 held ───────────────────────┴──▶ cancelled

While it is confirmed it goes from the house to a partner, or out for delivery, and back (`WAYS`).

Where the card lets an order down a sentence is put into `trouble`, and a person decides: `resume`
tries the card again, `ask` sends the customer a link. What an order costs in the end, and asking
for more than was agreed, is in `estimates`.
"""

from concierge.orders.lifecycle.asking import ask, ask_for, offer, require_payable
from concierge.orders.lifecycle.cancelling import cancel, told, undo
from concierge.orders.lifecycle.charging import confirm, reserved
from concierge.orders.lifecycle.delivering import give, set_out, take_back
from concierge.orders.lifecycle.fulfilling import fulfil, paid, start
from concierge.orders.lifecycle.holding import hold, trouble
from concierge.orders.lifecycle.moves import MOVES
from concierge.orders.lifecycle.placing import Placement, agree, not_agreed, place
from concierge.orders.lifecycle.resuming import resume

__all__ = [
    "MOVES",
    "Placement",
    "agree",
    "ask",
    "ask_for",
    "cancel",
    "confirm",
    "fulfil",
    "give",
    "hold",
    "not_agreed",
    "offer",
    "paid",
    "place",
    "require_payable",
    "reserved",
    "resume",
    "set_out",
    "start",
    "take_back",
    "told",
    "trouble",
    "undo",
]
