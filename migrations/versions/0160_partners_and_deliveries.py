"""Partners; where an order is: with them, on its way; the picture of what was delivered"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0160"
down_revision: str | None = "0190"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    op.create_index("ix_partners_name", "partners", ["name", "id"], unique=False)
    op.create_index(
        "uq_partners_name",
        "partners",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "delivery_pictures",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_delivery_pictures_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_delivery_pictures")),
    )
    # The old version goes on placing orders meanwhile: it knows of none of these.
    op.add_column(
        "orders", sa.Column("whereabouts", sa.String(32), server_default="house", nullable=False)
    )
    op.add_column("orders", sa.Column("partner_id", sa.BigInteger(), nullable=True))
    op.add_column("orders", sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("out_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("courier", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("tracking", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_orders_whereabouts"),
        "orders",
        "whereabouts <> 'partner' or partner_id is not null",
    )
    op.create_index(
        "ix_orders_partner",
        "orders",
        ["partner_id"],
        unique=False,
        postgresql_where=sa.text("partner_id is not null"),
    )
    op.create_index(
        "ix_orders_whereabouts",
        "orders",
        ["whereabouts", "promised_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'confirmed'"),
    )
    op.create_foreign_key(
        op.f("fk_orders_partner_id"), "orders", "partners", ["partner_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_orders_partner_id"), "orders", type_="foreignkey")
    op.drop_constraint(op.f("ck_orders_whereabouts"), "orders", type_="check")
    op.drop_index(
        "ix_orders_whereabouts",
        table_name="orders",
        postgresql_where=sa.text("status = 'confirmed'"),
    )
    op.drop_index(
        "ix_orders_partner", table_name="orders", postgresql_where=sa.text("partner_id is not null")
    )
    op.drop_column("orders", "tracking")
    op.drop_column("orders", "courier")
    op.drop_column("orders", "out_at")
    op.drop_column("orders", "given_at")
    op.drop_column("orders", "partner_id")
    op.drop_column("orders", "whereabouts")
    op.drop_table("delivery_pictures")
    op.drop_index(
        "uq_partners_name", table_name="partners", postgresql_where=sa.text("retired_at is null")
    )
    op.drop_index("ix_partners_name", table_name="partners")
    op.drop_table("partners")
