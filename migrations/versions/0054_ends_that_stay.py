"""ends of viewings that stay when plays lead back to them

Revision: 0054
Revises: 0053
"""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def _function(is_new_end: str) -> str:
    """Return the trigger function of 0038, by whether a completion by the person is another one than that stored."""
    return f"""
CREATE OR REPLACE FUNCTION keep_viewing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_said boolean := NEW.status = 'completed' AND NEW.status_by <> 'play';
BEGIN
    INSERT INTO viewings AS viewing (user_id, title_id, number, state, completed_at)
    SELECT NEW.user_id, NEW.title_id, coalesce(max(number), 1),
           CASE WHEN NEW.status = 'completed' THEN 'finished' ELSE 'current' END, NEW.completed_at
    FROM viewings WHERE user_id = NEW.user_id AND title_id = NEW.title_id
    ON CONFLICT (user_id, title_id, number) DO UPDATE SET
        state = excluded.state,
        completed_at = coalesce(excluded.completed_at, viewing.completed_at),
        finished_on = CASE
            WHEN NOT ({is_new_end}) OR viewing.is_finished_on_said THEN viewing.finished_on
        END,
        finished_sorted_at = CASE
            WHEN NOT ({is_new_end}) OR viewing.is_finished_on_said THEN viewing.finished_sorted_at
        END,
        finished_until = CASE
            WHEN NOT ({is_new_end}) OR viewing.is_finished_on_said THEN viewing.finished_until
        END;
    RETURN NULL;
END
$$
"""  # noqa: S608 - built from constants


def upgrade() -> None:
    op.execute(_function("is_said AND NEW.completed_at IS DISTINCT FROM viewing.completed_at"))


def downgrade() -> None:
    op.execute(_function("is_said"))
