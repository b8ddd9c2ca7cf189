from datetime import datetime

from sqlalchemy import Text, bindparam, case, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.text import case_key
from watchkeeper.foundation.postgres.constraint_errors import Conflict, existing, translate_constraint_errors
from watchkeeper.foundation.postgres.database import DatabaseAdapter, Row
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.discovery.shared_favorites_entity import SharedFavoritesEntity
from watchkeeper.models.errors.discovery_errors import ListNameTakenError, SharedListNotFoundError

_COLUMNS = SharedFavoritesEntity.__table__.columns

_new = insert(SharedFavoritesEntity).values(parameters_of(_COLUMNS))
_SHARE = Statement(
    _new.on_conflict_do_update(
        index_elements=[SharedFavoritesEntity.account_id],
        set_={
            "list_name": _new.excluded.list_name,
            "name_key": _new.excluded.name_key,
            "updated_at": case(
                (SharedFavoritesEntity.list_name == _new.excluded.list_name, SharedFavoritesEntity.updated_at),
                else_=later_than(SharedFavoritesEntity.updated_at),
            ),
        },
    ).returning(
        *_COLUMNS, literal_column("xmax = 0").label("is_new")
    )  # xmax of an updated row is the transaction that locked it
)
_HAS_NAME = SharedFavoritesEntity.name_key == bindparam("name_key", type_=Text())
_FIND = Statement(select(*_COLUMNS).where(_HAS_NAME))
_EXISTING = Statement(
    existing("shared_list", SharedFavoritesEntity.account_id, _HAS_NAME).add_columns(
        SharedFavoritesEntity.list_name.label("key")
    )
)
_CONSTRAINT_ERRORS = {"uq_shared_favorites_name_key": Conflict(ListNameTakenError, _EXISTING)}


class PostgresSharedFavoritesAdapter(DatabaseAdapter):
    """Shared favourites in PostgreSQL."""

    async def share(self, account_id: int, list_name: str, at: datetime) -> tuple[SharedFavoritesEntity, bool]:
        names = {"list_name": list_name, "name_key": case_key(list_name)}
        values = {"account_id": account_id, "created_at": at, "updated_at": at, **names}
        with translate_constraint_errors(_CONSTRAINT_ERRORS, self._database, values):
            row = await self._database.fetch_one(_SHARE, **values)
        if row is None:
            raise AssertionError("an upsert returns its row")
        return _entity(row), row["is_new"]

    async def require(self, list_name: str) -> SharedFavoritesEntity:
        row = await self._database.require_one(SharedListNotFoundError, _FIND, name_key=case_key(list_name))
        return _entity(row)


def _entity(row: Row) -> SharedFavoritesEntity:
    return SharedFavoritesEntity(**{column.name: row[column.name] for column in _COLUMNS})
