"""When something goes wrong, a person reads a sentence and not a number."""

import pytest

from concierge.customers.models import LinkPurpose
from concierge.payments import queries
from tests.pages.conftest import WELL_FILLED_IN, Browser, make_link
from tests.world import World


def test_a_page_too_much_is_said(greeted: World, browser: Browser) -> None:
    page = browser.press(
        f"{greeted.link()}/account", **(WELL_FILLED_IN | {"address": "x" * 70_000})
    )
    assert page.status == 413
    assert "too much at once" in page.text


def test_the_wrong_way_in_is_said(greeted: World, browser: Browser) -> None:
    page = browser.open(f"{greeted.link()}/account")
    assert page.status == 405
    assert "Open the link from our text once more." in page.text


def test_a_mistake_of_ours_is_owned_up_to(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.known()
    link = make_link(world, LinkPurpose.CARD)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(queries, "default_card", broken)
    page = browser.open(link)
    assert page.status == 500
    assert "Something broke on our side" in page.text
    assert "a mistake" not in page.answer.text
