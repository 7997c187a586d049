"""The worker and the clock as processes: they stop cleanly, and Redis may come and go."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import redis
import requests
from sqlalchemy import update

from concierge import clock, db
from concierge.customers import links
from concierge.customers.models import LinkPurpose
from concierge.effects import Effect
from concierge.quotes import queries as quotes
from concierge.quotes.models import Quote
from tests.waiting import until
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
Start = Callable[..., "subprocess.Popen[bytes]"]


def environment(world: World, **changes: str) -> dict[str, str]:
    """The settings of the world, as a process is given them."""
    given = {}
    for name in type(world.settings).model_fields:
        value = getattr(world.settings, name)
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        given[name.upper()] = str(plain)
    return {"PATH": os.environ["PATH"], "CONCIERGE_ENV_FILE": "", **given, **changes}


@pytest.fixture
def start(world: World) -> Iterator[Start]:
    """`start("worker")` runs `flask worker` until the test ends."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(command: str, **changes: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", command],
            cwd=ROOT,
            env=environment(world, **changes),
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def is_greeted(world: World, phone: str) -> Callable[[], bool]:
    return lambda: any(text.startswith("Hi, this is") for text in world.texts(phone))


def test_a_woken_worker_answers_and_stops_cleanly(world: World, start: Start) -> None:
    worker = start("worker")
    world.sandbox.text("+15550101101", "Hello")
    until(is_greeted(world, "+15550101101"), "the greeting")

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0


def test_a_worker_goes_on_without_redis(world: World, start: Start) -> None:
    worker = start("worker", REDIS_URL="redis://127.0.0.1:1/0")
    world.sandbox.text("+15550101102", "Hello")
    until(is_greeted(world, "+15550101102"), "the greeting, without Redis")

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0


def test_what_redis_forgets_is_done_all_the_same(world: World, start: Start) -> None:
    start("worker")
    world.sandbox.text("+15550101103", "Hello")
    until(is_greeted(world, "+15550101103"), "the first greeting")
    with redis.Redis.from_url(world.settings.redis_url) as client:
        client.flushall()
        client.client_kill_filter(_type="normal", skipme=True)
    world.sandbox.text("+15550101104", "Hello")
    until(is_greeted(world, "+15550101104"), "the greeting after the flush")


def test_a_worker_that_is_killed_in_the_middle_of_a_call_leaves_it_to_the_next(
    world: World, start: Start
) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.sandbox.fault(
        "/stripe/v1/payment_intents", "timeout_after", method="POST", ms=60_000, times=1
    )
    worker = start("worker")
    world.sandbox.text("+15550100123", "OK")
    until(lambda: len(world.authorisations()) == 1, "the authorisation at Stripe")
    worker.kill()
    worker.wait()
    assert world.order().status == "placed"

    with db.transaction() as session:  # its lease runs out
        session.execute(
            update(Effect)
            .where(Effect.status == "running")
            .values(lease_until=clock.now() - timedelta(seconds=1))
        )
    start("worker")
    until(lambda: world.order().status == "confirmed", "the order to be confirmed")
    assert [p["status"] for p in world.authorisations()] == ["requires_capture"]


def test_the_clock_expires_quotes_and_stops_cleanly(world: World, start: Start) -> None:
    world.known()
    quote = world.quote()
    with db.transaction() as session:
        session.execute(update(Quote).values(expires_at=clock.now() - timedelta(seconds=1)))
    ticking = start("clock", REDIS_URL="redis://127.0.0.1:1/0")

    def is_expired() -> bool:
        with db.reading() as session:
            return quotes.get(session, quote.id).status == "expired"

    until(is_expired, "the quote to expire")
    ticking.send_signal(signal.SIGTERM)
    assert ticking.wait(timeout=60) == 0


def was_sent(world: World, phone: str, words: str) -> Callable[[], bool]:
    """Whether a text with these words has gone out to them."""
    return lambda: any(
        message.sent_at is not None and words in message.body for message in world.messages(phone)
    )


def save_a_card(world: World, phone: str) -> None:
    """What a browser does from the greeting's link to the saved card."""
    with db.reading() as session:
        link = links.latest(session, world.customer(phone).id, LinkPurpose.ACCOUNT)
        assert link is not None
        address = links.address(link)
    about = {"name": f"Person {phone[-2:]}", "address": "14 Elm St", "agreed": "y"}
    answer = requests.post(f"{address}/account", data=about, timeout=60, allow_redirects=False)
    assert answer.status_code == 303, answer.text

    def card_page() -> str:
        page = requests.get(f"{address}/card", timeout=60, allow_redirects=False)
        return page.headers.get("Location", "")

    visit = until(card_page, f"{phone}'s card page").rpartition("/")[2]
    world.sandbox.fill_checkout(visit)


def test_twenty_customers_take_the_journey_at_the_same_time(world: World, start: Start) -> None:
    for _ in range(2):
        start("worker")
    phones = [f"+155501011{n:02d}" for n in range(20, 40)]

    def take(phone: str) -> None:
        world.sandbox.text(phone, "12 roses please")
        until(lambda: world.has_thread(phone), f"{phone}'s thread")
        until(was_sent(world, phone, "Hi, this is"), f"{phone}'s greeting")
        save_a_card(world, phone)
        until(was_sent(world, phone, "all set"), f"{phone}'s card")
        world.send_quote(phone)
        until(was_sent(world, phone, "Reply OK"), f"{phone}'s quote")
        world.sandbox.text(phone, "OK")
        until(was_sent(world, phone, "Ordered"), f"{phone}'s order")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(take, phones))

    assert {order.status for order in world.orders()} == {"confirmed"}
    assert len(world.orders()) == 20
    books = world.sandbox.books()
    assert [p["status"] for p in books["payment_intents"]] == ["requires_capture"] * 20
    sent = Counter(each["to"] for each in books["messages"] if each["direction"] != "inbound")
    assert sent == dict.fromkeys(phones, 4)
