"""The settings, for owners to read: all of them, and no secret."""

from concierge import config
from concierge.config import Settings
from tests.console.conftest import Desk
from tests.world import World


def test_every_setting_is_there_with_what_it_is_for(nadia: Desk) -> None:
    page = nadia.get("/console/settings").text
    for name in Settings.model_fields:
        assert f"<code>{name.upper()}</code>" in page
    assert "Rose &amp; Thorn" in page
    assert "How long UNDO works after an order" in page


def test_no_secret_is_shown_nor_a_part_of_one(nadia: Desk, world: World) -> None:
    changed = {
        "database_url": "postgresql+psycopg://me:p%40ss-word@db.example/concierge?password=other",
        "redis_url": "rediss://:an0ther-pass@redis.example:6379/0",
    }
    config.use(world.settings.model_copy(update=changed))
    try:
        page = nadia.get("/console/settings").text
        secrets = config.current().secrets
    finally:
        config.use(world.settings)
    assert "db.example" in page
    assert "redis.example" in page
    assert "set, and not shown" in page
    assert len([secret for secret in secrets if secret]) >= 5
    for secret in (*filter(None, secrets), "other", "p%40ss"):
        assert f">{secret}" not in page
        assert len(secret) < 6 or secret not in page
