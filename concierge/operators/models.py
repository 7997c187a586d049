"""Who may use the console, and which programs may use the API."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base


class Operator(Base):
    """A person at the console. `session_epoch` goes up to end every session of theirs."""

    __tablename__ = "operators"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password_hash: Mapped[str]
    session_epoch: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]


class Login(Base):
    """One session of an operator in one browser: its end is that of every copy of its cookie."""

    __tablename__ = "logins"
    __table_args__ = (Index(None, "operator_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Token(Base):
    """A program's key to the API; only its hash is kept."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ApiRequest(Base):
    """A POST that carried an Idempotency-Key, and what it was answered: a repeat gets the same."""

    __tablename__ = "api_requests"
    __table_args__ = (UniqueConstraint("token_id", "key"), Index(None, "created_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("tokens.id"))
    key: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)  # of method, path and body
    created_at: Mapped[datetime]
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
