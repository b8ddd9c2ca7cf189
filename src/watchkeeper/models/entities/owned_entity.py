from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import StampedEntity


class OwnedEntity(StampedEntity):
    """A row of a person, which goes with the account; its key leads with that, so that it can lie on its node."""

    __abstract__ = True

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, sort_order=-4)
