"""Snoozing, promises and lost texts; the queue's indexes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0121"
down_revision: str | None = "0120"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TIMES = ("snoozed_until", "undelivered_at", "promised_at", "promise_due_at", "unpromised_at")
_QUEUED = "(waiting_since is not null or promised_at is not null) and snoozed_until is null"
_ORDER = (
    "coalesce(promised_at, 'infinity'::timestamptz), "
    "coalesce(waiting_since, 'infinity'::timestamptz), id"
)
_INDEXES = {
    "ix_conversations_queue": f"({_ORDER}) WHERE {_QUEUED}",
    "ix_conversations_unassigned": f"({_ORDER}) WHERE {_QUEUED} AND assignee_id IS NULL",
    "ix_conversations_mine": f"(assignee_id, {_ORDER}) WHERE {_QUEUED} AND assignee_id IS NOT NULL",
    "ix_conversations_snoozed": "(snoozed_until, id) WHERE snoozed_until IS NOT NULL",
    "ix_conversations_promise_due": "(promise_due_at) WHERE promise_due_at IS NOT NULL",
    "ix_conversations_undelivered": "(id) WHERE undelivered_at IS NOT NULL",
}


def upgrade() -> None:
    for name in _TIMES:
        op.add_column("conversations", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("promise", "promise_stage"):
        op.add_column("conversations", sa.Column(name, sa.String(), nullable=True))
    # The version that serves goes on writing meanwhile.
    with op.get_context().autocommit_block():
        for name, what in _INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # half made, by a try before
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON conversations {what}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
    for name in (*_TIMES, "promise", "promise_stage"):
        op.drop_column("conversations", name)
