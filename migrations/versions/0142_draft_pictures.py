"""Pictures beside a text that was not sent yet"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0142"
down_revision: str | None = "0141"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "draft_pictures",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("later_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_draft_pictures_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["later_id"], ["later_texts.id"], name=op.f("fk_draft_pictures_later_id")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_draft_pictures_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_pictures")),
    )
    op.create_index(
        op.f("ix_draft_pictures_conversation_id_operator_id"),
        "draft_pictures",
        ["conversation_id", "operator_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_draft_pictures_later_id"),
        "draft_pictures",
        ["later_id"],
        unique=False,
        postgresql_where=sa.text("later_id is not null"),
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_draft_pictures_later_id"),
        table_name="draft_pictures",
        postgresql_where=sa.text("later_id is not null"),
    )
    op.drop_index(
        op.f("ix_draft_pictures_conversation_id_operator_id"), table_name="draft_pictures"
    )
    op.drop_table("draft_pictures")
