"""The florist's people: Nadia, who owns the shop, Omar, who answers, and Vera, who looks."""

from collections.abc import Callable

import pytest

from concierge import db
from concierge.operators import accounts
from concierge.operators.models import Operator, Role
from tests.console.conftest import Desk, door, freezer_at  # noqa: F401
from tests.console.shop import EMAIL, PASSWORD
from tests.world import World

OMAR, VERA = "omar@roseandthorn.example", "vera@roseandthorn.example"


@pytest.fixture
def hire(world: World, door: Desk) -> Callable[..., Desk]:  # noqa: F811
    """`hire("Omar", OMAR, Role.OPERATOR)`: somebody comes to work, and has logged in."""

    def hired(name: str, email: str, role: Role) -> Desk:
        with db.transaction() as session:
            accounts.create(session, email, name, PASSWORD, role=role)
        seat = Desk(world.app.test_client())
        assert seat.log_in(email).status_code == 302
        return seat

    return hired


@pytest.fixture
def nadia(door: Desk) -> Desk:  # noqa: F811
    """The owner, logged in."""
    assert door.log_in().status_code == 302
    return door


@pytest.fixture
def omar(hire: Callable[..., Desk]) -> Desk:
    """An operator."""
    return hire("Omar", OMAR, Role.OPERATOR)


@pytest.fixture
def vera(hire: Callable[..., Desk]) -> Desk:
    """A viewer."""
    return hire("Vera", VERA, Role.VIEWER)


def known(email: str = EMAIL) -> Operator:
    """An operator, as they are now."""
    with db.reading() as session:
        operator = accounts.by_email(session, email)
        assert operator is not None
        return operator
