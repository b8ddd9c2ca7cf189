"""Base of adapters of rows with an id. It has no filters and never commits; queries belong to the subclasses."""

from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnClause, DateTime, bindparam, delete, func, insert, literal_column, select, update

from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.foundation.postgres.constraint_errors import ConstraintErrors, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.entity import StampedEntity
from watchkeeper.foundation.postgres.rows import RowReader, row_reader
from watchkeeper.foundation.postgres.statement import Statement, parameters_of

EntityT = TypeVar("EntityT", bound=StampedEntity)


def later_than(column: Any, at: str = "updated_at") -> Any:  # noqa: ANN401 - SQLAlchemy's expressions
    """Return the expression for the next `updated_at`: `at`, but always later than the stored value."""
    microsecond: ColumnClause[timedelta] = literal_column("interval '1 microsecond'")
    return func.greatest(bindparam(at, type_=DateTime(timezone=True)), column + microsecond)


class TableAdapter(DatabaseAdapter, Generic[EntityT]):
    """Require, add, save and delete for one table. Subclasses set the entity, the error for a missing row, and the
    errors of its constraints."""

    entity: ClassVar[type[StampedEntity]]
    missing: ClassVar[type[ServiceError]]
    constraint_errors: ClassVar[ConstraintErrors] = {}
    _reader: ClassVar[RowReader[Any]]
    _by_id: ClassVar[Statement]
    _by_id_locked: ClassVar[Statement]
    _insert: ClassVar[Statement]
    _update: ClassVar[Statement]
    _delete: ClassVar[Statement]

    def __init_subclass__(cls) -> None:
        table = cls.entity.__table__
        columns = [column for column in table.columns if column.computed is None]
        names = parameters_of(columns)
        changed = {name: bind for name, bind in names.items() if name not in ("id", "created_at", "updated_at")}
        by_id = table.c.id == bindparam("id", type_=table.c.id.type)
        cls._by_id = Statement(select(*columns).where(by_id))
        # FOR NO KEY UPDATE, not FOR UPDATE: it neither blocks inserts that refer to the row nor conflicts with the key
        # share lock of a transaction that protects the row from deletion.
        cls._by_id_locked = Statement(select(*columns).where(by_id).with_for_update(key_share=True))
        cls._reader = row_reader(cls.entity, cls._by_id, cls._by_id_locked)
        cls._insert = Statement(insert(cls.entity).values(names))
        cls._update = Statement(
            update(cls.entity)
            .where(by_id)
            .values(changed | {"updated_at": later_than(table.c.updated_at)})
            .returning(table.c.updated_at)
        )
        cls._delete = Statement(delete(cls.entity).where(by_id))

    async def require(self, id: UUID, *, lock: bool = False) -> EntityT:  # noqa: A002 - the name in the API
        row = await self._database.fetch_one(self._by_id_locked if lock else self._by_id, id=id)
        if row is None:
            raise self.missing
        entity: EntityT = self._reader.read(row)
        return entity

    async def add(self, entity: EntityT) -> None:
        values = entity.values()
        with translate_constraint_errors(self.constraint_errors, self._database, values):
            await self._database.execute(self._insert, **values)

    async def save(self, entity: EntityT) -> None:
        values = entity.values()
        with translate_constraint_errors(self.constraint_errors, self._database, values):
            entity.updated_at = await self._database.fetch_value(self._update, **values)

    async def delete(self, id: UUID) -> None:  # noqa: A002
        with translate_constraint_errors(self.constraint_errors, self._database, {"id": id}):
            touched = await self._database.execute(self._delete, id=id)
        if not touched:
            raise self.missing
