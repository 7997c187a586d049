"""Texts to be sent at a time"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0141"
down_revision: str | None = "0140"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "later_texts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_later_texts_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_later_texts_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later_texts")),
    )
    op.create_index(
        op.f("ix_later_texts_conversation_id"), "later_texts", ["conversation_id"], unique=False
    )
    op.create_index(
        op.f("ix_later_texts_due_at"),
        "later_texts",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("held_because is null"),
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_later_texts_due_at"),
        table_name="later_texts",
        postgresql_where=sa.text("held_because is null"),
    )
    op.drop_index(op.f("ix_later_texts_conversation_id"), table_name="later_texts")
    op.drop_table("later_texts")
