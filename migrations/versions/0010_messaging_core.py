"""The queue takes turns, circuits hold what can't be sent, failed texts go again, raw parameters"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0090"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.add_column("effects", sa.Column("gate", sa.String(), nullable=True))
    op.add_column(
        "effects", sa.Column("urgency", sa.SmallInteger(), server_default="0", nullable=False)
    )
    # now() is one value for all that is there: no row is written anew.
    op.add_column(
        "effects",
        sa.Column(
            "fair_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.add_column("effects", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("effects", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "circuits",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_failed", sa.BigInteger(), nullable=True),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("probe_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("probes", sa.BigInteger(), nullable=False),
        sa.Column("probing", sa.BigInteger(), nullable=True),
        sa.Column("complaint", sa.String(), nullable=True),
        sa.Column("complained_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_circuits")),
    )
    op.add_column("messages", sa.Column("again_of", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_messages_again_of"),
        "messages",
        "messages",
        ["again_of"],
        ["id"],
        postgresql_not_valid=True,
    )
    op.add_column(
        "messages", sa.Column("sends", sa.BigInteger(), server_default="1", nullable=False)
    )
    op.add_column(
        "messages",
        sa.Column("raw", postgresql.JSONB(none_as_null=True), nullable=True),
    )
    op.execute("alter table messages validate constraint fk_messages_again_of")
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_effects_next",
            "effects",
            ["urgency", "fair_at", "id", "due_at"],
            postgresql_where=_WAITING,
            postgresql_concurrently=True,
        )
        # It would be taken for the claim, with a sort, while statistics are old. The version that
        # is still serving finds what is due by the new one.
        op.drop_index("ix_effects_due", table_name="effects", postgresql_concurrently=True)
        op.create_index(
            "ix_effects_turn",
            "effects",
            ["customer_id", "urgency"],
            postgresql_where=_WAITING,
            postgresql_concurrently=True,
        )
        op.create_index(
            "ix_effects_held",
            "effects",
            ["gate", "id"],
            postgresql_where=sa.text("held_at is not null"),
            postgresql_concurrently=True,
        )
        op.create_index(
            "ix_messages_raw",
            "messages",
            ["created_at"],
            postgresql_where=sa.text("raw is not null"),
            postgresql_concurrently=True,
        )
        op.create_index(
            "uq_messages_again_of",
            "messages",
            ["again_of"],
            unique=True,
            postgresql_where=sa.text("again_of is not null"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index("uq_messages_again_of", table_name="messages")
    op.drop_index("ix_messages_raw", table_name="messages")
    op.drop_column("messages", "raw")
    op.drop_column("messages", "sends")
    op.drop_column("messages", "again_of")
    op.drop_table("circuits")
    op.drop_index("ix_effects_held", table_name="effects")
    op.drop_index("ix_effects_turn", table_name="effects")
    op.create_index("ix_effects_due", "effects", ["due_at"], postgresql_where=_WAITING)
    op.drop_index("ix_effects_next", table_name="effects")
    op.drop_column("effects", "held_at")
    op.drop_column("effects", "expires_at")
    op.drop_column("effects", "fair_at")
    op.drop_column("effects", "urgency")
    op.drop_column("effects", "gate")
