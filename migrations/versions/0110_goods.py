"""The catalogue's codes, pictures, options, stock and days; what a line and an order took of it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0110"
down_revision: str | None = "0100"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "catalogue_pictures",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_pictures")),
    )
    # The old version goes on adding items and lines meanwhile: it knows of none of these.
    for column in (
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column(
            "weekdays",
            postgresql.ARRAY(sa.SmallInteger()),
            server_default="{1,2,3,4,5,6,7}",
            nullable=False,
        ),
        sa.Column("periods", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("options", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
    ):
        op.add_column("catalogue_items", column)
    op.create_foreign_key(
        op.f("fk_catalogue_items_picture_id"),
        "catalogue_items",
        "catalogue_pictures",
        ["picture_id"],
        ["id"],
    )
    op.create_index(
        "ix_catalogue_items_archived",
        "catalogue_items",
        ["name", "id"],
        postgresql_where=sa.text("retired_at is not null"),
    )
    op.create_index(
        "uq_catalogue_items_code",
        "catalogue_items",
        ["code"],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.add_column(
        "quotes",
        sa.Column("beyond_stock", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("quote_lines", sa.Column("item_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "quote_lines",
        sa.Column("choices", postgresql.JSONB(), server_default="{}", nullable=False),
    )
    op.create_foreign_key(
        op.f("fk_quote_lines_item_id"), "quote_lines", "catalogue_items", ["item_id"], ["id"]
    )
    op.create_table(
        "order_goods",
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_goods_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_goods_order_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalogue_items.id"], name=op.f("fk_order_goods_item_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "item_id", name=op.f("pk_order_goods")),
    )


def downgrade() -> None:
    op.drop_table("order_goods")
    op.drop_constraint(op.f("fk_quote_lines_item_id"), "quote_lines", type_="foreignkey")
    op.drop_column("quote_lines", "choices")
    op.drop_column("quote_lines", "item_id")
    op.drop_column("quotes", "beyond_stock")
    op.drop_index("uq_catalogue_items_code", "catalogue_items")
    op.drop_index("ix_catalogue_items_archived", "catalogue_items")
    op.drop_constraint(op.f("fk_catalogue_items_picture_id"), "catalogue_items", type_="foreignkey")
    for column in ("picture_id", "options", "periods", "weekdays", "stock", "code"):
        op.drop_column("catalogue_items", column)
    op.drop_table("catalogue_pictures")
