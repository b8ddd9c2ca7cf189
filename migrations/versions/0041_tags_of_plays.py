"""tags of plays

Revision: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_EVENTS = {
    "INSERT": "NEW.tag_ids <> '{}'",
    "UPDATE": "OLD.tag_ids <> NEW.tag_ids",
    "DELETE": "OLD.tag_ids <> '{}'",
}


def upgrade() -> None:
    op.add_column("plays", sa.Column("tag_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False))
    op.create_index("ix_plays_tagged", "plays", ["user_id"], postgresql_where=sa.text("tag_ids <> '{}'"))
    for event, condition in _EVENTS.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER record_tag_{event.lower()} AFTER {event} ON plays"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION record_tag_uses()"
        )


def downgrade() -> None:
    for event in _EVENTS:
        op.execute(f"DROP TRIGGER record_tag_{event.lower()} ON plays")
    op.drop_index("ix_plays_tagged", "plays")
    op.drop_column("plays", "tag_ids")
