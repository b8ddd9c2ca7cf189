from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity, one_of
from watchkeeper.models.entities.owned_entity import OwnedEntity
from watchkeeper.models.types.lists.list_visibility import ListVisibility


def _list_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["user_id", "list_id"], ["lists.user_id", "lists.id"], ondelete="CASCADE")


class ListEntity(OwnedEntity):
    """A list of a person. `updated_at` is the version of the list and its items: every change of an item raises it.

    `name_key` is a hash of the name without case (long names of some scripts fit no index), `name_sort` its sort key.
    `edited_at` is the last change that the person asked for.
    """

    __tablename__ = "lists"

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[bytes] = mapped_column(LargeBinary)
    name_sort: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(String(10_000))
    visibility: Mapped[str] = mapped_column(String(16))
    is_ranked: Mapped[bool]
    default_sort: Mapped[str] = mapped_column(String(32))
    items_count: Mapped[int]
    edited_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("user_id", "name_key"),
        CheckConstraint(one_of("visibility", ListVisibility), name="visibility"),
    )


class ListItemEntity(Entity):
    """A title in a list, or a season or an episode of it. The order of a list is that of rank and id."""

    __tablename__ = "list_items"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID]
    title_id: Mapped[UUID] = mapped_column(ForeignKey("titles.id"))
    season_id: Mapped[UUID | None] = mapped_column(ForeignKey("seasons.id"))
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episodes.id"))
    rank: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(String(5000))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        _list_key(),
        UniqueConstraint(
            "user_id",
            "list_id",
            "title_id",
            "season_id",
            "episode_id",
            name="uq_list_items_reference",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_list_items_user_id_list_id_rank_id", "user_id", "list_id", "rank", "id"),
        Index("ix_list_items_title_id", "title_id"),
        Index("ix_list_items_season_id", "season_id"),
        Index("ix_list_items_episode_id", "episode_id"),
    )


class ListLinkEntity(Entity):
    """A link that shows a list to everyone who has it. Only the hash of its secret is stored."""

    __tablename__ = "list_links"

    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID]
    list_id: Mapped[UUID]
    id: Mapped[UUID]
    name: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (_list_key(), UniqueConstraint("user_id", "list_id", "id"))
