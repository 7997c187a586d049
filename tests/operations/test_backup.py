"""A backup is a backup once it has been restored: what docs/operations.md says is done here."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from app import compose
from concierge import clock, db
from concierge.conversation.models import MediaContent, Message
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.sandbox.stores import Postgres
from tests.stores import plain
from tests.world import OPERATOR, World

RESTORE = ("--no-owner", "--exit-on-error", "--single-transaction")
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
    world.text("Like these?", media=[("image/png", world.sample_picture())])
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
            *RESTORE,
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
        pictures = connection.execute(select(MediaContent.content)).scalars().all()
    restored.dispose()
    assert bodies == [message.body for message in world.messages()]
    assert statuses == ["authorised"]
    with db.reading() as session:
        assert pictures == session.scalars(select(MediaContent.content)).all()
    assert len(pictures) == 1

    told = OPERATIONS.read_text()
    for used in ("pg_dump --format=custom --no-owner --file=", f"pg_restore {' '.join(RESTORE)} "):
        assert used in told, "the page says what was done here"
    db.connect(elsewhere)
    try:
        goes_on(world)
    finally:
        compose(world.settings)


def goes_on(world: World) -> None:
    """The restored shop serves: the old order is delivered and charged, and there is a new one."""
    order = world.order()
    world.decide(
        order.customer_id,
        lambda s: orders.fulfil(s, order_queries.get(s, order.id), by=OPERATOR, at=clock.now()),
    )
    world.work()
    assert world.order().status == "paid"
    world.quote()
    world.text("OK")
    assert [each.status for each in world.orders()] == ["paid", "confirmed"]
    assert [each["status"] for each in world.authorisations()] == ["succeeded", "requires_capture"]
