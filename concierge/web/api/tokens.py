"""Who calls: a program with a token. No cookie is read here, so no browser can be misled."""

from flask import current_app, g, request

from concierge import clock
from concierge.db import transaction
from concierge.operators import accounts
from concierge.operators.models import Token
from concierge.web.api.problems import Told
from concierge.web.limits import limiter

# A program may be quick; this only stops one that has run wild.
RATE = "1200 per minute"


def admit() -> Token:
    """The token of this request. Raises `Told` without one, and RateLimitExceeded beyond RATE."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise _stranger("Send a token: `Authorization: Bearer ct_...`.", "")
    with transaction() as session:
        token = accounts.by_token(session, secret, at=clock.now())
    if token is None:
        raise _stranger("This token is unknown, or has been revoked.", ', error="invalid_token"')
    g.api_token = token
    _count()
    return token


@limiter.shared_limit(
    lambda: str(current_app.config["API_RATE"]),
    scope="api",
    key_func=lambda: f"token:{g.api_token.id}",
)
def _count() -> None:
    """Counted by the decorator."""


def _stranger(detail: str, error: str) -> Told:
    return Told(
        401,
        "unauthorized",
        f"{detail} `flask tokens create NAME` makes one.",
        headers={"WWW-Authenticate": f'Bearer realm="api"{error}'},
    )
