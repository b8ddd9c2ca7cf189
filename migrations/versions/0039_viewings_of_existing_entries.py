"""viewings of existing entries

Revision: 0039
Revises: 0038
"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

# Each portion commits. An entry that is added or changed meanwhile makes its viewing itself, by its trigger.
_FILL = """
DO $$
DECLARE
    accounts uuid[] := '{}';
    last uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    LOOP
        accounts := ARRAY(SELECT id FROM users WHERE id > last ORDER BY id LIMIT 200);
        EXIT WHEN accounts = '{}';
        INSERT INTO viewings (user_id, title_id, number, state, completed_at)
        SELECT user_id, title_id, 1, CASE WHEN status = 'completed' THEN 'finished' ELSE 'current' END, completed_at
        FROM watch_entries WHERE user_id = ANY (accounts)
        ORDER BY user_id, id FOR SHARE
        ON CONFLICT DO NOTHING;
        COMMIT;
        last := accounts[array_length(accounts, 1)];
    END LOOP;
END
$$
"""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(_FILL)


def downgrade() -> None:
    """Nothing to do: the rows go with their table."""
