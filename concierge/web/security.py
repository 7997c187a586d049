"""Who may come in: operators' sessions and CSRF tokens.

The web hooks are authorised by signatures, the API by tokens, a customer's page by its link: only
the console has a session, so only the console needs CSRF tokens (its blueprint asks for them).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Flask, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from concierge import clock, db
from concierge.config import Settings
from concierge.operators import sessions
from concierge.operators.models import Role
from concierge.operators.sessions import Sitting

csrf = CSRFProtect()


@dataclass(frozen=True, slots=True)
class Seat:
    """An operator at the console: what a page needs to know of them."""

    id: int
    epoch: int
    login: int
    name: str
    email: str
    last_login_at: datetime | None
    role: Role
    timezone: str | None  # where they work, if not where the business is
    has_factor: bool
    all_need_factor: bool

    # What flask-login asks of whoever sits here.
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @classmethod
    def of(cls, sitting: Sitting) -> "Seat":
        """The seat of an operator who has logged in."""
        operator = sitting.operator
        return cls(
            operator.id,
            operator.session_epoch,
            sitting.login.id,
            operator.name,
            operator.email,
            operator.last_login_at,
            operator.role,
            operator.timezone,
            sitting.has_factor,
            sitting.all_need_factor,
        )

    def get_id(self) -> str:
        """What the session holds: a new epoch makes it somebody else's, its end nobody's."""
        return f"{self.id}.{self.epoch}.{self.login}"


def guard(app: Flask, settings: Settings) -> None:
    """Give the app operators' sessions and CSRF tokens."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: pages stay open all day
        WTF_CSRF_SSL_STRICT=False,  # it reads the Referer, which our pages do not send
        # Live pages fetch by themselves; only what a person does keeps a session alive.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    csrf.init_app(app)
    manager = LoginManager()
    manager.session_protection = "strong"
    manager.user_loader(seated)
    manager.init_app(app)


def seated(key: str) -> Seat | None:
    """Whose session it is; None once they logged out, changed their password or have left."""
    parts = key.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    number, epoch, login = map(int, parts)
    with db.reading() as session:
        sitting = sessions.sitting(session, number, epoch, login)
    if sitting is None:
        return None
    at = clock.now()
    if sessions.is_stale(sitting.login, at):
        with db.transaction() as session:
            sessions.touch(session, login, address=request.remote_addr, at=at)
    return Seat.of(sitting)
