"""episodes of data sets

Revision: 0045
Revises: 0044
"""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# A title whose episodes came with a data set is due when it comes into a watchlist, as others are.
_REQUEST = """
CREATE OR REPLACE FUNCTION request_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO episode_refreshes (title_id, due_at)
    SELECT id, now() FROM titles WHERE id = NEW.title_id AND media_type <> 'movie'
    ON CONFLICT {otherwise};
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.execute(
        _REQUEST.format(
            otherwise="(title_id) DO UPDATE SET due_at = excluded.due_at WHERE episode_refreshes.due_at IS NULL"
        )
    )


def downgrade() -> None:
    op.execute(_REQUEST.format(otherwise="DO NOTHING"))
