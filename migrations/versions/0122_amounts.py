"""Indexes for finding quotes, orders and refunds by number and by amount"""

from collections.abc import Sequence

from alembic import op

revision: str = "0122"
down_revision: str | None = "0121"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEXES = {
    "ix_quotes_number_id": "quotes (number, id)",
    "ix_quotes_total_id": "quotes (total, id)",
    "ix_orders_final_total": "orders (final_total, id) WHERE final_total IS NOT NULL",
    "ix_refunds_amount_id": "refunds (amount, id)",
}


def upgrade() -> None:
    # The version that serves goes on writing meanwhile.
    with op.get_context().autocommit_block():
        for name, what in _INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # half made, by a try before
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {what}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
