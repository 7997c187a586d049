"""What must hold for everything that will ever be added."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from concierge import config
from concierge.commands import settings_table
from concierge.config import BadSettings, Settings
from concierge.effects import handlers
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
REQUESTED = re.compile(r"""(?:effects\.request|\b_?ask|\bask_anew)\(\s*session,\s*"([a-z_.]+)\"""")


def test_every_effect_that_is_requested_has_a_handler(world: World) -> None:
    requested = {
        kind
        for path in (ROOT / "concierge").rglob("*.py")
        for kind in REQUESTED.findall(path.read_text())
    }
    assert len(requested) >= 10
    assert requested == set(handlers)


def test_every_webhook_wants_a_signature(world: World) -> None:
    routes = [
        rule.rule for rule in world.app.url_map.iter_rules() if rule.rule.startswith("/webhooks/")
    ]
    assert sorted(routes) == [
        "/webhooks/stripe",
        "/webhooks/twilio/messages",
        "/webhooks/twilio/status",
    ]
    client = world.app.test_client()
    for route in routes:
        for headers in ({}, {"X-Twilio-Signature": "x", "Stripe-Signature": "t=1,v1=x"}):
            answer = client.post(route, data={"MessageSid": "SM1", "From": "+1"}, headers=headers)
            assert answer.status_code == 403, route


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    for line in settings_table().splitlines():
        assert line in readme, f"run `bin/flask config` and put it into the README: {line}"


def test_the_migrations_make_exactly_the_tables_that_the_models_describe(
    new_database: Callable[..., str],
) -> None:
    given = Config()
    given.set_main_option("script_location", str(ROOT / "migrations"))
    given.attributes["url"] = new_database()
    command.check(given)


GOOD = {
    "DATABASE_URL": "postgresql://me@localhost/concierge",
    "REDIS_URL": "redis://localhost:6379/0",
    "PUBLIC_URL": "https://texts.example.com",
    "SECRET_KEY": "k" * 40,
    "BUSINESS_NAME": "Rose & Thorn",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_PHONE_NUMBER": "+15550100100",
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    def load(**changes: str) -> Settings:
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in {**GOOD, **changes}.items():
            monkeypatch.setenv(name, value)
        return config.load(env_file="")

    return load


def test_good_settings_are_taken(environment: Callable[..., Settings]) -> None:
    settings = environment()
    assert settings.database_url == "postgresql+psycopg://me@localhost/concierge"
    assert settings.secure


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(environment: Callable[..., Settings], name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        environment(**{name: ""})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": "short"}, "at least 32"),
        ({"PUBLIC_URL": "texts.example.com"}, "PUBLIC_URL: write an address"),
        ({"CURRENCY": "usd"}, "ISO 4217"),
        ({"TIMEZONE": "Mars/Olympus"}, "a zone's name"),
        ({"DEFAULT_REGION": "XX"}, "two capitals"),
        ({"LANGUAGE": "tlh"}, "one of en"),
        ({"STRIPE_SECRET_KEY": "pk_test_1"}, "begins with sk_"),
        ({"STRIPE_WEBHOOK_SECRET": "secret"}, "begins with whsec_"),
        ({"STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_API_BASE": "http://localhost:1"}, "live key"),
        ({"STRIPE_SECRET_KEY": "sk_live_1", "PUBLIC_URL": "http://a.example"}, "public https"),
        ({"WAKING_HOURS": "20-9"}, "first hour comes before"),
        ({"UNDO_MINUTES": "soon"}, "UNDO_MINUTES"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "postgresql://"),
    ],
)
def test_a_wrong_setting_refuses_to_start_and_says_what_to_write(
    environment: Callable[..., Settings], change: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSettings, match=re.escape(said)):
        environment(**change)
