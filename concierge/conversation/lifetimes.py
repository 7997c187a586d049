"""How long each of our texts stays true: later than that it is not sent any more.

One table for all: how long, how urgent it is among others, and whether a person is told when it
went unsent (where the customer would otherwise never learn of it).
"""

from dataclasses import dataclass
from datetime import timedelta

from concierge.effects import Urgency


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`tell`: a person is called when the text expired unsent."""

    lasts: timedelta
    tell: bool = True
    urgency: Urgency = Urgency.NOW


def _hours(number: float, *, tell: bool = True, urgency: Urgency = Urgency.NOW) -> Lifetime:
    return Lifetime(timedelta(hours=number), tell, urgency)


# What a person or a program of the business wrote. Most of it is an answer.
WRITTEN = _hours(24)
# A template that is not in the table.
_OTHERS = _hours(12)

TEMPLATES = {
    # Beginnings, and what opens a door: links work for LINK_HOURS.
    "greeting": _hours(12),
    "card_link": _hours(6),
    "new_link": _hours(6),
    "confirm_link": _hours(6),
    "held_bank": _hours(12),
    "held_card": _hours(12),
    "held_declined": _hours(12),
    "held_expired": _hours(12),
    "held_proof": _hours(12),
    "pay_link": _hours(12),
    "wrong_number": _hours(6, tell=False),
    "card_expiring": _hours(12, tell=False, urgency=Urgency.SOON),
    "charge_failed": _hours(12),
    # Quotes have their own time, which is shorter where it matters.
    "quote": _hours(72),
    "quote_replaced": _hours(12),
    "quote_gone": _hours(6),
    "nudge": _hours(12, tell=False, urgency=Urgency.SOON),
    # Answers to what was just written.
    "ask_confirm": _hours(3),
    "ask_undo": _hours(1),
    "ask_which": _hours(3),
    "declined": _hours(6, tell=False),
    "closed": _hours(12, tell=False),  # and not beyond the next opening
    "promise_late": _hours(3, tell=False),
    "help": _hours(3, tell=False),
    "status": _hours(2, tell=False),
    "undo_late": _hours(6),
    "card_saved": _hours(12, tell=False),
    "started": _hours(24, tell=False),
    "stopped": _hours(24),
    # What became of an order, and of money.
    "ordered": _hours(12),
    "ordered_more": _hours(12),
    "kept": _hours(72),
    "undone": _hours(72),
    "cancelled": _hours(72),
    "delivered": _hours(72),
    "on_its_way": _hours(3, tell=False),  # after that it is probably there
    "receipt": _hours(72),
    "refunded": _hours(7 * 24),
}


def of(template: str | None) -> Lifetime:
    """A template's; of what people wrote, without one."""
    return WRITTEN if template is None else TEMPLATES.get(template, _OTHERS)
