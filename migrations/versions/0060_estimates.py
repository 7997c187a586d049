"""Estimates: a ceiling that is agreed, what it cost in the end, the photo of the shop's receipt"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0060"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # The old version goes on writing rows meanwhile: it knows of no estimate.
    for table in ("quotes", "orders"):
        op.add_column(
            table,
            sa.Column("is_estimate", sa.Boolean(), server_default=sa.false(), nullable=False),
        )
    op.add_column("quotes", sa.Column("revises_id", sa.BigInteger(), nullable=True))
    op.add_column("quotes", sa.Column("agreed_total", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_quotes_revises_id"), "quotes", "quotes", ["revises_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_quotes_revision"), "quotes", "(revises_id is null) = (agreed_total is null)"
    )
    for column in ("final_total", "asked_total", "refused_total"):
        op.add_column("orders", sa.Column(column, sa.BigInteger(), nullable=True))
    op.add_column("orders", sa.Column("no_receipt", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_orders_final_total"), "orders", "final_total between 1 and total"
    )
    op.create_check_constraint(op.f("ck_orders_asked_total"), "orders", "asked_total > total")
    op.create_table(
        "shop_receipts",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_shop_receipts_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_shop_receipts")),
    )


def downgrade() -> None:
    op.drop_table("shop_receipts")
    op.drop_constraint(op.f("ck_orders_asked_total"), "orders")
    op.drop_constraint(op.f("ck_orders_final_total"), "orders")
    for column in ("no_receipt", "refused_total", "asked_total", "final_total", "is_estimate"):
        op.drop_column("orders", column)
    op.drop_constraint(op.f("ck_quotes_revision"), "quotes")
    op.drop_constraint(op.f("fk_quotes_revises_id"), "quotes", type_="foreignkey")
    for column in ("agreed_total", "revises_id", "is_estimate"):
        op.drop_column("quotes", column)
