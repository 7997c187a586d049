"""Who may come in: operators' sessions and CSRF tokens.

The web hooks are authorised by signatures, the API by tokens, a customer's page by its link: only
the console has a session, so only the console needs CSRF tokens (its blueprint asks for them).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from concierge import db
from concierge.config import Settings
from concierge.operators import accounts
from concierge.operators.models import Operator

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

    # What flask-login asks of whoever sits here.
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @classmethod
    def of(cls, operator: Operator, login: int) -> "Seat":
        """The seat of an operator who has logged in."""
        return cls(
            operator.id,
            operator.session_epoch,
            login,
            operator.name,
            operator.email,
            operator.last_login_at,
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
        operator = accounts.seated(session, number, epoch, login)
    return Seat.of(operator, login) if operator else None
