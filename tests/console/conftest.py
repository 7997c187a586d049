"""An operator at their desk: a browser's worth of session and CSRF token, without the browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time
from werkzeug.test import TestResponse

from concierge import clock, db
from concierge.operators import accounts
from tests.console.day import open_day
from tests.console.shop import EMAIL, PASSWORD, Shop
from tests.counting import counted
from tests.world import World

FRAGMENT = {"X-Fragment": "1"}


@dataclass
class Desk:
    """An operator with the console open."""

    client: FlaskClient

    def get(self, path: str, **given: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **given)

    def token(self) -> str:
        """The CSRF token of the page that is open: any page of theirs has a good one."""
        page = self.client.get("/console/login", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **given: Any) -> TestResponse:
        """Press a button."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **given)

    def log_in(self, email: str = EMAIL, password: str = PASSWORD, **more: str) -> TestResponse:
        """Fill in the form at the door."""
        return self.post("/console/login", {"email": email, "password": password, **more})


@pytest.fixture
def door(world: World) -> Desk:
    """A browser in front of the console; one operator exists."""
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
    return Desk(world.app.test_client())


@pytest.fixture
def desk(door: Desk) -> Desk:
    """Nadia has logged in; nobody has texted yet."""
    assert door.log_in().status_code == 302
    return door


@pytest.fixture
def shop(world: World) -> Shop:
    """The florist's day: conversation 1 is Maria's, who waits."""
    with db.transaction() as session:
        return open_day(session, clock.now())


@pytest.fixture
def open_shop(world: World, shop: Shop) -> Desk:
    """Nadia has logged in, in the middle of that day."""
    desk = Desk(world.app.test_client())
    assert desk.log_in().status_code == 302
    return desk


@pytest.fixture
def statements() -> Callable[..., Any]:
    """`with statements() as made:` counts what a page asks of the database."""
    return counted


@pytest.fixture
def freezer_at() -> Callable[..., Any]:
    """`with freezer_at(moment):` it is then."""

    def freeze(moment: datetime) -> Any:
        return freeze_time(moment, ignore=["werkzeug", "threading"])

    return freeze
