"""Guessing passwords: slowed down for strangers, never a way to lock the shop's own people out."""

from collections.abc import Iterator
from typing import Any

import pytest

from concierge.web.limits import limiter
from tests.console.conftest import Desk
from tests.console.shop import EMAIL
from tests.world import World

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def guess(desk: Desk, email: str, times: int, **environ: str) -> list[int]:
    """Wrong passwords, one after the other; what each was answered."""
    token = desk.token()
    data = {"email": email, "password": "a guess", "csrf_token": token}
    return [
        desk.client.post("/console/login", data=data, environ_overrides=environ).status_code
        for _ in range(times)
    ]


def test_guessing_at_one_account_ends_after_ten(door: Desk) -> None:
    assert guess(door, EMAIL, 11) == [422] * 10 + [429]
    answer = door.log_in()
    assert answer.status_code == 429, "not even the right one, from here"
    assert "Too many tries" in answer.text
    assert f'value="{EMAIL}"' in answer.text


def test_guessing_from_many_addresses_ends_too(door: Desk) -> None:
    answers = [guess(door, EMAIL, 1, REMOTE_ADDR=f"203.0.113.{number}")[0] for number in range(11)]
    assert answers[-1] == 429


def test_guessing_at_many_accounts_from_one_address_ends_after_twenty(door: Desk) -> None:
    answers = [guess(door, f"somebody{number}@example.com", 1)[0] for number in range(21)]
    assert answers == [422] * 20 + [429]


def test_a_stranger_who_guesses_does_not_lock_nadia_out_at_her_own_desk(
    desk: Desk, world: World
) -> None:
    desk.post("/console/logout")
    stranger = Desk(world.app.test_client())
    assert guess(stranger, EMAIL, 11, **ELSEWHERE)[-1] == 429
    assert guess(stranger, "x@example.com", 20)[-1] == 429, "even from behind the same address"
    assert desk.log_in().status_code == 302


def test_logging_in_often_is_no_guessing(door: Desk) -> None:
    for _ in range(25):
        assert door.log_in().status_code == 302
        door.post("/console/logout")


@pytest.fixture
def redis_gone(world: World) -> Iterator[None]:
    """Every call to Redis fails."""
    storage: Any = limiter.storage
    pool = storage.storage.connection_pool
    kept = dict(pool.connection_kwargs)
    pool.disconnect()
    pool.connection_kwargs.update(port=1)
    yield
    pool.connection_kwargs.update(kept)
    limiter._storage_dead = False
    fallback: Any = limiter._fallback_storage
    fallback.reset()


@pytest.mark.usefixtures("redis_gone")
def test_without_redis_nadia_logs_in_and_guessing_still_ends(door: Desk) -> None:
    assert door.log_in().status_code == 302
    door.post("/console/logout")
    assert guess(Desk(door.client.application.test_client()), EMAIL, 11)[-1] == 429
