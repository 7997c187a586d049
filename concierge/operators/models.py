"""Who may use the console, and which programs may use the API."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from concierge.db import Base, Choice


class Role(StrEnum):
    """What somebody may do at the console, from the least to the most."""

    VIEWER = "viewer"  # looks, and changes nothing but what is their own
    OPERATOR = "operator"  # answers, quotes, fulfils, refunds
    OWNER = "owner"  # that, and says who may come in and how the house is run

    def covers(self, needed: "Role") -> bool:
        """Whether this role may do what `needed` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


class Operator(Base):
    """A person at the console. `session_epoch` goes up to end every session of theirs."""

    __tablename__ = "operators"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password_hash: Mapped[str]
    session_epoch: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    role: Mapped[Role] = mapped_column(Choice(Role), server_default=Role.OPERATOR.value)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    timezone: Mapped[str | None]  # where they work; None: the business's
    totp_sealed: Mapped[str | None]  # encrypted: see factors
    totp_since: Mapped[datetime | None]  # a first code was right; before that the app counts not
    totp_step: Mapped[int | None]  # of the newest code that was taken: none is taken twice


class RecoveryCode(Base):
    """Lets in, once, whoever has lost the second factor."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("operator_id", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """What a device or a password manager signs with; only its public half is here."""

    __tablename__ = "passkeys"
    __table_args__ = (Index(None, "operator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class HouseRule(Base):
    """Something that owners set at the console, by its name: see house."""

    __tablename__ = "house_rules"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class Invitation(Base):
    """Somebody may become an operator, by a link that works once; only its hash is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]  # lower case
    role: Mapped[Role] = mapped_column(Choice(Role))
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]  # an Actor
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # accepted, taken back, or replaced by a newer one


class Login(Base):
    """One session of an operator in one browser: its end is that of every copy of its cookie."""

    __tablename__ = "logins"
    __table_args__ = (Index(None, "operator_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operators.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str | None]  # "Firefox on Windows"
    address: Mapped[str | None]  # where it was last seen
    seen_at: Mapped[datetime | None]  # to within minutes


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
