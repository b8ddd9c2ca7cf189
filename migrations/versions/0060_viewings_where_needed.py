"""viewings of entries that have something to say of one, and episodes requested once a statement

Revision: 0060
Revises: 0059
"""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_INDEX = "ix_viewings_user_id_last_sorted_at_title_id"
_REQUEST = """
CREATE OR REPLACE FUNCTION request_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO episode_refreshes (title_id, due_at)
    SELECT id, now() FROM titles WHERE id = {added} AND media_type <> 'movie'
    ON CONFLICT (title_id) DO UPDATE SET due_at = excluded.due_at WHERE episode_refreshes.due_at IS NULL;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    _set("keep_viewing", "INSERT", "FOR EACH ROW WHEN (NEW.completed_at IS NOT NULL)")
    changed = "OLD.completed_at IS DISTINCT FROM NEW.completed_at"
    _set("keep_changed_viewing", "UPDATE", f"FOR EACH ROW WHEN ({changed})")
    # An array lets PostgreSQL look titles up by their ids, however many rows it expects in `added`.
    op.execute(_REQUEST.format(added="ANY (ARRAY(SELECT title_id FROM added))"))
    _set("request_episodes", "INSERT", "REFERENCING NEW TABLE AS added FOR EACH STATEMENT")
    op.execute(f"DROP INDEX {_INDEX}")


def downgrade() -> None:
    _set("keep_viewing", "INSERT", "FOR EACH ROW")
    changed = "OLD.status <> NEW.status OR OLD.completed_at IS DISTINCT FROM NEW.completed_at"
    _set("keep_changed_viewing", "UPDATE", f"FOR EACH ROW WHEN ({changed})")
    op.execute(_REQUEST.format(added="NEW.title_id"))
    _set("request_episodes", "INSERT", "FOR EACH ROW")
    op.execute(f"CREATE INDEX {_INDEX} ON viewings (user_id, last_sorted_at, title_id) WHERE state = 'current'")


def _set(trigger: str, event: str, runs: str) -> None:
    function = "request_episodes" if trigger == "request_episodes" else "keep_viewing"
    op.execute(f"DROP TRIGGER {trigger} ON watch_entries")
    op.execute(f"CREATE TRIGGER {trigger} AFTER {event} ON watch_entries {runs} EXECUTE FUNCTION {function}()")
