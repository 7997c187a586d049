"""Who answers a conversation, and what operators tell each other in it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0120"
down_revision: str | None = "0151"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "conversation_notes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_notes_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["for_id"], ["operators.id"], name=op.f("fk_conversation_notes_for_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_notes")),
    )
    op.create_index(
        op.f("ix_conversation_notes_conversation_id_created_at"),
        "conversation_notes",
        ["conversation_id", "created_at"],
    )
    op.add_column("conversations", sa.Column("assignee_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "conversations", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_conversations_assignee_id"), "conversations", "operators", ["assignee_id"], ["id"]
    )
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_conversations_assignee")  # half made
        op.create_index(
            "ix_conversations_assignee",
            "conversations",
            ["assignee_id", "last_message_at", "id"],
            postgresql_where=sa.text("assignee_id is not null"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index("ix_conversations_assignee", "conversations")
    op.drop_constraint(op.f("fk_conversations_assignee_id"), "conversations", type_="foreignkey")
    op.drop_column("conversations", "assigned_at")
    op.drop_column("conversations", "assignee_id")
    op.drop_table("conversation_notes")
