"""What every answer tells a browser, and what is too much to read."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from app import create_app
from concierge.web import static
from concierge.web.shell import ROOT
from tests.api.conftest import a_token
from tests.console.conftest import Desk, door, open_shop
from tests.console.conftest import shop as shop
from tests.console.test_doors import routes
from tests.world import MARIA, World

__all__ = ["door", "open_shop"]

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


def told_to_be_careful(answer: Any, where: str) -> None:
    """The headers that every answer has, and no script in the page itself."""
    given = answer.headers
    policy = given["Content-Security-Policy"]
    assert "unsafe" not in policy, where
    assert "default-src 'self'" in policy or "default-src 'none'" in policy, where
    assert given["X-Content-Type-Options"] == "nosniff", where
    assert given["Referrer-Policy"] == "no-referrer", where
    assert given["X-Frame-Options"] == "DENY", where
    assert given["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert "camera=()" in given["Permissions-Policy"], where
    assert "Cache-Control" in given, where
    assert "Server" not in given or "Werkzeug" not in given["Server"], where
    if answer.mimetype == "text/html":
        assert not INLINE.search(answer.text), (where, INLINE.search(answer.text))


def test_every_page_of_the_console_is_careful(open_shop: Desk, world: World) -> None:
    seen = 0
    for endpoint, address in routes(world.app, "GET"):
        answer = open_shop.get(address)
        assert answer.status_code in {200, 302, 404}, endpoint
        told_to_be_careful(answer, endpoint)
        seen += answer.status_code == 200
    assert seen >= 10


def test_every_other_route_is_careful_with_any_method(world: World) -> None:
    client = world.app.test_client()
    asked = 0
    for rule in world.app.url_map.iter_rules():
        path = world.app.url_map.bind("").build(
            rule.endpoint, dict.fromkeys(rule.arguments, 1), append_unknown=False
        )
        for method in ("GET", "POST", "PUT", "DELETE"):
            told_to_be_careful(client.open(path, method=method), f"{method} {path}")
            asked += 1
    assert asked > 200


def test_every_page_of_a_customer_is_careful(world: World) -> None:
    world.text("Hello, roses?")
    client = world.app.test_client()
    path = world.link().removeprefix(world.url)
    told_to_be_careful(client.get(path), "account")
    told_to_be_careful(client.post(f"{path}/account", data={}), "account, not filled in")
    told_to_be_careful(client.get(f"{path}x"), "wrong")


def test_every_mistake_is_careful(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.app.test_client()
    for path in ("/nowhere", "/console/nowhere", "/api/v1/nowhere", "/webhooks/nowhere", "/l/x"):
        told_to_be_careful(client.get(path), path)
    told_to_be_careful(client.post("/console/login", data={}), "no token")
    told_to_be_careful(client.get("/l/" + "<script>alert(1)</script>"), "an attempt")

    def broken() -> str:
        raise RuntimeError("a mistake")

    monkeypatch.setitem(world.app.view_functions, "ready", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 500
    told_to_be_careful(answer, "broken")
    assert "a mistake" not in answer.text


def test_by_https_browsers_are_told_to_stay_with_it(world: World) -> None:
    safe = world.settings.model_copy(update={"public_url": "https://shop.example"})
    app = create_app(safe)
    try:
        answer = app.test_client().get("/console/login", base_url="https://shop.example")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert answer.headers["Set-Cookie"].startswith("__Host-session=")
        assert "Secure" in answer.headers["Set-Cookie"]
    finally:
        create_app(world.settings)


# --- too much to read ------------------------------------------------------------------------


def test_a_huge_webhook_is_not_read(world: World) -> None:
    answer = world.app.test_client().post(
        "/webhooks/twilio/messages", data={"From": MARIA, "Body": "x" * 200_000}
    )
    assert answer.status_code == 413


def test_a_huge_form_is_refused_in_words(open_shop: Desk) -> None:
    answer = open_shop.client.post("/console/conversations", data={"body": "x" * 300_000})
    assert answer.status_code == 413
    assert "That was too much at once. Nothing was done." in answer.text


def test_a_stranger_cannot_make_the_login_read_a_million_fields(world: World) -> None:
    answer = world.app.test_client().post(
        "/console/login", data="a&" * 1_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_a_form_of_very_many_fields_is_refused(open_shop: Desk) -> None:
    answer = open_shop.client.post(
        "/console/conversations",
        data={f"field{number}": "x" for number in range(1000)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413


@pytest.fixture
def program(world: World) -> Callable[[bytes], Any]:
    """A program that sends what it likes."""
    token = a_token()

    def post(body: bytes) -> Any:
        return world.app.test_client().post(
            "/api/v1/quotes",
            data=body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    return post


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 100_000, 400, "not-json"),
        (b'{"a":' * 30_000 + b"1" + b"}" * 30_000, 400, "not-json"),
        (b'{"customer": "' + b"1" * 300_000 + b'"}', 413, "content-too-large"),
        (json.dumps({"lines": [{}] * 15_000}).encode(), 422, "invalid"),
        (b'{"customer": 1' + b"0" * 5_000 + b"}", 400, "not-json"),
        (b"\xff\xfe", 400, "not-json"),
        (b"", 400, "not-json"),
    ],
    ids=["deep list", "deep object", "huge", "many lines", "huge number", "no UTF-8", "nothing"],
)
def test_json_that_is_too_much_gets_a_problem(
    program: Any, body: bytes, status: int, code: str
) -> None:
    answer = program(body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert len(answer.data) < 200_000


# --- what browsers keep ----------------------------------------------------------------------


def test_every_static_address_on_a_page_has_its_version(open_shop: Desk) -> None:
    version = static.version_of(ROOT / "static")
    page = open_shop.get("/console/").text
    named = re.findall(r'(?:href|src)="(/static/[^"#]+)', page)
    assert len(named) > 5
    for address in named:
        assert address.startswith(f"/static/v{version}/")
        answer = open_shop.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_releases_version_is_served_but_not_kept(world: World) -> None:
    client = world.app.test_client()
    for prefix in ("/static/v0123456789", "/static"):
        answer = client.get(f"{prefix}/console/main.js")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(
            f"{prefix}/console/main.js", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


def test_scripts_import_only_by_relative_addresses() -> None:
    for script in (ROOT / "static").rglob("*.js"):
        for address in re.findall(r'^import .*?"([^"]+)"', script.read_text(), re.MULTILINE):
            assert address.startswith("./"), f"{script.name} leaves its version: {address}"


def test_the_version_changes_with_any_file(tmp_path: Any) -> None:
    (tmp_path / "a.css").write_text("a {}")
    first = static.version_of(tmp_path)
    (tmp_path / "a.css").write_text("b {}")
    assert static.version_of(tmp_path) != first


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py"])
def test_nothing_but_the_folder_is_served(world: World, path: str) -> None:
    client = world.app.test_client()
    assert client.get(f"/static/{path}").status_code == 404
    assert client.get(f"/static/v0123456789/{path}").status_code == 404
