"""bin/demo, on a tiny shop instead of the whole one."""

import http.client
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from concierge.sandbox import demo, demo_settings
from concierge.sandbox.demo import SANDBOX, busy, is_free, main, only_one
from concierge.sandbox.demo_settings import DemoError, Ports, environment, made_up_secrets
from concierge.sandbox.stores.store import free_port
from tests.setup.starting import ROOT, rest, start
from tests.waiting import until

APP = """
import os
import click, flask, psycopg, redis

def create_app():
    app = flask.Flask(__name__)
    plain = os.environ["DATABASE_URL"].replace("+psycopg", "")

    @app.get("/")
    def home():
        return "open"

    @app.get("/visit")
    def visit():
        visit = redis.Redis.from_url(os.environ["REDIS_URL"]).incr("visits")
        with psycopg.connect(plain) as connection:
            (fillings,) = connection.execute("select count(*) from fillings").fetchone()
        return f"{os.environ['BUSINESS_NAME']}, filled {fillings} times, visit {visit}"

    @app.cli.group()
    def db():
        pass

    @db.command()
    def upgrade():
        with psycopg.connect(plain) as connection:
            connection.execute("create table if not exists fillings ()")

    return app
"""
FILL = """
import os
import psycopg

with psycopg.connect(os.environ["DATABASE_URL"].replace("+psycopg", "")) as connection:
    connection.execute("insert into fillings default values")
print("LOGIN rose@example.com thorn")
"""
PROCFILE = """
release: flask db upgrade
web: gunicorn "app:create_app()" --bind ${HOST}:${PORT} --workers 1
worker: sleep 3600
"""


def free_ports() -> Ports:
    while not is_free(ports := Ports(free_port())):
        pass
    return ports


class TinyShop:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.ports = free_ports()
        self.process: subprocess.Popen[str] | None = None
        (root / "concierge" / "sandbox").mkdir(parents=True)
        for path in ("app.py", "concierge/sandbox/app.py"):
            (root / path).write_text(APP)
        (root / "concierge" / "sandbox" / "shop.py").write_text(FILL)
        # All of the product that the gunicorns' own settings ask for.
        (root / "concierge" / "logs.py").write_text("def cover(log): ...\n")
        (root / "concierge" / "loaded.py").write_text("def keep(): ...\n")
        (root / "Procfile").write_text(PROCFILE)
        (root / "gunicorn.conf.py").write_text((ROOT / "gunicorn.conf.py").read_text())

    def open(self, *arguments: str, **env: str) -> str:
        """Start it and return what it says until it is open."""
        options = ["--port", str(self.ports.web), *arguments]
        self.process = start("demonstrated.py", self.root, *options, **env)
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C" in line:
                return said
        raise AssertionError(f"it never opened:\n{said}")

    def visit(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports.web, timeout=30)
        connection.request("GET", "/visit")
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer

    def close(self, number: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        rest(self.process)
        return self.process.returncode


@pytest.fixture
def shop(roots_place: Path) -> Iterator[TinyShop]:
    shop = TinyShop(roots_place)
    yield shop
    if shop.process is not None and shop.process.poll() is None:
        shop.close()


def test_a_newcomer_opens_the_shop_and_closes_it_without_a_trace(shop: TinyShop) -> None:
    said = shop.open()
    assert f"Console   http://localhost:{shop.ports.web}" in said
    assert f"Phone     http://localhost:{shop.ports.phone}" in said
    assert "rose@example.com  with  thorn" in said
    assert shop.visit() == "Rose & Thorn, filled 1 times, visit 1"
    assert shop.close() == 0
    assert is_free(shop.ports)
    assert not (shop.root / "var" / "demo.env").exists()


def test_the_next_start_goes_on_and_a_reset_does_not(shop: TinyShop) -> None:
    secrets = shop.root / "var" / "demo" / "secrets.json"
    shop.open()
    shop.visit()
    made_up = secrets.read_text()
    shop.close()
    shop.open()
    assert shop.visit() == "Rose & Thorn, filled 1 times, visit 2"
    assert secrets.read_text() == made_up
    shop.close()
    shop.open("--reset")
    assert shop.visit() == "Rose & Thorn, filled 1 times, visit 1"
    assert secrets.read_text() != made_up


def test_killing_it_leaves_nothing_behind_that_the_next_start_trips_over(shop: TinyShop) -> None:
    shop.open()
    shop.visit()
    shop.close(signal.SIGKILL)
    until(lambda: is_free(shop.ports), "its processes to end")
    shop.open()
    assert shop.visit() == "Rose & Thorn, filled 1 times, visit 2"


def test_a_live_setting_of_the_caller_never_reaches_it(shop: TinyShop) -> None:
    (shop.root / ".env").write_text("BUSINESS_NAME=Live")
    shop.open(
        BUSINESS_NAME="Live",
        DATABASE_URL="postgresql://live.example/live",
        REDIS_URL="redis://live.example",
        TWILIO_AUTH_TOKEN="live",
        HTTP_PROXY="http://live.example",
    )
    assert shop.visit() == "Rose & Thorn, filled 1 times, visit 1"


def test_a_second_demo_says_where_the_first_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_one(tmp_path / "var" / "demo.lock", Ports(8123)):
        assert main(["--port", "8200"], root=tmp_path) == 1
    assert capsys.readouterr().err == "The demo already runs here: http://localhost:8123\n"


@pytest.mark.parametrize("port", [8080, 8081, 8082])
def test_a_busy_port_is_said_before_anything_starts(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "busy", lambda number: number == port)
    assert main([], root=tmp_path) == 1
    assert capsys.readouterr().err == (
        f"Port {port} is busy: another program listens on it. "
        "Stop that, or choose others: bin/demo --port 8090\n"
    )
    assert not (tmp_path / "var" / "demo").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])
def test_a_port_is_busy_when_anybody_listens_on_it(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        somebody = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with somebody:
        port = somebody.getsockname()[1]
        assert busy(port)
    assert not busy(port)


@pytest.mark.parametrize("port", ["0", "65534", "roses"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", port], root=tmp_path)
    assert ended.value.code == 2


def test_secrets_are_made_up_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made_up = made_up_secrets(path)
    assert made_up_secrets(path) == made_up
    assert path.stat().st_mode & 0o777 == 0o600
    assert made_up["STRIPE_SECRET_KEY"].startswith("sk_test_")
    assert re.fullmatch("AC[0-9a-f]{32}", made_up["TWILIO_ACCOUNT_SID"])


@pytest.mark.parametrize("content", ["", "[]", '{"SECRET_KEY": "x"}'])
def test_damaged_secrets_are_said(content: str, tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(content)
    with pytest.raises(DemoError, match=r"is damaged: bin/demo --reset starts afresh\."):
        made_up_secrets(path)


def test_every_address_of_the_demo_is_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_API_BASE", "https://live.example")
    env = environment(ports=Ports(8080), folder=tmp_path, made_up={}, database_url="", redis_url="")
    addresses = {name: value for name, value in env.items() if value.startswith("http")}
    assert len(addresses) == 5
    assert all(re.match(r"http://localhost:808[012](/|$)", url) for url in addresses.values())


def test_only_harmless_variables_are_inherited() -> None:
    assert not [name for name in demo_settings.INHERITED if re.search("KEY|TOKEN|URL|PROXY", name)]


def test_the_sandbox_listens_on_loopback_alone() -> None:
    assert "--bind 127.0.0.1:" in SANDBOX
    assert os.environ.get("SANDBOX_PORT") is None
