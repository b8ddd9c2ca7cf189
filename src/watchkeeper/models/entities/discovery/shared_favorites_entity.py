from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class SharedFavoritesEntity(Entity):
    """The name under which the favourites of a TMDb account are shared. TMDb stores the favourites."""

    __tablename__ = "shared_favorites"

    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    list_name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("account_id > 0", name="account_id"),)
