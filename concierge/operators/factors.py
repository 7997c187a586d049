"""The second factor beside a password: six digits from an app, or a code kept for bad days."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from concierge import config, events
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.operators import sessions
from concierge.operators.models import Operator, Passkey, RecoveryCode

CODES = 10
_STEP = 30  # seconds that an app shows the same digits for
# Without what people mistake for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def has_any(session: Session, operator: Operator) -> bool:
    """Whether a password alone does not let them in."""
    keys = select(Passkey.id).where(Passkey.operator_id == operator.id).limit(1)
    return operator.totp_since is not None or session.scalar(keys) is not None


def protected(session: Session, operator_ids: Sequence[int]) -> set[int]:
    """Who of these has a second factor."""
    keys = exists().where(Passkey.operator_id == Operator.id)
    query = select(Operator.id).where(
        Operator.id.in_(operator_ids), Operator.totp_since.is_not(None) | keys
    )
    return set(session.scalars(query))


# --- an app --------------------------------------------------------------------------------------


def begin(session: Session, operator_id: int) -> None:
    """A secret for an app; it counts once a first code proves that the app has it."""
    operator = hold(session, operator_id)
    if operator.totp_since is not None:
        raise Refused("app-is-set-up", "An app is set up already; remove it first.")
    operator.totp_sealed = _seal(pyotp.random_base32())


def address(operator: Operator) -> str | None:
    """What the QR code of an app that is being set up says; None where none is."""
    if operator.totp_since is not None or operator.totp_sealed is None:
        return None
    secret = _unseal(operator.totp_sealed)
    house = config.current().business_name
    return secret and pyotp.TOTP(secret).provisioning_uri(name=operator.email, issuer_name=house)


def secret_in_words(operator: Operator) -> str:
    """The same to type in, in groups of four, where a camera is of no use."""
    secret = (operator.totp_sealed and _unseal(operator.totp_sealed)) or ""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def confirm(session: Session, operator_id: int, code: str, *, by: Actor, at: datetime) -> list[str]:
    """The app shows the right digits: from now on they are asked for. Raises `Refused`.

    Gives new recovery codes, which are shown this once.
    """
    operator = hold(session, operator_id)
    if operator.totp_since is not None or operator.totp_sealed is None:
        raise Refused("no-app-begun", "Begin with a new QR code.")
    if not _take(operator, code, at):
        raise Refused("code-wrong", "Those are not the digits. Is the clock of the phone right?")
    operator.totp_since = at
    _record(session, "operator.app_added", operator, by, at)
    return new_codes(session, operator_id, by=by, at=at)


def remove_app(session: Session, operator_id: int, *, by: Actor, at: datetime) -> None:
    """No digits are asked for any more."""
    operator = hold(session, operator_id)
    had = operator.totp_since is not None
    operator.totp_sealed = operator.totp_since = operator.totp_step = None
    if had:
        _record(session, "operator.app_removed", operator, by, at)
    tidy(session, operator)


# --- codes for bad days --------------------------------------------------------------------------


def new_codes(session: Session, operator_id: int, *, by: Actor, at: datetime) -> list[str]:
    """Ten codes that each let in once; older ones work no more. Only their hashes are kept."""
    operator = hold(session, operator_id)
    if not has_any(session, operator):
        raise Refused("no-second-factor", "Codes stand in for an app or a passkey: add one first.")
    session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == operator_id))
    codes = ["-".join(_word() for _ in range(3)) for _ in range(CODES)]
    for code in codes:
        session.add(RecoveryCode(operator_id=operator_id, hash=_hash(code)))
    _record(session, "operator.codes_made", operator, by, at)
    return codes


def codes_left(session: Session, operator_id: int) -> int:
    """How many of them have not been used."""
    query = select(func.count()).where(
        RecoveryCode.operator_id == operator_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


# --- at the door ---------------------------------------------------------------------------------


def check(session: Session, operator_id: int, code: str, *, at: datetime) -> str | None:
    """What was right: "app" or "recovery code"; None for neither. Nothing is right twice."""
    operator = hold(session, operator_id)
    if operator.totp_since is not None and _take(operator, code, at):
        return "app"
    taken = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.operator_id == operator_id,
            RecoveryCode.hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    return "recovery code" if taken is not None else None


def reset(session: Session, operator_id: int, *, by: Actor, at: datetime) -> Operator:
    """They have lost everything: an owner lets them begin anew. Every session of theirs ends."""
    operator = hold(session, operator_id)
    operator.totp_sealed = operator.totp_since = operator.totp_step = None
    session.execute(delete(Passkey).where(Passkey.operator_id == operator_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == operator_id))
    operator.session_epoch += 1
    sessions.end(session, operator_id, at=at)
    _record(session, "operator.second_factor_reset", operator, by, at)
    return operator


def tidy(session: Session, operator: Operator) -> None:
    """Codes that stand in for nothing any more go."""
    session.flush()
    if not has_any(session, operator):
        session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == operator.id))


def hold(session: Session, operator_id: int) -> Operator:
    """An operator, locked: of two tries with the same code one is the second."""
    query = (
        select(Operator)
        .where(Operator.id == operator_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    operator = session.scalars(query).one_or_none()
    if operator is None:
        raise NotFound("operator")
    return operator


def _take(operator: Operator, code: str, at: datetime) -> bool:
    digits = "".join(code.split())
    secret = operator.totp_sealed and _unseal(operator.totp_sealed)
    if not secret or len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
        return False
    now = int(at.timestamp()) // _STEP
    # A clock may be wrong by one step, and somebody may type slowly.
    for step in (now - 1, now, now + 1):
        right = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), digits)
        if right and (operator.totp_step is None or step > operator.totp_step):
            operator.totp_step = step
            return True
    return False


def _record(session: Session, kind: str, operator: Operator, by: Actor, at: datetime) -> None:
    events.record(session, kind, operator, by=by, at=at, customer_id=None, email=operator.email)


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def _hash(code: str) -> bytes:
    # Twelve random letters: some 59 bits, tried a few times a quarter of an hour at most.
    return hashlib.sha256("".join(code.lower().replace("-", " ").split()).encode()).digest()


def _seal(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def _unseal(sealed: str) -> str | None:
    """None once SECRET_KEY is another: then a recovery code or an owner helps."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _cipher() -> Fernet:
    key = config.current().secret_key.get_secret_value().encode()
    return Fernet(base64.urlsafe_b64encode(hmac.digest(key, b"second factors", "sha256")))
