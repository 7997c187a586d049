"""Two customers that are one person"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0151"
down_revision: str | None = "0150"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mergers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=False),
        sa.Column("absorbed_id", sa.BigInteger(), nullable=False),
        sa.Column("point_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("last_message_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["absorbed_id"], ["customers.id"], name=op.f("fk_mergers_absorbed_id")
        ),
        sa.ForeignKeyConstraint(["kept_id"], ["customers.id"], name=op.f("fk_mergers_kept_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mergers")),
    )
    op.create_index(op.f("ix_mergers_absorbed_id"), "mergers", ["absorbed_id"], unique=False)
    op.create_index(op.f("ix_mergers_kept_id"), "mergers", ["kept_id"], unique=False)
    op.create_index(
        "uq_mergers_absorbed",
        "mergers",
        ["absorbed_id"],
        unique=True,
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_table(
        "merged_messages",
        sa.Column("merger_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merger_id"], ["mergers.id"], name=op.f("fk_merged_messages_merger_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_merged_messages_message_id")
        ),
        sa.PrimaryKeyConstraint("merger_id", "message_id", name=op.f("pk_merged_messages")),
    )
    op.create_index(
        op.f("ix_merged_messages_message_id"), "merged_messages", ["message_id"], unique=False
    )
    op.add_column("customers", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.create_index(
        op.f("ix_customers_merged_into_id"),
        "customers",
        ["merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id is not null"),
    )
    op.create_foreign_key(
        op.f("fk_customers_merged_into_id"), "customers", "customers", ["merged_into_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_customers_merged_into_id"), "customers", type_="foreignkey")
    op.drop_index(
        op.f("ix_customers_merged_into_id"),
        table_name="customers",
        postgresql_where=sa.text("merged_into_id is not null"),
    )
    op.drop_column("customers", "merged_into_id")
    op.drop_index(op.f("ix_merged_messages_message_id"), table_name="merged_messages")
    op.drop_table("merged_messages")
    op.drop_index(
        "uq_mergers_absorbed", table_name="mergers", postgresql_where=sa.text("undone_at is null")
    )
    op.drop_index(op.f("ix_mergers_kept_id"), table_name="mergers")
    op.drop_index(op.f("ix_mergers_absorbed_id"), table_name="mergers")
    op.drop_table("mergers")
