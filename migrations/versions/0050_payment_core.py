"""Renewed reservations, fees, disputes, fraud warnings"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0050"
down_revision: str | None = "0060"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LIVE = "status in ('requested', 'authorised', 'action_required', 'capturing', 'captured')"


def upgrade() -> None:
    op.add_column(
        "payments",
        sa.Column("aside", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("payments", sa.Column("replaces_id", sa.BigInteger(), nullable=True))
    op.add_column("payments", sa.Column("fee", sa.BigInteger(), nullable=True))
    op.add_column("payments", sa.Column("fee_currency", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_payments_replaces_id"), "payments", "payments", ["replaces_id"], ["id"]
    )
    # Under the same name, so made anew: in between this transaction keeps others from writing.
    op.drop_index("uq_payments_live", table_name="payments")
    op.create_index(
        "uq_payments_live",
        "payments",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text(f"{_LIVE} and not aside"),
    )
    op.create_index(
        "uq_payments_renewing",
        "payments",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("status in ('requested', 'action_required') and aside"),
    )
    op.create_index(
        op.f("ix_payments_replaces_id"),
        "payments",
        ["replaces_id"],
        postgresql_where=sa.text("replaces_id is not null"),
    )
    op.create_index(
        "ix_payments_lapsing",
        "payments",
        ["capture_before"],
        postgresql_where=sa.text("status = 'authorised' and not aside"),
    )
    op.add_column("refunds", sa.Column("fee", sa.BigInteger(), nullable=True))
    op.add_column("refunds", sa.Column("fee_currency", sa.String(), nullable=True))
    op.create_table(
        "disputes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("fee_currency", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_disputes_amount")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_disputes_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_disputes_provider_id")),
    )
    op.create_index(op.f("ix_disputes_payment_id_id"), "disputes", ["payment_id", "id"])
    op.create_index(op.f("ix_disputes_customer_id_id"), "disputes", ["customer_id", "id"])
    op.create_index(
        "ix_disputes_open",
        "disputes",
        ["id"],
        postgresql_where=sa.text("status in ('inquiry', 'open', 'reviewed')"),
    )
    op.create_table(
        "fraud_warnings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("fraud_type", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_fraud_warnings_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_fraud_warnings_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fraud_warnings")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_fraud_warnings_provider_id")),
    )
    op.create_index(op.f("ix_fraud_warnings_payment_id_id"), "fraud_warnings", ["payment_id", "id"])
    op.create_index(
        op.f("ix_fraud_warnings_customer_id_id"), "fraud_warnings", ["customer_id", "id"]
    )
    op.create_index(
        "ix_fraud_warnings_open",
        "fraud_warnings",
        ["id"],
        postgresql_where=sa.text("status = 'raised'"),
    )


def downgrade() -> None:
    op.drop_table("fraud_warnings")
    op.drop_table("disputes")
    op.drop_column("refunds", "fee_currency")
    op.drop_column("refunds", "fee")
    op.drop_index("ix_payments_lapsing", table_name="payments")
    op.drop_index(op.f("ix_payments_replaces_id"), table_name="payments")
    op.drop_index("uq_payments_renewing", table_name="payments")
    op.drop_index("uq_payments_live", table_name="payments")
    op.create_index(
        "uq_payments_live",
        "payments",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text(_LIVE),
    )
    op.drop_constraint(op.f("fk_payments_replaces_id"), "payments", type_="foreignkey")
    op.drop_column("payments", "fee_currency")
    op.drop_column("payments", "fee")
    op.drop_column("payments", "replaces_id")
    op.drop_column("payments", "aside")
