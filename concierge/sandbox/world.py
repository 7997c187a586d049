"""One sandbox: its settings, its books, what goes out, what goes wrong."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from flask import current_app, request

from concierge.sandbox.books import Books
from concierge.sandbox.config import SandboxSettings
from concierge.sandbox.faults import Faults
from concierge.sandbox.outbox import Outbox


@dataclass
class World:
    """Passed to whatever acts; reached from a request by `here()`."""

    settings: SandboxSettings
    books: Books
    outbox: Outbox
    faults: Faults = field(default_factory=Faults)
    pending: Pending = field(default_factory=lambda: Pending())

    def address(self) -> str:
        """The sandbox's own outside address, without a trailing slash; needs a request if unset."""
        return self.settings.public_url or request.host_url.rstrip("/")


class Pending:
    """Idempotency keys whose first request is under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: set[str] = set()

    def take(self, key: str) -> bool:
        """Take the key; False if somebody has it."""
        with self._lock:
            if key in self._keys:
                return False
            self._keys.add(key)
            return True

    def give_back(self, key: str) -> None:
        """The request is done."""
        with self._lock:
            self._keys.discard(key)


def here() -> World:
    """The world of the application that answers the current request."""
    world = current_app.extensions["sandbox"]
    if not isinstance(world, World):
        raise LookupError("this application is no sandbox")
    return world
