"""Several cards, orders paid on a page, numbers that changed hands."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0080"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "wallets",
        sa.Column("proof_failures", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.add_column("cards", sa.Column("expiry_asked_at", _TIME, nullable=True))
    op.create_index(
        "ix_cards_expiry",
        "cards",
        ["exp_year", "exp_month", "id"],
        postgresql_where=sa.text("detached_at is null and expiry_asked_at is null"),
    )
    op.add_column("customers", sa.Column("parted_at", _TIME, nullable=True))
    op.create_table(
        "partings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("contact_point_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("fresh_id", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("undone_at", _TIME, nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_points.id"], name=op.f("fk_partings_contact_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_partings_customer_id")
        ),
        sa.ForeignKeyConstraint(["fresh_id"], ["customers.id"], name=op.f("fk_partings_fresh_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partings")),
    )
    op.create_index(op.f("ix_partings_customer_id_id"), "partings", ["customer_id", "id"])
    op.create_index(op.f("ix_partings_fresh_id"), "partings", ["fresh_id"])
    op.create_table(
        "pay_visits",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("unwanted", sa.Boolean(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_pay_visits_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_pay_visits_order_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_pay_visits_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_pay_visits_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_visits")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_pay_visits_provider_id")),
    )
    op.create_index(op.f("ix_pay_visits_order_id_id"), "pay_visits", ["order_id", "id"])
    op.create_index(op.f("ix_pay_visits_customer_id"), "pay_visits", ["customer_id"])
    op.create_index(
        "ix_pay_visits_open",
        "pay_visits",
        ["expires_at"],
        postgresql_where=sa.text("status = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("pay_visits")
    op.drop_table("partings")
    op.drop_column("customers", "parted_at")
    op.drop_index("ix_cards_expiry", "cards")
    op.drop_column("cards", "expiry_asked_at")
    op.drop_column("wallets", "proof_failures")
