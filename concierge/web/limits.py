"""How often one address may try, counted in Redis; without Redis each process counts for itself."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from concierge.config import Settings

limiter = Limiter(
    key_func=get_remote_address,
    key_prefix="limits",
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
)


def set_up(app: Flask, settings: Settings) -> None:
    """Count in this installation's Redis; after that, blueprints with limits may be registered."""
    uri = settings.redis_url
    uri = "redis+" + uri if uri.startswith("unix:") else uri  # its own name for a socket
    app.config.setdefault("RATELIMIT_STORAGE_URI", uri)
    limiter.init_app(app)
