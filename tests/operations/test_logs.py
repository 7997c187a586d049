"""The logs: one id follows a text from its webhook to its receipt, and no line tells a secret."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from concierge import db, logs
from tests.world import World

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written() -> Iterator[Lines]:
    """What is logged meanwhile, as a collector reads it."""
    logs.set_up("INFO", "json")
    buffer = io.StringIO()
    [ours] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    before = ours.setStream(buffer)
    yield lambda: [json.loads(line) for line in buffer.getvalue().splitlines()]
    ours.setStream(before or ours.stream)
    logs.set_up("INFO", "text")


def test_one_id_follows_marias_text_from_the_webhook_to_its_receipt(
    world: World, written: Lines
) -> None:
    world.text("Hello, do you have peonies?")

    lines = written()
    taken = next(each for each in reversed(lines) if "taken in" in each["message"])
    followed = [each for each in lines if each.get("request_id") == taken["request_id"]]
    sent = next(each for each in followed if "(message.send) done" in each["message"])
    assert sent["effect"]
    assert sent["customer"] == taken["customer"] == 1
    receipt = [each for each in lines if f"{sent['about'].replace(':', ' ')} is" in each["message"]]
    assert receipt
    assert receipt[-1]["about"] == sent["about"]
    assert {"time", "level", "logger", "message"} <= sent.keys()


def test_one_id_leads_from_an_ok_to_the_charge_and_to_what_she_is_told(
    world: World, written: Lines
) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")

    lines = written()
    taken = next(each for each in reversed(lines) if "taken in" in each["message"])
    followed = [each for each in lines if each.get("request_id") == taken["request_id"]]
    for kind in ("payment.authorise", "message.send"):
        asked = next(each for each in followed if f"asked for: {kind}" in each["message"])
        number = int(asked["message"].split()[1])
        done = next(
            each for each in followed if f"effect {number} ({kind}) done" in each["message"]
        )
        assert done["effect"] == number
        assert done["about"] == asked["message"].split()[-1]
        assert done["customer"] == taken["customer"]


def test_no_line_of_a_whole_journey_tells_what_was_written_or_opens_anything(
    world: World, written: Lines
) -> None:
    world.text("Twelve crimson peonies for my mum")
    link = world.link()
    world.save_card()
    world.write("Gladly, my dear lady")
    world.quote(what="crimson peonies")
    world.text("OK but make it mauve")
    world.text("OK")

    lines = written()
    assert len(lines) > 20
    everything = json.dumps(lines)
    for said in ("crimson", "mauve", "dear lady", "14 Elm St", "Lopez"):
        assert said not in everything, said
    settings = world.settings
    for secret in (
        link.rpartition("/l/")[2],
        settings.secret_key.get_secret_value(),
        settings.twilio_auth_token.get_secret_value(),
        settings.stripe_secret_key.get_secret_value(),
        settings.stripe_webhook_secret.get_secret_value(),
    ):
        assert secret not in everything
    assert not re.search(r"/l/[0-9a-z]+-[\w-]{22}", everything)


def test_what_goes_wrong_is_told_without_what_was_being_written(
    world: World, written: Lines
) -> None:
    log = logging.getLogger("concierge.test")
    body = "".join(("peo", "nies"))  # a traceback quotes the source
    try:
        with db.transaction() as session:
            session.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": body})
    except Exception:
        log.exception("at https://x.example/l/3k-%s and %s", "A" * 22, "sk_live_abc123")
    try:
        raise ValueError("redis://user:hunter2@host/l/3k-" + "B" * 22)
    except ValueError:
        log.exception("again")

    first, second = written()
    assert "/l/[token] and sk_live_[secret]" in first["message"]
    assert body not in json.dumps(first)
    assert "hunter2" not in second["exception"]
    assert "BBBB" not in second["exception"]


def test_a_sane_request_id_is_kept_and_any_other_replaced(world: World) -> None:
    client = world.app.test_client()

    def answered(given: str | None) -> str:
        headers = {"X-Request-Id": given} if given is not None else {}
        return str(client.get("/healthz", headers=headers).headers["X-Request-Id"])

    assert answered("7f3c9a12-proxy.1") == "7f3c9a12-proxy.1"
    for odd in (None, "", "short", "x" * 65, 'a"b c{}dddddd', "naïveté-naïveté"):
        made = answered(odd)
        assert re.fullmatch(r"[0-9a-f]{16}", made), odd
    assert answered(None) != answered(None)


def test_the_text_format_says_the_same_behind_the_line(world: World) -> None:
    [ours] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    logs.set_up("INFO", "text")
    with logs.bound(request_id="r1"), logs.bound(effect=7):
        logs.know(customer=3)
        record = logging.LogRecord("concierge.x", logging.INFO, "", 0, "done", (), None)
        for each in ours.filters:
            each.filter(record)  # type: ignore[union-attr]
        assert ours.format(record) == "INFO concierge.x: done [request_id=r1 effect=7 customer=3]"
    assert logs.request_id() is None
