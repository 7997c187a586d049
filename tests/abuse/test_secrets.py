"""No line of any log opens, signs or pays for anything, however much is logged, whatever fails."""

import io
import logging
import re
from collections.abc import Callable, Iterator

import pytest
import requests
from sqlalchemy import create_engine

from concierge import config, logs
from concierge.customers.models import LinkPurpose
from tests.api.conftest import a_token
from tests.console.conftest import Desk, door
from tests.console.shop import PASSWORD
from tests.pages.conftest import make_link
from tests.world import MARIA, World

__all__ = ["door"]

DATABASE_PASSWORD = "tulips-and-thorns-4711"


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Everything that is logged meanwhile, at the most verbose."""
    logs.set_up("DEBUG", "json")
    buffer = io.StringIO()
    [ours] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    before = ours.setStream(buffer)
    yield buffer.getvalue
    ours.setStream(before or ours.stream)
    logs.set_up("INFO", "text")


def secrets_of(world: World) -> dict[str, str]:
    """The settings that nobody may read."""
    given = world.settings
    return {
        "SECRET_KEY": given.secret_key.get_secret_value(),
        "TWILIO_AUTH_TOKEN": given.twilio_auth_token.get_secret_value(),
        "STRIPE_SECRET_KEY": given.stripe_secret_key.get_secret_value(),
        "STRIPE_WEBHOOK_SECRET": given.stripe_webhook_secret.get_secret_value(),
    }


def test_a_whole_journey_at_the_most_verbose_tells_no_secret(
    world: World, door: Desk, written: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    token = a_token()
    door.log_in(password="a-wrong-password-0815")
    door.log_in()
    cookie = door.client.get_cookie("session")
    assert cookie
    csrf = door.token()

    world.text("Twelve crimson peonies, please")
    link = world.link().rpartition("/l/")[2]
    world.save_card()
    bearer = {"Authorization": f"Bearer {token}"}
    quote = {
        "customer": MARIA,
        "lines": [{"description": "peonies", "quantity": 1, "unit_amount": 900}],
        "send": True,
    }
    assert (
        world.app.test_client().post("/api/v1/quotes", json=quote, headers=bearer).status_code
        == 201
    )
    world.work()
    world.sandbox.fault("/v1/payment_intents", "status", times=1, status=500)
    world.text("OK")
    pass_ = re.search(r"token=([^\"&]+)", door.get("/console/").text)
    assert pass_
    world.app.test_client().get(f"/live?token={pass_[1]}")
    world.app.test_client().get(
        "/api/v1/quotes", headers={"Authorization": "Bearer ct_" + "q" * 43}
    )
    world.app.test_client().post("/webhooks/twilio/messages", data={"Body": "crimson"})
    requests.post(f"{world.url}/webhooks/stripe", data=b"{}", timeout=10)

    assert logging.getLogger().level == logging.DEBUG
    everything = written() + "".join(capfd.readouterr())
    assert len(everything) > 5_000
    for name, secret in {
        **secrets_of(world),
        "the API's token": token,
        "an API token that is none": "ct_" + "q" * 43,
        "the link": link,
        "the session": cookie.value,
        "the form's token": csrf,
        "the pass": pass_[1],
        "the password": PASSWORD,
        "the wrong password": "a-wrong-password-0815",
    }.items():
        at = everything.find(secret)
        assert at < 0, f"{name}: {everything[max(0, at - 300) : at + 60]}"


def broken(*_: object, **__: object) -> None:
    frame = "a mistake at https://shop.test/l/3k-" + "A" * 22
    raise RuntimeError(frame)


def test_what_breaks_on_a_page_tells_no_secret(
    world: World, written: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.known()
    address = make_link(world, LinkPurpose.CARD)
    from concierge.payments import queries

    monkeypatch.setattr(queries, "default_card", broken)
    assert requests.get(address, timeout=10).status_code == 500
    assert "a mistake" in written()
    assert address.rpartition("/l/")[2] not in written()
    assert "A" * 22 not in written()


def test_a_database_that_refuses_us_is_told_without_its_password(
    world: World, written: Callable[[], str]
) -> None:
    log = logging.getLogger("concierge.test")
    url = f"postgresql+psycopg://me:{DATABASE_PASSWORD}@127.0.0.1:1/shop"
    for asked in (url, f"postgresql+psycopg://me:{DATABASE_PASSWORD}@/?port=nonsense"):
        try:
            create_engine(asked).connect()
        except Exception:
            log.exception("no database at %s", asked)
    given = world.settings.model_copy(update={"database_url": url})
    logs.set_up("DEBUG", "json", secrets=given.secrets)
    log.error("it was %s", DATABASE_PASSWORD)

    assert "no database at" in written()
    assert DATABASE_PASSWORD not in written()


def test_secrets_are_known_by_heart_too_wherever_they_turn_up(
    world: World, written: Callable[[], str]
) -> None:
    log = logging.getLogger("concierge.test")
    for secret in secrets_of(world).values():
        log.debug("with %s in it", {"nested": [secret]})
        try:
            raise ValueError(f"header Authorization: {secret}")
        except ValueError:
            log.exception("failed")
    for secret in secrets_of(world).values():
        assert secret not in written()
    assert written().count("[secret]") >= 8


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://me:{DATABASE_PASSWORD}@host/shop",
        f"postgresql://me:{DATABASE_PASSWORD}",
        f"postgresql://me@host:{DATABASE_PASSWORD}/shop",
    ],
)
def test_a_setting_that_is_wrong_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("STRIPE_SECRET_KEY", "pk_live_visible")
    with pytest.raises(config.BadSettings) as refusal:
        config.load(env_file="")
    assert "DATABASE_URL" in str(refusal.value)
    assert DATABASE_PASSWORD not in str(refusal.value)
    assert "pk_live_visible" not in str(refusal.value)


def test_settings_print_no_secret(world: World) -> None:
    shown = repr(world.settings) + str(world.settings)
    for name, secret in secrets_of(world).items():
        assert secret not in shown, name
