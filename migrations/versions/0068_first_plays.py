"""the first play of a title counted without counting, and rows of operations without a check of their account

Revision: 0068
Revises: 0067
"""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_ROWS_KEY = "fk_operation_rows_user_id_users"
_SAME = "other.user_id = changed.user_id AND other.title_id = changed.title_id"
_FIRST = f"""
    IF TG_OP = 'INSERT' THEN
        INSERT INTO viewings AS viewing (
            user_id, title_id, number, state, started_on, plays_count, seen_count, last_sorted_at, title_plays_count,
            title_last_watched_on
        )
        SELECT user_id, title_id, viewing, 'current', watched_on, 1, 0, sorted_at, 1, watched_on
        FROM changed
        WHERE (SELECT count(*) FROM changed) = 1 AND season IS NULL
          AND NOT EXISTS (SELECT FROM plays AS other WHERE {_SAME} AND other.id <> changed.id)
          AND NOT EXISTS (SELECT FROM viewings AS other WHERE {_SAME} AND other.number <> changed.viewing)
        ON CONFLICT (user_id, title_id, number) DO UPDATE SET
            started_on = CASE WHEN viewing.is_started_on_said THEN viewing.started_on ELSE excluded.started_on END,
            plays_count = 1, seen_count = 0, furthest_season = NULL, furthest_number = NULL,
            last_sorted_at = excluded.last_sorted_at, title_plays_count = 1,
            title_last_watched_on = excluded.title_last_watched_on;
        IF FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
"""  # noqa: S608 - built from constants


def _count_plays(first: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION count_plays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners uuid[];
    watched uuid[];
BEGIN{first}
    SELECT array_agg(user_id), array_agg(title_id) INTO owners, watched FROM changed;
    IF TG_OP = 'UPDATE' THEN
        SELECT owners || array_agg(user_id), watched || array_agg(title_id) INTO owners, watched FROM before;
    END IF;
    PERFORM recount_viewings(owners, watched);
    RETURN NULL;
END
$$
"""  # noqa: S608


def _keep_change_head(removed: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION keep_change_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO change_heads (user_id, area_counts)
        VALUES (NEW.id, array_fill(0::bigint, ARRAY[9]) || 1::bigint);
        INSERT INTO resource_changes (user_id, area, resource_id, sequence, is_deleted, changed_at)
        VALUES (NEW.id, 10, NEW.id, 1, false, now());
    ELSE
        DELETE FROM change_heads WHERE user_id = OLD.id;
        DELETE FROM resource_changes WHERE user_id = OLD.id;{removed}
    END IF;
    RETURN NULL;
END
$$
"""  # noqa: S608


def upgrade() -> None:
    op.execute(_count_plays(_FIRST))
    op.execute(_keep_change_head("\n        DELETE FROM operation_rows WHERE user_id = OLD.id;"))
    op.execute(
        "COMMENT ON FUNCTION keep_change_head() IS 'Begins the change feed of a new account, and removes that of a"
        " deleted one, with the rows of its operations.'"
    )
    op.drop_constraint(_ROWS_KEY, "operation_rows", type_="foreignkey")


def downgrade() -> None:
    op.create_foreign_key(_ROWS_KEY, "operation_rows", "users", ["user_id"], ["id"], ondelete="CASCADE")
    op.execute(
        "COMMENT ON FUNCTION keep_change_head() IS"
        " 'Begins the change feed of a new account, and removes that of a deleted one.'"
    )
    op.execute(_keep_change_head(""))
    op.execute(_count_plays(""))
