"""Ledger and reconciliation"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0080"
down_revision: str | None = "0050"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


# An entry balances in each currency and has the postings it says. Asked when the transaction ends.
_BALANCED = """
CREATE FUNCTION journal_entry_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry bigint;
  there bigint;
  rest record;
BEGIN
  IF TG_TABLE_NAME = 'postings' THEN entry := NEW.entry_id; ELSE entry := NEW.id; END IF;
  SELECT currency, sum(amount) AS amount INTO rest
    FROM postings WHERE entry_id = entry GROUP BY currency HAVING sum(amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'journal entry % does not balance: % % too much',
      entry, rest.amount, rest.currency USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) INTO there FROM postings WHERE entry_id = entry;
  IF there <> (SELECT lines FROM journal_entries WHERE id = entry) THEN
    RAISE EXCEPTION 'journal entry % has % postings, not what it says', entry, there
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
"""
_FOR_GOOD = """
CREATE FUNCTION ledger_is_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The years for which the books are kept are over: see privacy.places.
  IF TG_OP = 'DELETE' AND current_setting('concierge.books_are_closed', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the ledger is append-only: % of % is refused; book it back instead',
    TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("looks_left", sa.BigInteger(), nullable=False),
        sa.Column("compared", sa.BigInteger(), nullable=False),
        sa.Column("repaired", sa.BigInteger(), nullable=False),
        sa.Column("unasked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )
    op.create_table(
        "sightings",
        sa.Column("reconciliation_id", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.String(32), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliations.id"],
            name=op.f("fk_sightings_reconciliation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "reconciliation_id", "noun", "provider_id", name=op.f("pk_sightings")
        ),
    )
    op.create_table(
        "differences",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.String(32), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("ours", sa.String(), nullable=False),
        sa.Column("theirs", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_in", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_differences_customer_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_differences_order_id")),
        sa.ForeignKeyConstraint(
            ["asked_in"], ["reconciliations.id"], name=op.f("fk_differences_asked_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_differences")),
    )
    op.create_index(
        op.f("ix_differences_noun_provider_id_id"),
        "differences",
        ["noun", "provider_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_differences_open",
        "differences",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "uq_differences_open",
        "differences",
        ["noun", "provider_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("lines >= 2", name=op.f("ck_journal_entries_lines")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_journal_entries_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_journal_entries_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint(
            "kind",
            "subject_kind",
            "subject_id",
            name=op.f("uq_journal_entries_kind_subject_kind_subject_id"),
        ),
    )
    op.create_index(op.f("ix_journal_entries_at_id"), "journal_entries", ["at", "id"], unique=False)
    op.create_index(
        op.f("ix_journal_entries_customer_id_id"),
        "journal_entries",
        ["customer_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_journal_entries_order_id_id"), "journal_entries", ["order_id", "id"], unique=False
    )
    op.create_table(
        "payables",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payables_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payables_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payables")),
    )
    op.create_index(op.f("ix_payables_order_id_id"), "payables", ["order_id", "id"], unique=False)
    op.create_index(
        "ix_payables_owed",
        "payables",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'owed'"),
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entries.id"], name=op.f("fk_postings_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index(op.f("ix_postings_entry_id"), "postings", ["entry_id"], unique=False)

    # A few pages, made in a moment: it keeps a text waiting no longer than that.
    op.execute(_BALANCED)
    op.execute(_FOR_GOOD)
    for table in ("journal_entries", "postings"):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_whole AFTER INSERT ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION journal_entry_is_whole()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_for_good BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_for_good()"
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_postings_entry_id"), table_name="postings")
    op.drop_table("postings")
    op.drop_index(
        "ix_payables_owed", table_name="payables", postgresql_where=sa.text("status = 'owed'")
    )
    op.drop_index(op.f("ix_payables_order_id_id"), table_name="payables")
    op.drop_table("payables")
    op.drop_index(op.f("ix_journal_entries_order_id_id"), table_name="journal_entries")
    op.drop_index(op.f("ix_journal_entries_customer_id_id"), table_name="journal_entries")
    op.drop_index(op.f("ix_journal_entries_at_id"), table_name="journal_entries")
    op.drop_table("journal_entries")
    op.drop_index(
        "uq_differences_open", table_name="differences", postgresql_where=sa.text("status = 'open'")
    )
    op.drop_index(
        "ix_differences_open", table_name="differences", postgresql_where=sa.text("status = 'open'")
    )
    op.drop_index(op.f("ix_differences_noun_provider_id_id"), table_name="differences")
    op.drop_table("differences")
    op.drop_table("sightings")
    op.drop_table("reconciliations")
    op.execute("DROP FUNCTION journal_entry_is_whole()")
    op.execute("DROP FUNCTION ledger_is_for_good()")
