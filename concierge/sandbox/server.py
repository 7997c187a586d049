"""run(): a sandbox on a free loopback port, in a thread of the test process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import make_server

from concierge.sandbox.app import create_app
from concierge.sandbox.client import SandboxClient
from concierge.sandbox.config import SandboxSettings
from concierge.sandbox.world import World


@dataclass(frozen=True)
class Running:
    """A sandbox that answers at `url`; the two API bases are what the product's settings want."""

    url: str
    settings: SandboxSettings
    world: World
    client: SandboxClient

    @property
    def twilio_api_base(self) -> str:
        """TWILIO_API_BASE for this sandbox."""
        return f"{self.url}/twilio"

    @property
    def stripe_api_base(self) -> str:
        """STRIPE_API_BASE for this sandbox."""
        return f"{self.url}/stripe"


@contextmanager
def run(settings: SandboxSettings | None = None, port: int = 0) -> Iterator[Running]:
    """Serve a sandbox until the block ends; without settings in memory and without webhooks."""
    settings = settings or SandboxSettings(pace=0, retry_base=0.05)
    # A test's output is not the place for a line per request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(settings)
    world: World = app.extensions["sandbox"]
    server = make_server("127.0.0.1", port, app, threaded=True)
    # Threads that serve an open event stream end with the test process, not before it.
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Running(url, settings, world, SandboxClient(url))
    finally:
        world.books.end_waiting()
        server.shutdown()
        thread.join()
        server.server_close()
        world.outbox.stop()
        world.books.close()
