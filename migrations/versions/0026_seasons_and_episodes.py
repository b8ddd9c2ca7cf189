"""seasons and episodes

Revision: 0026
Revises: 0025
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_PLACE = """
ALTER TABLE episodes ADD CONSTRAINT ex_episodes_title_id_season_number
EXCLUDE USING btree (title_id WITH =, season WITH =, number WITH =)
WHERE (state = 'current') DEFERRABLE INITIALLY DEFERRED
"""


def upgrade() -> None:
    _create_seasons()
    _create_episodes()
    op.create_table(
        "episode_external_ids",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"],
            ["episodes.id"],
            name=op.f("fk_episode_external_ids_episode_id_episodes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source", "external_id", "episode_id", name=op.f("pk_episode_external_ids")),
    )
    op.create_index("ix_episode_external_ids_episode_id", "episode_external_ids", ["episode_id"])


def _stamps() -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("created_at", "updated_at")]


def _create_seasons() -> None:
    op.create_table(
        "seasons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=True),
        sa.Column("overview", sa.String(length=10_000), nullable=True),
        sa.Column("poster_url", sa.String(length=2000), nullable=True),
        sa.Column("air_date", sa.Date(), nullable=True),
        *_stamps(),
        sa.CheckConstraint("number BETWEEN 0 AND 100000", name=op.f("ck_seasons_number")),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_seasons_title_id_titles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seasons")),
        sa.UniqueConstraint("title_id", "number", name=op.f("uq_seasons_title_id_number")),
    )


def _create_episodes() -> None:
    op.create_table(
        "episodes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title_id", sa.Uuid(), nullable=False),
        sa.Column("season_id", sa.Uuid(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("absolute_number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=True),
        sa.Column("overview", sa.String(length=10_000), nullable=True),
        sa.Column("air_date", sa.Date(), nullable=True),
        sa.Column("airs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "airs_on", sa.Date(), sa.Computed("coalesce(air_date, (airs_at AT TIME ZONE 'UTC')::date)", persisted=True)
        ),
        sa.Column("runtime_minutes", sa.Integer(), nullable=True),
        sa.Column("still_url", sa.String(length=2000), nullable=True),
        sa.Column("is_premiere", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_finale", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(length=16), server_default="current", nullable=False),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        *_stamps(),
        sa.CheckConstraint("season BETWEEN 0 AND 100000", name=op.f("ck_episodes_season")),
        sa.CheckConstraint("number BETWEEN 0 AND 100000", name=op.f("ck_episodes_number")),
        sa.CheckConstraint("kind IN ('regular', 'special')", name=op.f("ck_episodes_kind")),
        sa.CheckConstraint("state IN ('current', 'gone')", name=op.f("ck_episodes_state")),
        sa.ForeignKeyConstraint(
            ["title_id"], ["titles.id"], name=op.f("fk_episodes_title_id_titles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["seasons.id"], name=op.f("fk_episodes_season_id_seasons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["episodes.id"], name=op.f("fk_episodes_replaced_by_id_episodes"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episodes")),
    )
    op.execute(_PLACE)
    op.create_index("ix_episodes_title_id_season_number", "episodes", ["title_id", "season", "number"])
    op.create_index("ix_episodes_title_id_absolute_number", "episodes", ["title_id", "absolute_number"])
    op.create_index(
        "ix_episodes_title_id_airs_on",
        "episodes",
        ["title_id", "airs_on"],
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_index("ix_episodes_season_id", "episodes", ["season_id"])
    op.create_index(
        "ix_episodes_replaced_by_id",
        "episodes",
        ["replaced_by_id"],
        postgresql_where=sa.text("replaced_by_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("episode_external_ids")
    op.drop_table("episodes")
    op.drop_table("seasons")
