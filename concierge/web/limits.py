"""How often somebody may try: counted in Redis, for all processes together."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from concierge.config import Settings

limiter = Limiter(
    key_func=get_remote_address,
    key_prefix="limits",
    strategy="moving-window",
    # Without Redis each process counts for itself, which is still a limit.
    in_memory_fallback_enabled=True,
    storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
)


def set_up(app: Flask, settings: Settings) -> None:
    """Give the app its limits, once, whoever asks first."""
    if limiter not in app.extensions.get("limiter", ()):
        uri = settings.redis_url
        app.config["RATELIMIT_STORAGE_URI"] = "redis+" + uri if uri.startswith("unix") else uri
        limiter.init_app(app)
