"""Who had opted out before they were erased: a keyed hash of the address, and nothing else.

So somebody who said STOP and was then erased is not written to when their number turns up again,
and who reads the table learns nothing: without PRIVACY_KEY a hash leads to no number.
"""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import LargeBinary, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from concierge import config
from concierge.db import Base


class Silenced(Base):
    """An address to which nothing is sent until START. `key_check` tells which key made `hash`."""

    __tablename__ = "silenced_addresses"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    key_check: Mapped[str]
    at: Mapped[datetime]


def keep(session: Session, channel: str, address: str, *, at: datetime) -> None:
    """Nothing is to be sent there, whoever it will belong to."""
    session.execute(
        insert(Silenced)
        .values(hash=_hash(channel, address), key_check=_key_check(), at=at)
        .on_conflict_do_nothing(index_elements=["hash"])
    )


def lift(session: Session, channel: str, address: str) -> None:
    """They want to be written to again, or never said that they don't."""
    session.execute(delete(Silenced).where(Silenced.hash == _hash(channel, address)))


def is_silenced(session: Session, channel: str, address: str) -> bool:
    """Whether somebody there had opted out before they were erased."""
    return session.get(Silenced, _hash(channel, address)) is not None


def unreadable(session: Session) -> int:
    """How many were kept under another key, so that nobody can be recognised by them."""
    others = select(func.count()).where(Silenced.key_check != _key_check())
    return session.scalar(others) or 0


def _key() -> bytes:
    settings = config.current()
    return (settings.privacy_key or settings.secret_key).get_secret_value().encode()


def _key_check() -> str:
    return hmac.new(_key(), b"key check", hashlib.sha256).hexdigest()[:8]


def _hash(channel: str, address: str) -> bytes:
    return hmac.new(_key(), f"silenced:{channel}:{address}".encode(), hashlib.sha256).digest()
