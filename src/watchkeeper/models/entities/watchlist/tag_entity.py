from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity


class TagEntity(OwnedEntity):
    """A person's tag. `name_key` is the unique key of its name, `name_sort` its sort key.

    What is tagged has the ids of its tags in the column `tag_ids`, without a foreign key: they change under the lock of
    the account alone, and one that names nothing is not shown.
    """

    __tablename__ = "tags"

    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text)
    name_sort: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("user_id", "name_key"),
        Index("ix_tags_user_id_name_sort_id", "user_id", "name_sort", "id"),
        Index("ix_tags_user_id_created_at_id", "user_id", "created_at", "id"),
    )
