"""Calls to the outside, written down in the deciding transaction and made by a worker afterwards.

`request` writes the row; `running` claims it, makes one call and records the outcome; `circuits`
holds what goes to a provider that does not answer; `sweeping` finds what is due when nobody was
nudged; `nudging` wakes workers and loses nothing when it fails.
"""

from concierge.effects.handling import GiveUp, Handler, Retry, handler, handlers
from concierge.effects.models import Effect, EffectStatus, Urgency
from concierge.effects.requesting import request

__all__ = [
    "Effect",
    "EffectStatus",
    "GiveUp",
    "Handler",
    "Retry",
    "Urgency",
    "handler",
    "handlers",
    "request",
]
