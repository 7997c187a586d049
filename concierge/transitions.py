"""A table of allowed moves between statuses, and the one way to make a move."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from concierge.errors import Refused

S = TypeVar("S", bound=StrEnum)


class HasStatus(Protocol[S]):
    """Anything with a status: a quote, an order, a payment, a refund."""

    status: S


class Transitions(Generic[S]):
    """`{from: {to, ...}}`; a status that is no key, or has an empty set, is final."""

    def __init__(self, noun: str, table: Mapping[S, set[S]]) -> None:
        self.noun = noun
        self.table = table

    def allows(self, current: S, to: S) -> bool:
        """Whether the move is in the table."""
        return to in self.table.get(current, set())

    def move(self, thing: HasStatus[S], to: S) -> None:
        """Move `thing` to a status, or raise `Refused` where the table has no such move."""
        if not self.allows(thing.status, to):
            now, wanted = (status.replace("_", " ") for status in (thing.status, to))
            raise Refused(
                f"{self.noun}-is-{thing.status}",
                f"This {self.noun} is {now} already."
                if thing.status is to
                else f"This {self.noun} is {now}; it can't become {wanted} any more.",
            )
        thing.status = to
