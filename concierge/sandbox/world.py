"""One sandbox: its settings, its books, what goes out, what goes wrong."""

from __future__ import annotations

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

    def address(self) -> str:
        """The sandbox's own outside address, without a trailing slash; needs a request if unset."""
        return self.settings.public_url or request.host_url.rstrip("/")


def here() -> World:
    """The world of the application that answers the current request."""
    world = current_app.extensions["sandbox"]
    assert isinstance(world, World)
    return world
