"""lists

Revision: 0036
Revises: 0035
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# table: its area in change_heads.area_*, by number
_AREA_OF = {"lists": 5, "list_items": 6}


def upgrade() -> None:
    _create_lists()
    _create_items()
    _create_links()
    for table, area in _AREA_OF.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER record_change AFTER INSERT OR UPDATE OR DELETE ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_row_change('{area}')"
        )


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _list_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id", "list_id"],
        ["lists.user_id", "lists.id"],
        name=op.f(f"fk_{table}_user_id_lists"),
        ondelete="CASCADE",
    )


def _create_lists() -> None:
    op.create_table(
        "lists",
        _id("user_id"),
        _id("id"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.LargeBinary(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("description", sa.String(length=10_000), nullable=True),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("is_ranked", sa.Boolean(), nullable=False),
        sa.Column("default_sort", sa.String(length=32), nullable=False),
        sa.Column("items_count", sa.Integer(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        _time("edited_at"),
        sa.CheckConstraint("visibility IN ('private', 'link')", name=op.f("ck_lists_visibility")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lists_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_lists")),
        sa.UniqueConstraint("user_id", "name_key", name=op.f("uq_lists_user_id_name_key")),
    )


def _create_items() -> None:
    op.create_table(
        "list_items",
        _id("user_id"),
        _id("id"),
        _id("list_id"),
        _id("title_id"),
        _id("season_id", nullable=True),
        _id("episode_id", nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=5000), nullable=True),
        _time("created_at"),
        _time("updated_at"),
        _list_key("list_items"),
        sa.ForeignKeyConstraint(["title_id"], ["titles.id"], name=op.f("fk_list_items_title_id_titles")),
        sa.ForeignKeyConstraint(["season_id"], ["seasons.id"], name=op.f("fk_list_items_season_id_seasons")),
        sa.ForeignKeyConstraint(["episode_id"], ["episodes.id"], name=op.f("fk_list_items_episode_id_episodes")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_list_items")),
        sa.UniqueConstraint(
            "user_id",
            "list_id",
            "title_id",
            "season_id",
            "episode_id",
            name="uq_list_items_reference",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_list_items_user_id_list_id_rank_id", "list_items", ["user_id", "list_id", "rank", "id"])
    for column in ("title_id", "season_id", "episode_id"):
        op.create_index(f"ix_list_items_{column}", "list_items", [column])


def _create_links() -> None:
    op.create_table(
        "list_links",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        _id("user_id"),
        _id("list_id"),
        _id("id"),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        _time("created_at"),
        _time("updated_at"),
        _list_key("list_links"),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_list_links")),
        sa.UniqueConstraint("user_id", "list_id", "id", name=op.f("uq_list_links_user_id_list_id_id")),
    )


def downgrade() -> None:
    op.drop_table("list_links")
    op.drop_table("list_items")
    op.drop_table("lists")
