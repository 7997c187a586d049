"""Making operators and tokens, and recognising them again."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, object_session

from concierge import clock, events
from concierge.errors import Refused
from concierge.events import Actor, Nobody
from concierge.operators import sessions
from concierge.operators.models import Login, Operator, Role, Token

_HASHER = PasswordHasher()
_MINIMUM = 10


@cache
def _nobody() -> str:
    """Somebody who is not there takes as long to turn away as somebody who is."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def create(
    session: Session,
    email: str,
    name: str,
    password: str,
    *,
    role: Role | None = None,
    by: Actor | None = None,
) -> Operator:
    """A new operator. Raises `Refused` for a short password or an address that is taken.

    While there is no owner, the next one is. `by` is whoever is at the terminal unless told
    otherwise, here and below.
    """
    email = free_email(session, email)
    _check_password(password)
    orphaned = not has_owner(session)
    if orphaned and role not in {None, Role.OWNER}:
        raise Refused("no-owner-yet", "There is no owner yet, so the next one has to be an owner.")
    operator = Operator(
        email=email,
        name=name.strip() or email,
        password_hash=_HASHER.hash(password),
        role=role or (Role.OWNER if orphaned else Role.OPERATOR),
        created_at=clock.now(),
    )
    session.add(operator)
    session.flush()
    _record(session, "operator.created", operator, by, email=email, role=operator.role.value)
    return operator


def free_email(session: Session, email: str) -> str:
    """The address as it is kept. Raises `Refused` where it is none, or somebody's already."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 200 or not email.isprintable() or " " in email:
        raise Refused("operator-email", f"“{email}” is not an e-mail address.")
    if session.scalar(select(Operator.id).where(Operator.email == email)) is not None:
        raise Refused("operator-exists", f"There is an operator with {email} already.")
    return email


def has_owner(session: Session) -> bool:
    """Whether anybody may say who comes in."""
    owner = select(Operator.id).where(Operator.role == Role.OWNER, Operator.active).limit(1)
    return session.scalar(owner) is not None


def change_password(
    operator: Operator, password: str, *, by: Actor | None = None, keep: int | None = None
) -> None:
    """A new password ends every session of theirs but the login `keep`."""
    _check_password(password)
    session = object_session(operator)
    if session is None:
        raise RuntimeError("an operator is changed in the transaction that read them")
    operator.password_hash = _HASHER.hash(password)
    operator.session_epoch += 1
    sessions.end(session, operator.id, at=clock.now(), keep=keep)
    _record(session, "operator.password_changed", operator, by, email=operator.email)


def work_in(operator: Operator, zone: str, *, by: Actor) -> None:
    """Show them times in this zone; in the business's, if it is empty."""
    if zone and zone not in available_timezones():
        raise Refused("no-such-timezone", f"There is no time zone “{zone}”.")
    session = object_session(operator)
    if session is None:
        raise RuntimeError("an operator is changed in the transaction that read them")
    operator.timezone = zone or None
    _record(session, "operator.timezone_changed", operator, by, timezone=zone)


def _check_password(password: str) -> None:
    if len(password) < _MINIMUM:
        raise Refused("password-too-short", f"A password has at least {_MINIMUM} characters.")


def by_email(session: Session, email: str) -> Operator | None:
    """Who logs in with this address."""
    return session.scalars(
        select(Operator).where(Operator.email == email.strip().lower())
    ).one_or_none()


