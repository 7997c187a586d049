"""The trail of who did what from where, sessions that end, threads that the service is silent in"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ON_TRAIL = "actor ~ '^(operator|script|shell|stranger)'"
_TRAIL = {
    "ix_events_trail": ["id"],
    "ix_events_trail_at": ["at"],
    "ix_events_trail_actor": ["actor", "id"],
    "ix_events_trail_kind": ["subject_kind", "id"],
}

# What is written stays written. Erasing a person may take away, and only that: keys of `data` (or
# their values), the address, and whom it was about.
_APPEND_ONLY = """
create function events_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (new.id, new.at, new.actor, new.kind, new.subject_kind, new.subject_id)
      is not distinct from (old.id, old.at, old.actor, old.kind, old.subject_kind, old.subject_id)
    and jsonb_strip_nulls(new.data) <@ old.data
    and (new.address is null or new.address is not distinct from old.address)
    and (new.customer_id is null or new.customer_id is not distinct from old.customer_id)
  then
    return new;
  end if;
  -- The years for which the books are kept are over: see privacy.places.
  if tg_op = 'DELETE' and current_setting('concierge.books_are_closed', true) = 'on' then
    return old;
  end if;
  raise exception 'events are append-only: % refused', lower(tg_op)
    using hint = 'Personal data in them may be blanked; nothing else may change.';
end $$
"""


def upgrade() -> None:
    op.create_table(
        "logins",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_logins_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
    )
    op.create_index(op.f("ix_logins_operator_id_at"), "logins", ["operator_id", "at"])
    op.add_column(
        "conversations", sa.Column("held_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("events", sa.Column("address", sa.String(), nullable=True))
    op.execute(_APPEND_ONLY)
    op.execute(
        "create trigger append_only before update or delete on events"
        " for each row execute function events_append_only()"
    )
    op.execute(
        "create trigger append_only_whole before truncate on events"
        " for each statement execute function events_append_only()"
    )
    with op.get_context().autocommit_block():
        for name, columns in _TRAIL.items():
            op.create_index(
                name,
                "events",
                columns,
                postgresql_where=sa.text(_ON_TRAIL),
                postgresql_concurrently=True,
            )
        op.create_index(
            "ix_messages_greetings",
            "messages",
            ["created_at"],
            postgresql_where=sa.text("template = 'greeting'"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index("ix_messages_greetings", table_name="messages")
    for name in _TRAIL:
        op.drop_index(name, table_name="events")
    op.execute("drop trigger append_only_whole on events")
    op.execute("drop trigger append_only on events")
    op.execute("drop function events_append_only()")
    op.drop_column("events", "address")
    op.drop_column("conversations", "held_since")
    op.drop_table("logins")
