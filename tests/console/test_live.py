"""The event stream, over HTTP and as a process: whoever listens hears what was committed."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from freezegun import freeze_time
from werkzeug.serving import make_server

from concierge import clock, config, db, live
from concierge.conversation import attention, queries
from concierge.effects import nudging
from concierge.events import operator
from concierge.live_changes import MOST_BEHIND, Changes, Listener, _Seen
from concierge.operators import accounts, passes
from concierge.operators.models import Operator
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, Shop
from tests.waiting import until
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY = "redis://127.0.0.1:1/0"


class Ear:
    """An open page: everything the stream says, as (event, data)."""

    def __init__(self, address: str, **headers: str) -> None:
        parts = urlsplit(address)
        self.connection = HTTPConnection(parts.netloc, timeout=60)
        self.connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
        assert self.connection.sock
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.headers = self.response.headers
        self.heard: queue.Queue[tuple[str, str, str]] = queue.Queue()
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()

    def _listen(self) -> None:
        fields: dict[str, str] = {}
        with suppress(OSError, HTTPException):
            while line := self.response.readline().decode():
                name, _, value = line.rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "event" in fields:
                    self.heard.put((fields["event"], fields["data"], fields.get("id", "")))
                    fields = {}
        self.heard.put(("end", "", ""))

    def next(self) -> tuple[str, str]:
        """The next thing said."""
        return self.heard.get(timeout=60)[:2]

    def __enter__(self) -> "Ear":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.listening.join()
        self.connection.close()


@contextmanager
def serving(settings: config.Settings, world: World) -> Iterator[str]:
    """The stream's own app, at the address that is given."""
    app = live.create_app(settings)
    db.connect(settings.database_url)  # as it was, with the world's pool
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/live"
    finally:
        app.extensions["changes"].end()
        server.shutdown()
        server.server_close()
        config.use(world.settings)


@contextmanager
def beside(world: World) -> Iterator[None]:
    """The stream at the product's own address, as a proxy would have it."""
    app = live.create_app(world.settings)
    db.connect(world.settings.database_url)
    world.paths["/live"] = app
    try:
        yield
    finally:
        del world.paths["/live"]
        app.extensions["changes"].end()
        config.use(world.settings)


@pytest.fixture
def stream(world: World) -> Iterator[str]:
    """The address of the stream."""
    with serving(world.settings, world) as address:
        yield address


def a_pass(session_epoch: int = 0) -> str:
    """As the console gives it to Nadia, who logged in just now."""
    with db.transaction() as session:
        nadia = session.get_one(Operator, 1)
        login = accounts.enter(session, nadia, by=operator(1), at=clock.now())
    return passes.issue(1, session_epoch, login.id)


def touch(number: int) -> None:
    """Something changes in a conversation."""
    with db.transaction() as session:
        attention.touch(session, queries.get(session, number), at=clock.now())


def test_an_open_page_hears_of_a_change(shop: Shop, stream: str) -> None:
    with Ear(f"{stream}?token={a_pass()}") as page:
        assert page.next() == ("hello", "hello")
        touch(3)
        assert page.next() == ("conversation", "3")
        touch(1)
        assert page.next() == ("conversation", "1")


def test_every_open_page_hears_of_it(shop: Shop, stream: str) -> None:
    with Ear(f"{stream}?token={a_pass()}") as one, Ear(f"{stream}?token={a_pass()}") as other:
        assert one.next() == other.next() == ("hello", "hello")
        touch(2)
        assert one.next() == other.next() == ("conversation", "2")


def test_a_text_that_comes_in_is_heard(world: World, door: Desk, stream: str) -> None:
    with Ear(f"{stream}?token={a_pass()}") as page:
        assert page.next() == ("hello", "hello")
        world.sandbox.text("+15550100123", "Hello?")
        assert page.next() == ("conversation", "1")


def test_it_works_without_redis(world: World, shop: Shop) -> None:
    gone = world.settings.model_copy(update={"redis_url": NOBODY})
    nudging.use(None)
    try:
        with (
            serving(gone, world) as stream,
            Ear(f"{stream}?token={a_pass()}") as page,
        ):
            assert page.next() == ("hello", "hello")
            touch(3)
            assert page.next() == ("conversation", "3")
    finally:
        nudging.use(nudging.Nudger(world.settings.redis_url))


def test_what_happened_before_the_stream_was_open_is_told(shop: Shop, stream: str) -> None:
    made = clock.now()
    touch(4)
    with Ear(f"{stream}?token={a_pass()}&since={made.timestamp()}") as page:
        assert page.next() == ("hello", "hello")
        assert page.next() == ("conversation", "4")


def test_a_page_that_comes_back_hears_what_it_missed(shop: Shop, stream: str) -> None:
    with Ear(f"{stream}?token={a_pass()}") as page:
        page.next()
        touch(1)
        _, _, last = page.heard.get(timeout=60)
    touch(5)
    again = Ear(f"{stream}?token={a_pass()}&since=0", **{"Last-Event-ID": last})
    with again:
        assert again.next() == ("hello", "hello")
        assert {again.next()[1], again.next()[1]} == {"1", "5"}, "since then, not since 0"


