"""Days added up for the plots, and how long people waited for an answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0090"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "insight_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("spread", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("added_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", "who", name=op.f("pk_insight_days")),
    )
    op.create_table(
        "waits",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_waits_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
    )
    op.create_index(
        op.f("ix_waits_conversation_id_began_at"),
        "waits",
        ["conversation_id", "began_at"],
        unique=False,
    )
    op.create_index(op.f("ix_waits_ended_at"), "waits", ["ended_at"], unique=False)
    op.create_index(op.f("ix_customers_created_at"), "customers", ["created_at"], unique=False)
    op.create_index(
        "ix_messages_created_at", "messages", ["created_at"], unique=False, postgresql_using="brin"
    )
    op.create_index(op.f("ix_orders_fulfilled_at"), "orders", ["fulfilled_at"], unique=False)
    op.create_index(op.f("ix_payments_captured_at"), "payments", ["captured_at"], unique=False)
    op.create_index(op.f("ix_quotes_sent_at"), "quotes", ["sent_at"], unique=False)
    op.create_index(op.f("ix_refunds_created_at"), "refunds", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_refunds_created_at"), table_name="refunds")
    op.drop_index(op.f("ix_quotes_sent_at"), table_name="quotes")
    op.drop_index(op.f("ix_payments_captured_at"), table_name="payments")
    op.drop_index(op.f("ix_orders_fulfilled_at"), table_name="orders")
    op.drop_index("ix_messages_created_at", table_name="messages", postgresql_using="brin")
    op.drop_index(op.f("ix_customers_created_at"), table_name="customers")
    op.drop_index(op.f("ix_waits_ended_at"), table_name="waits")
    op.drop_index(op.f("ix_waits_conversation_id_began_at"), table_name="waits")
    op.drop_table("waits")
    op.drop_table("insight_days")
