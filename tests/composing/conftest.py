"""Maria's thread at the shop, and people at the console who write into it."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from concierge import config
from tests.console.conftest import Desk
from tests.console.conftest import desk as desk
from tests.console.conftest import door as door
from tests.world import World

SetUp = Callable[..., None]


@pytest.fixture
def set_up(world: World) -> Iterator[SetUp]:
    """`set_up(part_price=...)`: the same shop, set up otherwise."""

    def change(**settings: Any) -> None:
        config.use(config.current().model_copy(update=settings))

    yield change
    config.use(world.settings)


@pytest.fixture
def thread(world: World, desk: Desk) -> str:
    """Where Maria's thread is; she has asked whether the shop is open on Sunday."""
    world.known()
    world.text("Are you open on Sunday?")
    return f"/console/conversations/{world.conversation().id}"


def field(page: str) -> str:
    """What stands in the composer."""
    found = re.search(r'<textarea name="body".*?>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def hidden(page: str, name: str) -> str:
    """A hidden field of the composer's."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page[page.index('id="composer"') :])
    assert found
    return html.unescape(found[1])


def said(page: str) -> str:
    """The cost below the composer's field."""
    found = re.search(r'id="parts"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])
