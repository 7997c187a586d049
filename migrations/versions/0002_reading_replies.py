"""What reading replies needs to keep: whose word a language or an address is, corrections"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("address_by", sa.String(), nullable=True))
    op.add_column("customers", sa.Column("language_by", sa.String(), nullable=True))
    # Whoever filled in the account page gave their address there.
    op.execute(
        "UPDATE customers SET address_by = 'customer:' || id"
        " WHERE address IS NOT NULL AND onboarded_at IS NOT NULL"
    )
    op.execute("UPDATE customers SET language_by = 'operator' WHERE language IS NOT NULL")
    op.add_column(
        "contact_points", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("consents", sa.Column("by", sa.String(), nullable=True))
    op.execute("UPDATE consents SET by = 'customer:' || customer_id")
    op.alter_column("consents", "by", nullable=False)
    op.add_column("consents", sa.Column("confirmation", sa.String(), nullable=True))
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("quote_id", sa.BigInteger(), nullable=True),
        sa.Column("read_as", sa.String(), nullable=True),
        sa.Column("meant", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("context", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_corrections_message_id")
        ),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_corrections_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        op.f("ix_corrections_message_id_id"), "corrections", ["message_id", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("corrections")
    op.drop_column("consents", "confirmation")
    op.drop_column("consents", "by")
    op.drop_column("contact_points", "doubted_at")
    op.drop_column("customers", "language_by")
    op.drop_column("customers", "address_by")
