"""Whether a process lives, and whether it can work: what a load balancer asks."""

import logging
from collections.abc import Iterator

import pytest
import requests

from app import compose
from concierge import db
from tests.world import World

NOWHERE = "postgresql+psycopg://nobody:hunter2@127.0.0.1:1/nowhere"


@pytest.fixture
def no_database(world: World) -> Iterator[World]:
    """The database is gone."""
    db.connect(NOWHERE)
    yield world
    compose(world.settings)


def test_a_process_is_alive_and_ready(world: World) -> None:
    for path in ("/healthz", "/readyz"):
        answer = requests.get(world.url + path, timeout=10)
        assert (answer.status_code, answer.text) == (200, "ok")
        assert answer.headers["Cache-Control"] == "no-store"


def test_without_its_database_it_is_alive_but_not_ready_and_tells_no_secret(
    no_database: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = requests.get(f"{no_database.url}/readyz", timeout=10)
    assert answer.status_code == 503
    assert answer.text == "The database can't be reached."
    assert "not ready" in caplog.text, "whoever is on call finds why"
    assert requests.get(f"{no_database.url}/healthz", timeout=10).status_code == 200
    assert "hunter2" not in answer.text + caplog.text


def test_it_is_ready_again_by_itself_once_the_database_is_back(no_database: World) -> None:
    assert requests.get(f"{no_database.url}/readyz", timeout=10).status_code == 503
    compose(no_database.settings)
    assert requests.get(f"{no_database.url}/readyz", timeout=10).status_code == 200


def test_both_are_open_to_whoever_asks_and_say_nothing_else(world: World) -> None:
    client = world.app.test_client()
    for path in ("/healthz", "/readyz"):
        assert client.post(path).status_code == 405
        assert "Set-Cookie" not in client.get(path).headers
