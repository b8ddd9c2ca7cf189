"""settings of watch entries

Entries that exist get the time when their status was set, as well as it is known, in portions. The change feed tells of
them: their resource has new members.

Revision: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# Writers lock entries before heads, and so does each portion; heads of several accounts in their order.
_FILL = """
DO $$
DECLARE
    accounts uuid[] := '{}';
    last uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    LOOP
        accounts := ARRAY(SELECT id FROM users WHERE id > last ORDER BY id LIMIT 200);
        EXIT WHEN accounts = '{}';
        PERFORM FROM watch_entries WHERE user_id = ANY (accounts) ORDER BY user_id, id FOR UPDATE;
        UPDATE watch_entries SET status_set_at = coalesce(completed_at, updated_at)
        WHERE user_id = ANY (accounts) AND status_set_at <> coalesce(completed_at, updated_at);
        PERFORM FROM change_heads WHERE user_id = ANY (accounts) ORDER BY user_id FOR UPDATE;
        COMMIT;
        last := accounts[array_length(accounts, 1)];
    END LOOP;
END
$$
"""


def upgrade() -> None:
    op.add_column(
        "watch_entries",
        sa.Column("status_set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column(
        "watch_entries", sa.Column("status_by", sa.String(length=16), server_default="person", nullable=False)
    )
    op.add_column(
        "watch_entries",
        sa.Column("hidden_from", sa.ARRAY(sa.String(length=16)), server_default="{}", nullable=False),
    )
    op.add_column(
        "watch_entries", sa.Column("include_specials", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(
        "ALTER TABLE watch_entries ADD CONSTRAINT ck_watch_entries_status_by"
        " CHECK (status_by IN ('person', 'play', 'import')) NOT VALID"
    )
    op.execute("ALTER TABLE watch_entries VALIDATE CONSTRAINT ck_watch_entries_status_by")
    with op.get_context().autocommit_block():
        op.execute(_FILL)


def downgrade() -> None:
    for name in ("include_specials", "hidden_from", "status_by", "status_set_at"):
        op.drop_column("watch_entries", name)