def test_a_pass_ends_with_the_session_it_was_given_in(shop: Shop, stream: str) -> None:
    good = a_pass()
    with db.transaction() as session:
        accounts.leave(session, 1, by=operator(1), at=clock.now())
    assert requests.get(f"{stream}?token={good}", timeout=10).status_code == 403


@pytest.mark.parametrize("token", ["", "forged", "WzEsMF0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_forged_pass_is_refused(shop: Shop, stream: str, token: str) -> None:
    assert requests.get(f"{stream}?token={token}", timeout=10).status_code == 403


def test_a_pass_that_is_too_old_is_refused(shop: Shop, stream: str) -> None:
    with freeze_time(clock.now() - passes.LIFETIME - timedelta(seconds=1)):
        old = a_pass()
    assert requests.get(f"{stream}?token={old}", timeout=10).status_code == 403


def test_a_pass_from_before_a_new_password_is_refused(shop: Shop, stream: str) -> None:
    good = a_pass()
    with db.transaction() as session:
        nadia = accounts.by_email(session, EMAIL)
        assert nadia
        accounts.change_password(nadia, "thirteen white lilies")
    assert requests.get(f"{stream}?token={good}", timeout=10).status_code == 403


def test_a_link_of_a_customer_is_no_pass(shop: Shop, stream: str) -> None:
    from itsdangerous import URLSafeTimedSerializer

    key = config.current().secret_key.get_secret_value()
    other = URLSafeTimedSerializer(key, salt="another").dumps([1, 0])
    assert requests.get(f"{stream}?token={other}", timeout=10).status_code == 403


def test_only_the_console_may_read_it_from_a_page(world: World, shop: Shop, stream: str) -> None:
    with Ear(f"{stream}?token={a_pass()}", Origin="https://evil.example") as page:
        allowed = page.headers["Access-Control-Allow-Origin"]
        assert allowed == world.url
        assert "Access-Control-Allow-Credentials" not in page.headers
        assert page.headers["Content-Type"].startswith("text/event-stream")
        assert page.headers["Cache-Control"] == "no-store"


def test_the_console_gives_a_pass_that_opens_the_stream(open_shop: Desk, stream: str) -> None:
    address = open_shop.get("/console/live-pass").get_json()["address"]
    assert address.startswith(f"{config.current().live_base}/live?token=")
    with Ear(f"{stream}?{address.partition('?')[2]}&since=1") as page:
        assert page.next() == ("hello", "hello")


def test_a_page_far_behind_is_told_to_fetch_everything() -> None:
    listener = Listener()
    at = clock.now()
    listener.tell(dict.fromkeys(range(MOST_BEHIND + 1), at))
    news = listener.wait(0)
    assert news.everything
    assert news.conversations == ()
    assert not listener.wait(0)


def test_a_late_commit_is_told_and_nothing_twice() -> None:
    seen, now = _Seen(), clock.now()
    assert seen.new([(1, now)]) == {1: now}
    earlier = now - timedelta(seconds=3)
    assert seen.new([(1, now), (2, earlier)]) == {2: earlier}
    assert seen.new([(1, now), (2, earlier)]) == {}
    later = now + timedelta(seconds=60)
    assert seen.new([(1, later)]) == {1: later}
    assert set(seen.recent) == {1}, "what is long past is forgotten"


def test_whoever_leaves_is_forgotten(world: World, shop: Shop, stream: str) -> None:
    changes = Changes(world.settings.redis_url)
    listener = changes.listen(None)
    assert listener in changes._listeners
    changes.leave(listener)
    assert not changes._listeners
    changes.end()


def test_sigterm_ends_the_process_while_pages_are_open(
    world: World, shop: Shop, tmp_path: Path
) -> None:
    environment = {
        name.upper(): value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        for name, value in world.settings
        if value != ""
    }
    process = subprocess.Popen(
        [
            sys.executable,
            *("-m", "gunicorn", "concierge.live:create_app()", "--bind", "127.0.0.1:0"),
            *("--workers", "1", "--threads", "8", "--graceful-timeout", "600"),
            "--no-control-socket",
        ],
        cwd=ROOT,
        env={**os.environ, **environment, "CONCIERGE_ENV_FILE": ""},
        stderr=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    reading = threading.Thread(target=lambda: said.extend(process.stderr or ()))
    reading.start()
    try:
        address = until(lambda: _address(said), "the address it listens at")
        until(lambda: any("Booting worker" in line for line in said), "its worker")
        with Ear(f"{address}/live?token={a_pass()}") as page:
            assert page.next() == ("hello", "hello")
            process.send_signal(signal.SIGTERM)
            assert page.next() == ("end", "")
        assert process.wait(60) == 0, "".join(said)
    finally:
        process.kill()
        reading.join()
        with process:
            pass


def _address(said: list[Any]) -> str | None:
    for line in said:
        if "Listening at: " in line:
            return str(line.split("Listening at: ")[1].split()[0])
    return None
