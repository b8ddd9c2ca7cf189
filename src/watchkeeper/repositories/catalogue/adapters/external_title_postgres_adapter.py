from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.types.metadata import ExternalTitle

_ATTEMPTS = 3
_COLUMNS = [column for column in TitleEntity.__table__.columns if column.computed is None]
_KEY = {
    "source": bindparam("source", type_=Text()),
    "media_type": bindparam("media_type", type_=Text()),
    "external_id": bindparam("external_id", type_=Text()),
}
_ID = bindparam("id", type_=Uuid())

_by_key = (
    select(TitleEntity.id)
    .join(TitleExternalIdEntity, TitleExternalIdEntity.title_id == TitleEntity.id)
    .where(*(getattr(TitleExternalIdEntity, name) == bind for name, bind in _KEY.items()))
)
_owned_by_key = (
    select(TitleEntity.id)
    .join(PersonalTitleIdEntity, PersonalTitleIdEntity.title_id == TitleEntity.id)
    .where(
        PersonalTitleIdEntity.owner_id == bindparam("owner_id", type_=Uuid()),
        *(getattr(PersonalTitleIdEntity, name) == bind for name, bind in _KEY.items()),
    )
)
_FIND = Statement(_by_key)
_FIND_OWN = Statement(_owned_by_key)
_FIND_OWN_AND_LOCK = Statement(_owned_by_key.with_for_update(read=True, key_share=True, of=TitleEntity))
_FIND_AND_LOCK = Statement(_by_key.with_for_update(read=True, key_share=True, of=TitleEntity))
_GET_OR_CREATE = Statement(
    insert(TitleExternalIdEntity)
    .values(_KEY | {"title_id": _ID})
    .on_conflict_do_nothing(index_elements=list(_KEY))
    .returning(TitleExternalIdEntity.title_id)
    .add_cte(
        insert(TitleEntity)
        .values({column.name: bindparam(column.name, type_=column.type) for column in _COLUMNS})
        .cte("new_title"),
        insert(TitleRatingStatisticsEntity).values(title_id=_ID).cte("new_figures"),
    )
)
_WITHDRAW = Statement(delete(TitleEntity).where(TitleEntity.id == _ID))


class PostgresExternalTitleAdapter:
    """Titles by external id in PostgreSQL. The primary key decides which of several concurrent inserts of an external
    id wins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        return await self._first_of(_FIND, _FIND_OWN, external, owner_id)

    async def find_and_lock(self, external: ExternalTitle, owner_id: UUID) -> UUID | None:
        return await self._first_of(_FIND_AND_LOCK, _FIND_OWN_AND_LOCK, external, owner_id)

    async def _first_of(
        self, public: Statement, own: Statement, external: ExternalTitle, owner_id: UUID | None
    ) -> UUID | None:
        found: UUID | None = await self._database.fetch_value(public, **_key(external))
        if found is None and owner_id is not None:
            found = await self._database.fetch_value(own, owner_id=owner_id, **_key(external))
        return found

    async def get_or_create(self, title: TitleEntity, external: ExternalTitle) -> UUID:
        key = _key(external)
        for _ in range(_ATTEMPTS):
            found: UUID | None = await self._database.fetch_value(_FIND_AND_LOCK, **key)
            if found is not None:
                return found
            if await self._database.fetch_value(_GET_OR_CREATE, **title.values() | key) is not None:
                return title.id
            # A concurrent insert won. Its title is looked up again, because it may have been deleted since.
            await self._database.execute(_WITHDRAW, id=title.id)
        raise DatabaseUnavailableError


def _key(external: ExternalTitle) -> dict[str, str]:
    return {
        "source": external.source,
        "media_type": external.media_type.value,
        "external_id": external.external_id,
    }
