"""Alembic's entry: which database, which tables. Run by `flask db upgrade`."""

import time
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from concierge.catalogue import models as _catalogue  # noqa: F401
from concierge.composing import models as _composing  # noqa: F401
from concierge.conversation import models as _conversation  # noqa: F401
from concierge.customers import silenced as _silenced  # noqa: F401
from concierge.db import Base, Choice, MigrationBlocked
from concierge.effects import models as _effects  # noqa: F401
from concierge.events import Event as _Event  # noqa: F401
from concierge.insights import models as _insights  # noqa: F401
from concierge.ledger import models as _ledger  # noqa: F401
from concierge.operators import models as _operators  # noqa: F401
from concierge.orders import models as _orders  # noqa: F401
from concierge.partners import models as _partners  # noqa: F401
from concierge.payments import models as _payments  # noqa: F401
from concierge.privacy import models as _privacy  # noqa: F401
from concierge.quotes import models as _quotes  # noqa: F401
from concierge.reconciliation import models as _reconciliation  # noqa: F401

# How long a statement waits for its lock. Whatever comes after it, texts too, waits as long.
LOCK_TIMEOUT = context.config.attributes.get("lock_timeout", "5s")
_LOCK_NOT_AVAILABLE = "55P03"


def _render(kind: str, thing: Any, _: object) -> str | Literal[False]:
    """A Choice is plain text to the database: migrations don't import the application."""
    return f"sa.String({Choice.LENGTH})" if isinstance(thing, Choice) else False


def _take_turns(connection: Connection) -> None:
    """Two releases at once: the second waits, then finds everything done.

    It asks again and again rather than waiting in one statement: an index that is being made
    concurrently waits for every statement that began before it, for this one for ever.
    """
    while not connection.scalar(text("SELECT pg_try_advisory_lock(7242001)")):
        connection.rollback()
        time.sleep(0.2)
    connection.commit()


def _migrate(connection: Connection) -> None:
    _take_turns(connection)
    # A statement that can't get its lock fails instead of holding up the version that is serving.
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_item=_render,
        # Each is whole by itself: what failed is begun again where it stopped, and an index can be
        # made concurrently (`with op.get_context().autocommit_block():`).
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


engine = create_engine(context.config.attributes["url"])
try:
    with engine.connect() as connection:
        _migrate(connection)
except OperationalError as error:
    if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        raise MigrationBlocked(LOCK_TIMEOUT, str(error.statement)) from error
    raise
finally:
    engine.dispose()
