"""episode refreshes

Revision: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_REQUEST = """
CREATE FUNCTION request_episodes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO episode_refreshes (title_id, due_at)
    SELECT id, now() FROM titles WHERE id = NEW.title_id AND media_type <> 'movie'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$
"""
_FILL = """
DO $$
DECLARE
    last uuid := '00000000-0000-0000-0000-000000000000';
    portion uuid[];
BEGIN
    LOOP
        portion := ARRAY(SELECT id FROM titles WHERE id > last ORDER BY id LIMIT 5000);
        EXIT WHEN portion = '{}';
        INSERT INTO episode_refreshes (title_id, due_at)
        SELECT id, now() FROM titles
        WHERE id = ANY (portion) AND media_type <> 'movie'
          AND EXISTS (SELECT FROM watch_entries WHERE watch_entries.title_id = titles.id)
        ON CONFLICT DO NOTHING;
        COMMIT;
        last := portion[array_length(portion, 1)];
    END LOOP;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "episode_refreshes",
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="pending", nullable=False),
        sa.Column("airing", sa.String(length=16), server_default="unknown", nullable=False),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('none', 'pending', 'current')", name=op.f("ck_episode_refreshes_state")),
        sa.CheckConstraint(
            "airing IN ('unknown', 'upcoming', 'airing', 'ended', 'cancelled')",
            name=op.f("ck_episode_refreshes_airing"),
        ),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_episode_refreshes_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("title_id", name=op.f("pk_episode_refreshes")),
    )
    op.create_index("ix_episode_refreshes_due_at", "episode_refreshes", ["due_at"])
    op.add_column("episodes", sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(_REQUEST)
    op.execute(
        "CREATE TRIGGER request_episodes AFTER INSERT ON watch_entries FOR EACH ROW EXECUTE FUNCTION request_episodes()"
    )
    with op.get_context().autocommit_block():
        op.execute(_FILL)


def downgrade() -> None:
    op.execute("DROP FUNCTION request_episodes() CASCADE")
    op.drop_column("episodes", "missing_since")
    op.drop_table("episode_refreshes")
