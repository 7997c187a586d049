"""The calls to the card processor, one handler a kind; a worker runs them.

Each is safe to run twice: the calls carry a key made from our own row's id, and the outcome goes
through the lifecycle's `settle`, to which a repeated answer is no news.
"""

from concierge.effects import handler
from concierge.payments.gateway import Gateway
from concierge.payments.handlers.cards import CheckVisit, MakeDefault, OpenVisit
from concierge.payments.handlers.events import ReadEvent
from concierge.payments.handlers.payments import Authorise, Cancel, Capture, Confirm, Find, Look
from concierge.payments.handlers.refunds import FindRefund, MakeRefund


def register(gateway: Gateway) -> None:
    """Let workers use this processor."""
    for kind in (
        OpenVisit,
        CheckVisit,
        MakeDefault,
        Authorise,
        Find,
        Confirm,
        Look,
        Capture,
        Cancel,
        MakeRefund,
        FindRefund,
        ReadEvent,
    ):
        handler(kind(gateway))
