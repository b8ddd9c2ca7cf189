"""Base classes of tables. Entities have no relationships, so nothing is loaded implicitly."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Entity(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}

    column_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        super().__init_subclass__(**options)
        if not cls.__dict__.get("__abstract__"):
            cls.column_names = tuple(cls.__table__.columns.keys())

    def __init__(self, **members: Any) -> None:  # noqa: ANN401 - values of columns
        """Set members directly, without SQLAlchemy's change tracking, which only a session reads; the service uses
        none.

        Raises TypeError for a name that is not a column.
        """
        unknown = members.keys() - self.column_names
        if unknown:
            raise TypeError(", ".join(sorted(unknown)))
        vars(self).update(members)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - a value of a column
        """Set a member directly, as `__init__` does."""
        vars(self)[name] = value

    def values(self) -> dict[str, Any]:
        """Return the values of all columns by their names, None for those that are not set."""
        known = vars(self)
        return {name: known.get(name) for name in self.column_names}


class StampedEntity(Entity):
    """A row with its own id (UUIDv7) and the times of its creation and last change (aware, UTC)."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-3)
    created_at: Mapped[datetime] = mapped_column(sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(sort_order=91)


def one_of(column: str, values: type[StrEnum]) -> str:
    """Return the SQL condition that `column` holds one of the values of an enumeration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"
