"""media servers

Revision: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('plex', 'jellyfin', 'emby', 'kodi')"
_RESULTS = "result IN ('queued', 'play', 'progress', 'ignored', 'unmatched', 'duplicate')"


def _time(name: str, *, is_nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_nullable)


def _account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id_users")
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=name, ondelete="CASCADE")


def _server(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id_media_servers")
    return sa.ForeignKeyConstraint(
        ["user_id", "server_id"], ["media_servers.user_id", "media_servers.id"], name=name, ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "media_servers",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("people_map", postgresql.JSONB(), nullable=False),
        sa.Column("min_percent", sa.SmallInteger(), nullable=False),
        sa.Column("count_manual_marks", sa.Boolean(), nullable=False),
        sa.Column("follow_unmarks", sa.Boolean(), nullable=False),
        _time("last_event_at", is_nullable=True),
        sa.Column("last_error", sa.String(40), nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(_KINDS, name=op.f("ck_media_servers_kind")),
        _account("media_servers"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_media_servers")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_media_servers_secret_hash")),
    )
    op.create_index("ix_media_servers_user_id_created_at_id", "media_servers", ["user_id", "created_at", "id"])
    _create_events()
    op.create_table(
        "media_server_items",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("item_key", sa.String(320), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        _time("created_at"),
        _server("media_server_items"),
        sa.PrimaryKeyConstraint("user_id", "server_id", "item_key", name=op.f("pk_media_server_items")),
    )
    _create_positions()


def _create_events() -> None:
    op.create_table(
        "media_server_events",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("event", postgresql.JSONB(), nullable=True),
        sa.Column("item_key", sa.String(320), nullable=True),
        sa.Column("series_key", sa.String(320), nullable=True),
        sa.Column("progress_key", sa.LargeBinary(), nullable=True),
        sa.Column("message_hash", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("play_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        _time("claimed_until", is_nullable=True),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(_RESULTS, name=op.f("ck_media_server_events_result")),
        _server("media_server_events"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_media_server_events")),
        sa.UniqueConstraint(
            "user_id", "server_id", "progress_key", name=op.f("uq_media_server_events_user_id_server_id_progress_key")
        ),
    )
    for name, columns in {
        "user_id_server_id_created_at_id": ["user_id", "server_id", "created_at", "id"],
        "message_hash": ["user_id", "server_id", "message_hash"],
        "item_key": ["user_id", "server_id", "item_key"],
        "created_at": ["created_at"],
    }.items():
        op.create_index(f"ix_media_server_events_{name}", "media_server_events", columns)
    op.create_index(
        "ix_media_server_events_queued",
        "media_server_events",
        ["created_at", "id"],
        postgresql_where=sa.text("result = 'queued'"),
    )


def _create_positions() -> None:
    op.create_table(
        "positions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("of_seconds", sa.Integer(), nullable=True),
        _time("played_at"),
        _time("created_at"),
        _time("updated_at"),
        _account("positions"),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_positions_title_id_titles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name=op.f("fk_positions_episode_id_episodes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_positions")),
    )
    op.create_index("ix_positions_user_id_updated_at_id", "positions", ["user_id", "updated_at", "id"])
    op.create_index("ix_positions_user_id_created_at_id", "positions", ["user_id", "created_at", "id"])
    op.create_index("ix_positions_title_id", "positions", ["title_id"])
    op.create_index("ix_positions_episode_id", "positions", ["episode_id"])


def downgrade() -> None:
    for table in ("positions", "media_server_items", "media_server_events", "media_servers"):
        op.drop_table(table)
