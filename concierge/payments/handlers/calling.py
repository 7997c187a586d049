"""What the handlers of calls to the processor have in common."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from concierge import clock, events
from concierge.effects import Effect, GiveUp, Handler, Retry
from concierge.payments.gateway import Gateway, GatewayRefused, GatewayUnavailable

T = TypeVar("T")
# Stripe may forget an idempotency key after 24 hours; the call itself has to arrive before that.
KEY_LASTS = timedelta(hours=20)


def subject(effect: Effect) -> int:
    """The id of what the effect is about."""
    return int(effect.subject.rpartition(":")[2])


def key(effect: Effect) -> str:
    """The same for each try of this effect, another when a person asks again."""
    return effect.key.replace(":", "-").replace(".", "-")


def ask(call: Callable[[], T]) -> T:
    """Make a call. Raises what tells the worker to try again, or to give up."""
    try:
        return call()
    except GatewayUnavailable as error:
        raise Retry(str(error)) from error
    except GatewayRefused as error:
        raise GiveUp(str(error)) from error


class WithGateway(Handler[Any, Any]):
    """A handler that calls the processor."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def note(self, session: Session, effect: Effect, reason: str) -> None:
        """Record what was given up, for operators to see."""
        events.record(
            session,
            "effect.given_up",
            effect,
            by=events.SERVICE,
            at=clock.now(),
            customer_id=effect.customer_id,
            effect=effect.kind,
            reason=reason[:300],
        )
