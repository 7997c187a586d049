"""Passkeys: somebody's keys to the console, kept by their devices (see ceremonies)."""

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import config, events
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.operators import factors
from concierge.operators.models import Operator, Passkey

# `ceremonies` is imported where it is used: its library takes 14 MB, and in most processes nobody
# ever logs in with a passkey.
MOST = 20
# How long a browser may take to answer a challenge.
ASKED_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was asked, and when: signed into its session, good for one answer."""

    challenge: bytes
    at: datetime

    def in_time(self, at: datetime) -> bool:
        """Whether the answer did not take too long."""
        return self.at <= at < self.at + ASKED_FOR


def available() -> bool:
    """Whether browsers make passkeys for this installation: they want https and a name."""
    parts = urlsplit(config.current().public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def of(session: Session, operator_id: int) -> list[Passkey]:
    """Somebody's, oldest first."""
    query = select(Passkey).where(Passkey.operator_id == operator_id).order_by(Passkey.id)
    return list(session.scalars(query.limit(MOST)))


def ask_for_new(session: Session, operator: Operator) -> tuple[str, bytes]:
    """What to ask a browser for a new one: its JSON, and the challenge in it."""
    known = of(session, operator.id)
    if len(known) >= MOST:
        raise Refused("too-many-passkeys", f"There are {MOST} already; remove one first.")
    from concierge.operators import ceremonies

    return ceremonies.new(operator, known, _host())


def add(
    session: Session,
    operator_id: int,
    answer: str,
    asked: Asked,
    name: str,
    *,
    by: Actor,
    at: datetime,
) -> Passkey:
    """Keep a new one. Raises `Refused` for an answer to something else."""
    from concierge.operators import ceremonies

    operator = factors.hold(session, operator_id)
    name = name.strip()[:60] or "Passkey"
    try:
        if not asked.in_time(at):
            raise Refused("passkey-too-late", _TOO_LATE)
        made = ceremonies.made(answer, asked.challenge, host=_host(), origin=_origin())
    except ceremonies.NotSigned as error:
        raise Refused("passkey-not-made", f"The passkey was not made: {error}") from error
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)):
        raise Refused("passkey-known", "This passkey is here already.")
    passkey = Passkey(
        operator_id=operator_id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        created_at=at,
    )
    session.add(passkey)
    session.flush()
    events.record(
        session, "operator.passkey_added", operator, by=by, at=at, customer_id=None, name=name
    )
    return passkey


def remove(
    session: Session, operator_id: int, passkey_id: int, *, by: Actor, at: datetime
) -> Passkey:
    """It lets nobody in any more."""
    operator = factors.hold(session, operator_id)
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.operator_id != operator_id:
        raise NotFound("passkey")
    session.delete(passkey)
    events.record(
        session,
        "operator.passkey_removed",
        operator,
        by=by,
        at=at,
        customer_id=None,
        name=passkey.name,
    )
    factors.tidy(session, operator)
    return passkey


def ask(session: Session, operator_id: int | None) -> tuple[str, bytes]:
    """What to ask a browser at the door: one of somebody's passkeys, after their password, or any
    passkey whose device has made sure of who holds it, instead of one.
    """
    from concierge.operators import ceremonies

    known = of(session, operator_id) if operator_id is not None else []
    return ceremonies.known(known, _host(), alone=operator_id is None)


def check(
    session: Session, operator_id: int | None, answer: str, asked: Asked, *, at: datetime
) -> Operator | None:
    """Whose passkey signed this, if all is right; None otherwise.

    Without `operator_id` it stands for the password, too, so its device must have verified them.
    An answer is taken once: the next has to be to a challenge that is newer than the last use.
    """
    from concierge.operators import ceremonies

    passkey = _named(session, answer)
    if passkey is None or operator_id not in {None, passkey.operator_id}:
        return None
    operator = factors.hold(session, passkey.operator_id)
    session.refresh(passkey)
    used = passkey.last_used_at
    if not asked.in_time(at) or (used is not None and asked.at <= used):
        return None
    try:
        signed = ceremonies.signed(
            answer,
            asked.challenge,
            passkey,
            host=_host(),
            origin=_origin(),
            alone=operator_id is None,
        )
    except ceremonies.NotSigned:
        return None
    if not operator.active:
        return None
    passkey.sign_count, passkey.last_used_at = signed.new_sign_count, at
    return operator


def _named(session: Session, answer: str) -> Passkey | None:
    """The passkey that an answer says it is from."""
    from concierge.operators import ceremonies

    try:
        number = ceremonies.number(str(json.loads(answer)["rawId"]))
    except (ValueError, KeyError, TypeError):
        return None
    return session.scalars(select(Passkey).where(Passkey.credential_id == number)).one_or_none()


def _host() -> str:
    return urlsplit(config.current().public_url).hostname or ""


def _origin() -> str:
    parts = urlsplit(config.current().public_url)
    return f"{parts.scheme}://{parts.netloc}"


_TOO_LATE = "That took too long. Try again."
