"""The time zone an operator works in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0131"
down_revision: str | None = "0130"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("operators", sa.Column("timezone", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("operators", "timezone")
