from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import StampedEntity, one_of
from watchkeeper.models.types.identity.role import Role


class UserEntity(StampedEntity):
    """An account. `email_key` (`case_key`) and `username_key` are the unique keys of e-mail address and user name.

    `time_zone` is an IANA name; it tells what day it is for the person. `preferences` are JSON, as clients send them.
    """

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(Text, unique=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(Text, unique=True)
    first_name: Mapped[str | None] = mapped_column(String(100))
    last_name: Mapped[str | None] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(16))
    is_active: Mapped[bool]
    time_zone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    preferences: Mapped[str] = mapped_column(String(4096), server_default="{}")

    __table_args__ = (
        CheckConstraint(one_of("role", Role), name="role"),
        Index("ix_users_created_at_id", "created_at", "id"),
        Index("ix_users_updated_at_id", "updated_at", "id"),
        Index("ix_users_active_admins", "id", postgresql_where="role = 'admin' AND is_active"),
    )

    @property
    def is_active_admin(self) -> bool:
        return self.is_active and self.role == Role.ADMIN.value
