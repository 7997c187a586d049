"""A worker killed at any point of a new send, or of the probe that ends an outage."""

from collections.abc import Iterator

import pytest

from concierge.channels.base import DeliveryStatus
from concierge.effects import handlers
from tests.limits.test_killed_workers import POINTS, Deadly
from tests.messages.conftest import Post
from tests.messages.test_error_classes import OFF, goes_again, sent_to
from tests.messages.test_outage import goes_down, street
from tests.world import World

__all__ = ["street"]


@pytest.fixture
def deadly_from_now_on(world: World) -> Iterator[list[Deadly]]:
    """Whoever appends a deadly worker has it work from then on."""
    real, before = dict(handlers), world.drain
    yield []
    world.drain = before
    handlers.update(real)


@pytest.mark.parametrize("point", POINTS)
def test_a_lost_text_is_sent_anew_once_though_each_worker_is_killed(
    world: World, post: Post, deadly_from_now_on: list[Deadly], point: str
) -> None:
    number = sent_to(world, post, OFF)
    deadly = Deadly(point)
    world.drain = deadly.drain
    goes_again(post, number)

    assert len(deadly.dead) == 2, "of the new send's request, and of the send"
    assert world.texts(OFF) == ["We close at six."] * 2
    first, second = world.messages(OFF)
    assert (first.status, second.status) == (DeliveryStatus.FAILED, DeliveryStatus.DELIVERED)


@pytest.mark.parametrize("point", POINTS)
def test_an_outage_ends_though_its_probe_is_killed(
    world: World, post: Post, street: list[str], deadly_from_now_on: list[Deadly], point: str
) -> None:
    goes_down(post, street)
    post.mends()
    deadly = Deadly(point)
    world.drain = deadly.drain
    post.a_probe_is_due()
    assert deadly.dead
    post.looks()

    assert post.circuit().opened_at is None
    for phone in street[:3]:
        assert world.texts(phone) == ["Your courier is here."]
