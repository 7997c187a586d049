"""Waiting for something to become true, rather than for time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
WITHIN_S = 60.0
LOOK_EVERY_S = 0.02


def until(condition: Callable[[], T], what: str) -> T:
    """The first true answer of the condition. Fails, saying what was awaited, after a minute."""
    deadline = time.monotonic() + WITHIN_S
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {WITHIN_S:.0f} s in vain for {what}")
        time.sleep(LOOK_EVERY_S)
    return answer
