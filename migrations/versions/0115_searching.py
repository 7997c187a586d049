"""Indexes for searching names, numbers and what was said; needs the extension pg_trgm"""

from collections.abc import Sequence

from alembic import op

revision: str = "0115"
down_revision: str | None = "0110"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEXES = (
    "ix_customers_name_letters ON customers USING gin (name gin_trgm_ops)",
    "ix_customers_email_letters ON customers USING gin (email gin_trgm_ops)",
    "ix_contact_points_digits ON contact_points USING gin (address gin_trgm_ops)",
    # What waits to be sorted in is read by every search, so little of it may.
    "ix_messages_words ON messages USING gin (to_tsvector('simple', body))"
    " WITH (gin_pending_list_limit = 256)",
)


def upgrade() -> None:
    # Any role that may create in the database may add it: it is one of PostgreSQL's trusted ones.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    # The version that serves goes on writing meanwhile.
    with op.get_context().autocommit_block():
        for index in _INDEXES:
            name = index.partition(" ")[0]
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # half made, by a try before
            op.execute(f"CREATE INDEX CONCURRENTLY {index}")


def downgrade() -> None:
    for index in _INDEXES:
        op.execute(f"DROP INDEX {index.partition(' ')[0]}")
