"""A backup is a backup once it has been restored: what docs/operations.md says is done here."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from concierge import db
from concierge.conversation.models import Message
from concierge.sandbox.stores import Postgres
from tests.stores import plain
from tests.world import World

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def tool(tmp_path: Path, name: str) -> str:
    """The program that belongs to the server of the tests, where its package brings it."""
    path = Postgres(tmp_path, durable=False).binaries / name
    if not path.exists():
        pytest.skip(f"no {name} beside this PostgreSQL")
    return str(path)


def test_a_shop_is_dumped_and_restored_whole(
    world: World, new_database: Callable[..., str], tmp_path: Path
) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    dump, elsewhere = tmp_path / "shop.dump", new_database(migrated=False)

    subprocess.run(
        [
            tool(tmp_path, "pg_dump"),
            "--format=custom",
            "--no-owner",
            f"--file={dump}",
            plain(world.settings.database_url),
        ],
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    subprocess.run(
        [
            tool(tmp_path, "pg_restore"),
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={plain(elsewhere)}",
            str(dump),
        ],
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )

    db.upgrade(elsewhere)
    restored = create_engine(elsewhere)
    with restored.begin() as connection:
        # Stripe knows our calls by these numbers: none that it may have seen is given out again.
        [beyond] = re.findall(r"```sql\n(.*?)```", OPERATIONS.read_text(), re.DOTALL)
        connection.execute(text(beyond.replace("::", "\\:\\:")))
        assert connection.scalar(text("select nextval('payments_id_seq')")) == 100_002
        bodies = connection.execute(select(Message.body).order_by(Message.id)).scalars().all()
        statuses = connection.execute(text("select status from payments")).scalars().all()
    restored.dispose()
    assert bodies == [message.body for message in world.messages()]
    assert statuses == ["authorised"]
