"""The time. Everything is stored in UTC; a zone is a matter of showing."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC. Tests freeze it."""
    return datetime.now(UTC)
