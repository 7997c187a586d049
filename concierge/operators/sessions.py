"""Sessions of operators: whose a cookie is, where else they are logged in, and ending those."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from concierge import clock, events
from concierge.errors import NotFound
from concierge.events import Actor
from concierge.operators import house
from concierge.operators.models import HouseRule, Login, Operator, Passkey

# However busy it is kept, a session ends: a browser that was sold is not logged in for ever.
LASTS = timedelta(days=90)
# "Last seen" is right to within this: a click is no reason to write.
_SEEN_WITHIN = timedelta(minutes=5)
_MOST = 50
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux|X11", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An operator in one session: all that a request asks, in one query."""

    operator: Operator
    login: Login
    has_factor: bool  # a second one, beside the password
    all_need_factor: bool  # the house's rule


def sitting(session: Session, operator_id: int, epoch: int, login_id: int) -> Sitting | None:
    """Who is here; None once they logged out, have a new password, or have left."""
    passkeys = exists().where(Passkey.operator_id == Operator.id)
    required = select(HouseRule.value["required"].as_boolean()).where(
        HouseRule.name == house.TWO_FACTOR
    )
    row = session.execute(
        select(Operator, Login, passkeys, required.scalar_subquery())
        .join(Login, Login.operator_id == Operator.id)
        .where(
            Operator.id == operator_id,
            Operator.session_epoch == epoch,
            Operator.active,
            Login.id == login_id,
            Login.ended_at.is_(None),
            Login.at > clock.now() - LASTS,
        )
    ).one_or_none()
    if row is None:
        return None
    operator, login, has_passkey, all_need = row
    has_factor = operator.totp_since is not None or has_passkey
    return Sitting(operator, login, has_factor, bool(all_need))


def is_stale(login: Login, at: datetime) -> bool:
    """Whether it is time to note again that somebody was here."""
    return login.seen_at is None or at - login.seen_at > _SEEN_WITHIN


def touch(session: Session, login_id: int, *, address: str | None, at: datetime) -> None:
    """They were here just now, from this address."""
    session.execute(update(Login).where(Login.id == login_id).values(seen_at=at, address=address))


def open_ones(session: Session, operator_id: int, *, at: datetime) -> list[Login]:
    """Where somebody is logged in, newest first."""
    query = (
        select(Login)
        .where(Login.operator_id == operator_id, Login.ended_at.is_(None), Login.at > at - LASTS)
        .order_by(Login.at.desc(), Login.id.desc())
        .limit(_MOST)
    )
    return list(session.scalars(query))


def end_one(session: Session, operator_id: int, login_id: int, *, by: Actor, at: datetime) -> None:
    """That session is over. Raises NotFound for one that is not theirs, or is over already."""
    login = session.get(Login, login_id)
    if login is None or login.operator_id != operator_id or login.ended_at is not None:
        raise NotFound("open session")
    login.ended_at = at
    events.record(session, "login.revoked", login, by=by, at=at, customer_id=None)


def end_others(session: Session, operator: Operator, *, keep: int, by: Actor, at: datetime) -> int:
    """Every session of theirs but one is over; how many that were."""
    number = end(session, operator.id, at=at, keep=keep)
    events.record(
        session, "operator.sessions_ended", operator, by=by, at=at, customer_id=None, count=number
    )
    return number


def end(session: Session, operator_id: int, *, at: datetime, keep: int | None = None) -> int:
    """The sessions of an operator are over, but for one; how many that were."""
    query = update(Login).where(Login.operator_id == operator_id, Login.ended_at.is_(None))
    if keep is not None:
        query = query.where(Login.id != keep)
    return len(session.scalars(query.values(ended_at=at).returning(Login.id)).all())


def called(agent: str) -> str:
    """A browser in words, from what it says of itself: "Firefox on Windows"."""
    browser = next((name for sign, name in _BROWSERS if re.search(sign, agent)), "A browser")
    system = next((name for sign, name in _SYSTEMS if re.search(sign, agent)), None)
    return f"{browser} on {system}" if system else browser
