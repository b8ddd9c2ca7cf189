from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from watchkeeper.foundation.postgres.entity import Entity


class LoadedDatasetEntity(Entity):
    """A data set that was loaded. It is never loaded again, which would restore titles that admins deleted."""

    __tablename__ = "loaded_datasets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    loaded_at: Mapped[datetime]
