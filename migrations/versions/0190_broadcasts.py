"""One text to everybody who agreed, and which messages are of it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0190"
down_revision: str | None = "0115"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        sa.Column("written", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(
        op.f("ix_broadcasts_id"),
        "broadcasts",
        ["id"],
        postgresql_where=sa.text("ended_at is null"),
    )
    op.add_column("messages", sa.Column("broadcast_id", sa.BigInteger(), nullable=True))
    # Without looking through all that were ever written, which are of none.
    op.execute(
        "ALTER TABLE messages ADD CONSTRAINT fk_messages_broadcast_id"
        " FOREIGN KEY (broadcast_id) REFERENCES broadcasts (id) NOT VALID"
    )


def downgrade() -> None:
    op.drop_column("messages", "broadcast_id")
    op.drop_table("broadcasts")
