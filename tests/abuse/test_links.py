"""Guessing at one-time links: slow, and nothing is learned by it."""

import requests

from concierge import clock, db
from concierge.customers.models import LinkPurpose
from tests.pages.conftest import find, let_expire, make_link
from tests.world import World


def told(address: str, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Everything that a guesser can tell two answers apart by."""
    answer = requests.request(method, address, timeout=10, allow_redirects=False)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"Date", "X-Request-Id"}
    }
    return answer.status_code, answer.text, headers


def guessed(address: str) -> str:
    """The same link with another end: what somebody has who knows the number in it."""
    head, _, end = address.rpartition("-")
    return f"{head}-{end[::-1]}"


def test_a_guess_at_a_live_a_used_an_expired_and_at_no_link_looks_the_same(world: World) -> None:
    world.known()
    live, used, expired = (make_link(world, LinkPurpose.CARD) for _ in range(3))
    let_expire(expired)
    with db.transaction() as session:
        session.merge(find(used)).used_at = clock.now()
    nobodys = f"{world.url}/l/zzzz-{'x' * 22}"

    for path, method in (("", "GET"), ("/card", "POST"), ("/card", "GET"), ("/renewal", "POST")):
        answers = [
            told(address + path, method)
            for address in (guessed(live), guessed(used), guessed(expired), nobodys)
        ]
        assert answers[0][0] == 404
        assert all(answer == answers[0] for answer in answers), (path, method)


def test_a_link_for_something_else_looks_like_none(world: World) -> None:
    world.known()
    card = make_link(world, LinkPurpose.CARD)
    assert told(f"{card}/order", "POST") == told(f"{world.url}/l/zzzz-{'x' * 22}/order", "POST")


def test_guessing_by_post_is_counted_too(world: World) -> None:
    tries = [
        told(f"{world.url}/l/{number:x}-{'x' * 22}/account", "POST")[0] for number in range(1, 36)
    ]
    assert tries[:30] == [404] * 30
    assert set(tries[30:]) == {429}


def test_who_was_slowed_down_for_guessing_learns_nothing_from_a_right_one(world: World) -> None:
    world.known()
    right = make_link(world, LinkPurpose.CARD)
    for number in range(31):
        told(f"{world.url}/l/{number:x}-{'x' * 22}")
    assert told(right)[0] == 429
    assert told(right) == told(guessed(right))
