"""What a kind of effect must be able to do, and the errors by which it says what happens next."""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from concierge.effects.models import Effect

Call = TypeVar("Call")
Outcome = TypeVar("Outcome")


class Retry(Exception):
    """It did not work, or nobody knows whether it did; try again, after `after` or a back-off.

    `outage`: it says nothing about this call, others would fare the same (see `circuits`).
    """

    def __init__(
        self, reason: str, *, after: timedelta | None = None, outage: bool = False
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.outage = outage


class GiveUp(Exception):
    """It will never work; a person has to know."""


class Handler(ABC, Generic[Call, Outcome]):
    """One kind of effect, in three steps; only `call` may touch the network.

    Every step may run again after a crash: `call` must be safe to repeat (an idempotency key, or a
    look at what is there when `effect.attempt > 1`).
    """

    kind: ClassVar[str]
    lease: ClassVar[timedelta] = timedelta(seconds=90)
    # How long after the first try a repeated call is still known as the same. None: for ever.
    repeatable_for: ClassVar[timedelta | None] = None
    # What to do once it is not.
    otherwise: ClassVar[str] = ""

    @abstractmethod
    def prepare(self, session: Session, effect: Effect) -> Call | None:
        """Read what the call needs. None: there is nothing to do any more. Raises GiveUp."""

    @abstractmethod
    def call(self, call: Call, effect: Effect) -> Outcome:
        """Make the one call, outside any transaction. Raises Retry or GiveUp."""

    @abstractmethod
    def record(self, session: Session, effect: Effect, outcome: Outcome) -> None:
        """Write down what came of it, in the transaction that ends the effect."""

    @abstractmethod
    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        """Say so to whoever must act. The effect itself is already marked."""

    def reached(self, outcome: Outcome) -> bool:
        """Whether this outcome is the provider's own answer: then its circuit closes."""
        return True

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        """A person wants it tried once more: take back what `gave_up` marked.

        Raises Refused, with what to do instead, where things have moved on.
        """


handlers: dict[str, Handler[Any, Any]] = {}


def handler(instance: Handler[Any, Any]) -> None:
    """Register a handler for its kind; app.py does, once a process."""
    handlers[instance.kind] = instance