def check(session: Session, email: str, password: str, *, at: datetime) -> Operator | None:
    """Who this is, if the password is right; None otherwise, after as long a time."""
    operator = by_email(session, email)
    try:
        _HASHER.verify(operator.password_hash if operator else _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    if operator is None or not operator.active:
        return None
    if _HASHER.check_needs_rehash(operator.password_hash):
        operator.password_hash = _HASHER.hash(password)
    return operator


def knows_password(operator: Operator, password: str) -> bool:
    """Whether somebody who is logged in can say their password again."""
    try:
        return _HASHER.verify(operator.password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def enter(
    session: Session,
    operator: Operator,
    *,
    by: Actor,
    at: datetime,
    browser: str | None = None,
    with_: str = "password",
) -> Login:
    """They have logged in `with_` something: a session of theirs begins."""
    session.execute(
        delete(Login).where(Login.operator_id == operator.id, Login.at < at - sessions.LASTS)
    )
    operator.last_login_at = at
    login = Login(operator_id=operator.id, at=at, browser=browser, address=by.address, seen_at=at)
    session.add(login)
    session.flush()
    events.record(session, "login.opened", login, by=by, at=at, customer_id=None, **{"with": with_})
    return login


def refuse(session: Session, email: str, *, by: Actor, at: datetime) -> None:
    """Somebody tried to log in as `email` and could not."""
    operator = by_email(session, email)
    # What is no e-mail address may be a password that was typed into the wrong field.
    tried = email.strip()[:100] if "@" in email else "no e-mail address"
    subject = operator or Nobody()
    events.record(session, "login.refused", subject, by=by, at=at, customer_id=None, tried=tried)


def leave(session: Session, login_id: int, *, by: Actor, at: datetime) -> None:
    """They have logged out: no copy of that session's cookie is good any more."""
    login = session.get(Login, login_id)
    if login is not None and login.ended_at is None:
        login.ended_at = at
        events.record(session, "login.closed", login, by=by, at=at, customer_id=None)


def create_token(session: Session, name: str, *, by: Actor | None = None) -> str:
    """A new token for a program. It is shown once and can't be read again."""
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise Refused("token-name", "Name the token after the program that will use it.")
    if session.scalar(select(Token.id).where(Token.name == name)) is not None:
        raise Refused("token-exists", f"There is a token named {name} already; revoke it first.")
    secret = "ct_" + secrets.token_urlsafe(32)
    token = Token(name=name, hash=_hash(secret), created_at=clock.now())
    session.add(token)
    session.flush()
    _record(session, "token.created", token, by, name=name)
    return secret


def revoke_token(session: Session, name: str, *, by: Actor | None = None) -> None:
    """End a token."""
    token = session.scalars(select(Token).where(Token.name == name)).one_or_none()
    if token is None:
        raise Refused("token-unknown", f"There is no token named {name}.")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        _record(session, "token.revoked", token, by, name=name)


def by_token(session: Session, secret: str, *, at: datetime) -> Token | None:
    """Which program this is. Notes, once a minute at most, that it was here."""
    token = session.scalars(select(Token).where(Token.hash == _hash(secret))).one_or_none()
    if token is None or token.revoked_at is not None:
        return None
    if token.last_used_at is None or at - token.last_used_at > timedelta(minutes=1):
        token.last_used_at = at
    return token


def _record(
    session: Session, kind: str, subject: Operator | Token, by: Actor | None, **data: str
) -> None:
    events.record(
        session, kind, subject, by=by or events.shell(), at=clock.now(), customer_id=None, **data
    )


def _hash(secret: str) -> bytes:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode()).digest()


def everybody(session: Session) -> list[tuple[str, str]]:
    """Every operator who may come in, as (actor's text, name), by name."""
    query = select(Operator.id, Operator.name).where(Operator.active).order_by(Operator.name)
    return [(f"operator:{row.id}", row.name) for row in session.execute(query)]


def actors(session: Session) -> list[tuple[str, str]]:
    """Who may have done something, by name: ("operator:3", "Nadia"), programs last."""
    people = session.execute(select(Operator.id, Operator.name).order_by(Operator.name))
    programs = session.execute(select(Token.id, Token.name).order_by(Token.name))
    return [
        *((f"operator:{row.id}", row.name) for row in people),
        *((f"script:{row.id}", f"{row.name} (API)") for row in programs),
    ]


def names(session: Session, actors: Collection[Actor]) -> dict[str, str]:
    """What to call these operators and programs, by the actor's text ("operator:3")."""
    found: dict[str, str] = {}
    for kind, model in (("operator", Operator), ("script", Token)):
        ids = {actor.id for actor in actors if actor.kind == kind}
        if ids:
            rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
            found |= {f"{kind}:{row.id}": row.name for row in rows}
    return found
