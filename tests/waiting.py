"""Waiting for something to become true, rather than for time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOKS = 3000
LOOK_EVERY_S = 0.02


def until(condition: Callable[[], T], what: str) -> T:
    """The first true answer of the condition. Fails, saying what was awaited, after a minute.

    By looks and not by the clock: a machine that stood still for a minute has not been waited for.
    """
    for _ in range(LOOKS):
        if answer := condition():
            return answer
        time.sleep(LOOK_EVERY_S)
    raise AssertionError(f"looked {LOOKS} times in vain for {what}")
