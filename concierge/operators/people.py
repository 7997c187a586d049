"""Who works here: inviting by a link, roles, leaving. There is always an owner."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import NotFound, Refused
from concierge.events import Actor
from concierge.operators import accounts, sessions
from concierge.operators.models import Invitation, Operator, Role

INVITED_FOR = timedelta(days=3)


# --- who answers ---------------------------------------------------------------------------------


def all_answering(session: Session) -> list[Operator]:
    """Whoever may answer customers, by name."""
    query = select(Operator).where(Operator.active, Operator.role != Role.VIEWER)
    return list(session.scalars(query.order_by(Operator.name, Operator.id)))


def may_answer(operator_id: int) -> ColumnElement[bool]:
    """The same of one, inside another query."""
    return exists().where(Operator.id == operator_id, Operator.active, Operator.role != Role.VIEWER)


def answering(session: Session, operator_id: int) -> Operator:
    """One who may answer customers. Raises `Refused` where they may not."""
    operator = session.get(Operator, operator_id)
    if operator is None or not operator.active or not operator.role.covers(Role.OPERATOR):
        raise Refused("operator-cannot-answer", "There is no operator of that name any more.")
    return operator


# --- coming in -----------------------------------------------------------------------------------


def invite(
    session: Session, email: str, role: Role, *, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is not kept and can't be read again.

    It replaces an older one to the same address. Raises `Refused` for an address that is taken.
    """
    email = accounts.free_email(session, email)
    for older in session.scalars(_open(at).where(Invitation.email == email).with_for_update()):
        older.ended_at = at
    secret = secrets.token_urlsafe(24)
    invitation = Invitation(
        email=email,
        role=role,
        hash=_hash(secret),
        created_at=at,
        created_by=str(by),
        expires_at=at + INVITED_FOR,
    )
    session.add(invitation)
    session.flush()
    _record(session, "invitation.created", invitation, by, at, email=email, role=role.value)
    return invitation, secret


def invited(session: Session, secret: str, *, at: datetime) -> Invitation | None:
    """What a link stands for; None once it was used, taken back, replaced, or is too old."""
    query = _open(at).where(Invitation.hash == _hash(secret))
    return session.scalars(query).one_or_none()


def accept(
    session: Session, secret: str, name: str, password: str, *, address: str | None, at: datetime
) -> Operator:
    """Whoever has the link becomes an operator. Raises `Refused`; then the link still works."""
    query = _open(at).where(Invitation.hash == _hash(secret)).with_for_update()
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise NotFound("invitation any more; ask for a new one")
    if not name.strip() or len(name.strip()) > 80:
        raise Refused("operator-name", "Say by which name your colleagues know you.")
    invitation.ended_at = at
    operator = accounts.create(
        session,
        invitation.email,
        name,
        password,
        role=invitation.role,
        by=events.stranger(address),
    )
    by = events.operator(operator.id, address)
    _record(session, "invitation.accepted", invitation, by, at, email=invitation.email)
    return operator


def revoke(session: Session, invitation_id: int, *, by: Actor, at: datetime) -> Invitation:
    """The link works no more. Raises NotFound for one that has ended already."""
    query = _open(at).where(Invitation.id == invitation_id).with_for_update()
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise NotFound("open invitation")
    invitation.ended_at = at
    _record(session, "invitation.revoked", invitation, by, at, email=invitation.email)
    return invitation


def invitations(session: Session, *, at: datetime, limit: int = 100) -> list[Invitation]:
    """Those that can still be accepted, newest first."""
    return list(session.scalars(_open(at).order_by(Invitation.id.desc()).limit(limit)))


# --- being here ----------------------------------------------------------------------------------


def page(session: Session, *, after: int = 0, limit: int) -> list[Operator]:
    """Everybody who ever worked here, in the order in which they came, from an id on."""
    query = select(Operator).where(Operator.id > after).order_by(Operator.id).limit(limit)
    return list(session.scalars(query))


def change_role(
    session: Session, operator_id: int, role: Role, *, by: Actor, at: datetime
) -> Operator:
    """From their next click on they may do more, or less. Raises `Refused` for the last owner."""
    operator = _held(session, operator_id)
    before = operator.role
    if before is role:
        return operator
    if before is Role.OWNER:
        _require_another_owner(session, operator)
    operator.role = role
    _record(session, "operator.role_changed", operator, by, at, role=role.value, before=before)
    return operator


def deactivate(session: Session, operator_id: int, *, by: Actor, at: datetime) -> Operator:
    """They have left: every session of theirs ends. Raises `Refused` for the last owner."""
    operator = _held(session, operator_id)
    if not operator.active:
        return operator
    if operator.role is Role.OWNER:
        _require_another_owner(session, operator)
    operator.active = False
    operator.session_epoch += 1
    sessions.end(session, operator.id, at=at)
    _record(session, "operator.deactivated", operator, by, at, email=operator.email)
    return operator


def activate(session: Session, operator_id: int, *, by: Actor, at: datetime) -> Operator:
    """They are back, in the role they had."""
    operator = _held(session, operator_id)
    if not operator.active:
        operator.active = True
        _record(session, "operator.activated", operator, by, at, email=operator.email)
    return operator


def _held(session: Session, operator_id: int) -> Operator:
    """One operator, with all owners locked: two owners who demote each other do so in turn."""
    query = (
        select(Operator)
        .where((Operator.role == Role.OWNER) | (Operator.id == operator_id))
        .order_by(Operator.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for operator in session.scalars(query).all():
        if operator.id == operator_id:
            return operator
    raise NotFound("operator")


def _require_another_owner(session: Session, operator: Operator) -> None:
    others = select(Operator.id).where(
        Operator.role == Role.OWNER, Operator.active, Operator.id != operator.id
    )
    if operator.active and session.scalar(others.limit(1)) is None:
        raise Refused(
            "last-owner",
            f"{operator.name} is the only owner. Make somebody else an owner first.",
        )


def _open(at: datetime) -> Select[Invitation]:
    return select(Invitation).where(Invitation.ended_at.is_(None), Invitation.expires_at > at)


def _record(
    session: Session,
    kind: str,
    subject: Operator | Invitation,
    by: Actor,
    at: datetime,
    **data: str,
) -> None:
    events.record(session, kind, subject, by=by, at=at, customer_id=None, **data)


def _hash(secret: str) -> bytes:
    # 192 random bits need no slow hash.
    return hashlib.sha256(secret.encode()).digest()
