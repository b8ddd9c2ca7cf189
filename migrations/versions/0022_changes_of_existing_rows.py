"""changes of existing rows

Revision: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Each portion commits, so that writers wait for a portion only. What a writer has committed before its head is locked
# is seen by the statements behind; what is committed later adds itself, as its trigger waits for the lock.
_FILL = """
DO $$
DECLARE
    accounts uuid[] := '{}';
    last uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    LOOP
        accounts := ARRAY(SELECT user_id FROM change_heads WHERE user_id > last ORDER BY user_id LIMIT 200);
        EXIT WHEN accounts = '{}';
        PERFORM FROM change_heads WHERE user_id = ANY (accounts) ORDER BY user_id FOR UPDATE;
        INSERT INTO resource_changes (user_id, area, resource_id, sequence, is_deleted, changed_at)
        SELECT user_id, 1, id, 1, false, updated_at FROM watch_entries WHERE user_id = ANY (accounts)
        UNION ALL
        SELECT user_id, 3, id, 1, false, updated_at FROM ratings WHERE user_id = ANY (accounts)
        UNION ALL
        SELECT user_id, 4, id, 1, false, updated_at FROM reviews WHERE user_id = ANY (accounts)
        UNION ALL
        SELECT owner_id, 9, id, 1, false, updated_at FROM titles WHERE owner_id = ANY (accounts)
        UNION ALL
        SELECT id, 10, id, 1, false, updated_at FROM users WHERE id = ANY (accounts)
        ON CONFLICT DO NOTHING;
        UPDATE change_heads SET area_counts = ARRAY(
            SELECT (SELECT count(*) FROM resource_changes AS known
                    WHERE known.user_id = change_heads.user_id AND known.area = counted.area AND NOT is_deleted)
            FROM generate_series(1, 10) AS counted (area) ORDER BY counted.area
        )
        WHERE user_id = ANY (accounts);
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
    """Nothing to do: the rows go with their tables."""
