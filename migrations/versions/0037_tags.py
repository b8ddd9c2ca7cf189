"""tags

Revision: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# A tag shows how often it is used. One that is deleted in the same transaction is gone by now: triggers are deferred.
_USES = """
CREATE FUNCTION record_tag_uses() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before uuid[] := CASE WHEN TG_OP = 'INSERT' THEN '{}'::uuid[] ELSE OLD.tag_ids END;
    after uuid[] := CASE WHEN TG_OP = 'DELETE' THEN '{}'::uuid[] ELSE NEW.tag_ids END;
BEGIN
    PERFORM record_change(user_id, 7, id, false, 0) FROM tags
    WHERE user_id = coalesce(NEW.user_id, OLD.user_id) AND id = ANY (before || after)
      AND (id = ANY (before)) <> (id = ANY (after));
    RETURN NULL;
END
$$
"""
_EVENTS = {
    "INSERT": "NEW.tag_ids <> '{}'",
    "UPDATE": "OLD.tag_ids <> NEW.tag_ids",
    "DELETE": "OLD.tag_ids <> '{}'",
}
_DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"


def upgrade() -> None:
    op.create_table(
        "tags",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tags_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_tags")),
        sa.UniqueConstraint("user_id", "name_key", name=op.f("uq_tags_user_id_name_key")),
    )
    op.create_index("ix_tags_user_id_name_sort_id", "tags", ["user_id", "name_sort", "id"])
    op.create_index("ix_tags_user_id_created_at_id", "tags", ["user_id", "created_at", "id"])
    op.execute(
        f"CREATE CONSTRAINT TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON tags {_DEFERRED}"
        " EXECUTE FUNCTION record_row_change('7')"
    )
    op.add_column(
        "watch_entries", sa.Column("tag_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.create_index(
        "ix_watch_entries_tagged", "watch_entries", ["user_id"], postgresql_where=sa.text("tag_ids <> '{}'")
    )
    op.execute(_USES)
    for event, condition in _EVENTS.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER record_tag_{event.lower()} AFTER {event} ON watch_entries {_DEFERRED}"
            f" WHEN ({condition}) EXECUTE FUNCTION record_tag_uses()"
        )


def downgrade() -> None:
    op.execute("DROP FUNCTION record_tag_uses() CASCADE")
    op.drop_index("ix_watch_entries_tagged", "watch_entries")
    op.drop_column("watch_entries", "tag_ids")
    op.drop_table("tags")
