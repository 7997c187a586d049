"""Tags, custom fields and entry points of customers"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0150"
down_revision: str | None = "0160"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("choices", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
    )
    op.create_index(
        "uq_custom_fields_name",
        "custom_fields",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "entry_points",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("greeting", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_points")),
    )
    op.create_index(
        "uq_entry_points_word",
        "entry_points",
        ["word"],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "tags",
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_tags")),
    )
    op.add_column("customers", sa.Column("preferences", sa.String(), nullable=True))
    op.add_column(
        "customers", sa.Column("tags", sa.ARRAY(sa.String()), server_default="{}", nullable=False)
    )
    op.add_column(
        "customers",
        sa.Column(
            "custom", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
    )
    op.add_column("customers", sa.Column("source_id", sa.BigInteger(), nullable=True))
    op.create_index(
        op.f("ix_customers_source_id"),
        "customers",
        ["source_id"],
        unique=False,
        postgresql_where=sa.text("source_id is not null"),
    )
    op.create_index(
        "ix_customers_tags", "customers", ["tags"], unique=False, postgresql_using="gin"
    )
    op.create_foreign_key(
        op.f("fk_customers_source_id"), "customers", "entry_points", ["source_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_customers_source_id"), "customers", type_="foreignkey")
    op.drop_index("ix_customers_tags", table_name="customers", postgresql_using="gin")
    op.drop_index(
        op.f("ix_customers_source_id"),
        table_name="customers",
        postgresql_where=sa.text("source_id is not null"),
    )
    op.drop_column("customers", "source_id")
    op.drop_column("customers", "custom")
    op.drop_column("customers", "tags")
    op.drop_column("customers", "preferences")
    op.drop_table("tags")
    op.drop_index(
        "uq_entry_points_word",
        table_name="entry_points",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("entry_points")
    op.drop_index(
        "uq_custom_fields_name",
        table_name="custom_fields",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("custom_fields")
