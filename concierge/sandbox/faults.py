"""What goes wrong on purpose.

A rule names API calls by method and path, says what happens to them and how often. Modes:

| mode            | the effect | what the caller sees                                            |
| --------------- | ---------- | --------------------------------------------------------------- |
| `status`        | not done   | `status` (500, 429, 409, ...) in the vendor's own error shape   |
| `status_after`  | done       | the same                                                        |
| `timeout_after` | done       | nothing for `ms`, then the connection is cut                    |
| `cut_before`    | not done   | the connection is cut                                           |
| `cut_after`     | done       | the connection is cut                                           |
| `delay`         | done       | the answer, the call having been started only after `ms`        |
| `delay_after`   | done       | the answer, `ms` late                                           |

`code` is Twilio's own error code, where another than the status's usual one is meant.
`saved` makes Stripe keep a 500 as the answer of its idempotency key, as the real one may.
A shell pattern is matched against "METHOD /twilio/2010-04-01/..." or "METHOD /stripe/v1/...";
`times` counts down (None: for ever); `probability` draws from the rule's own `seed`.
"""

from __future__ import annotations

import contextlib
import fnmatch
import random
import socket
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from flask import Response, request

BEFORE = ("status", "cut_before", "delay")
AFTER = ("status_after", "timeout_after", "cut_after", "delay_after")
MODES = BEFORE + AFTER


@dataclass
class Rule:
    """One rule; `path` is a shell pattern, `ms` milliseconds, `hits` how often it has struck."""

    path: str
    mode: str
    method: str = "*"
    status: int = 500
    ms: int = 0
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    saved: bool = False
    code: int = 0
    hits: int = 0
    dice: random.Random = field(default_factory=random.Random, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}")
        self.dice = random.Random(self.seed)  # noqa: S311 - chance, no secret

    def describe(self) -> dict[str, Any]:
        """The rule as JSON."""
        plain = asdict(self)
        plain.pop("dice")
        return plain


class Faults:
    """The rules in force, first match first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        """Put a rule behind those in force."""
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._rules.clear()

    def describe(self) -> list[dict[str, Any]]:
        """All rules, spent ones too, as JSON."""
        with self._lock:
            return [rule.describe() for rule in self._rules]

    def strike(self, method: str, path: str) -> Rule | None:
        """The rule that this call meets, counted, or None."""
        with self._lock:
            for rule in self._rules:
                if rule.times is not None and rule.hits >= rule.times:
                    continue
                if rule.method not in ("*", method) or not fnmatch.fnmatch(path, rule.path):
                    continue
                if rule.dice.random() >= rule.probability:
                    continue
                rule.hits += 1
                return rule
        return None


def cut() -> Response:
    """Close the connection under the caller: no answer, as when a network breaks."""
    environ = request.environ
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        # A caller that has hung up already is what was wanted.
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    answer = Response(status=500)
    answer.headers["Connection"] = "close"
    return answer


def after(rule: Rule, answer: Response) -> Response | None:
    """Do to an answer what the rule says; None where the vendor's own error is to be sent."""
    if rule.mode == "cut_after":
        return cut()
    if rule.mode == "timeout_after":
        time.sleep(rule.ms / 1000)
        return cut()
    if rule.mode == "delay_after":
        time.sleep(rule.ms / 1000)
    return None if rule.mode == "status_after" else answer
