from datetime import datetime

from sqlalchemy import ARRAY, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.models.entities.owned_entity import OwnedEntity


class ApplicationTokenEntity(OwnedEntity):
    """A token of a script or an app, by which it may do what `scopes` say until it is revoked or expires.

    `secret_hash` is the SHA-256 of the whole token, `hint` the end of it. A revoked token is deleted.
    """

    __tablename__ = "application_tokens"

    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    secret_hash: Mapped[bytes]
    hint: Mapped[str] = mapped_column(String(4))
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        Index("ix_application_tokens_user_id_created_at_id", "user_id", "created_at", "id"),
    )
