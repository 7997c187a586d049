"""Alembic's entry: which database, which tables. Run by `flask db upgrade`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine, text

from concierge.catalogue import models as _catalogue  # noqa: F401
from concierge.conversation import models as _conversation  # noqa: F401
from concierge.db import Base, Choice
from concierge.effects import models as _effects  # noqa: F401
from concierge.events import Event as _Event  # noqa: F401
from concierge.insights import models as _insights  # noqa: F401
from concierge.operators import models as _operators  # noqa: F401
from concierge.orders import models as _orders  # noqa: F401
from concierge.payments import models as _payments  # noqa: F401
from concierge.quotes import models as _quotes  # noqa: F401


def _render(kind: str, thing: Any, _: object) -> str | Literal[False]:
    """A Choice is plain text to the database: migrations don't import the application."""
    return f"sa.String({Choice.LENGTH})" if isinstance(thing, Choice) else False


engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    # Two releases at once: the second waits, then finds everything done. A statement that can't
    # get its lock fails instead of holding up the version that is serving.
    connection.execute(text("SELECT pg_advisory_lock(7242001)"))
    connection.execute(text("SET lock_timeout = '5s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
