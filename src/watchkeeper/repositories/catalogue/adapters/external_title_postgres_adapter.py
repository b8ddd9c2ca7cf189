from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from watchkeeper.foundation.core.errors import DatabaseUnavailableError
from watchkeeper.foundation.postgres.database import DatabaseAdapter
from watchkeeper.foundation.postgres.statement import Statement, parameters_of
from watchkeeper.models.entities.catalogue.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.types.catalogue.search_terms import names_query
from watchkeeper.models.types.discovery.metadata import ConfirmedWork, ExternalTitle
from watchkeeper.repositories.text_statements import text_statement

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
_FIND_EITHER = Statement(select(func.coalesce(_by_key.scalar_subquery(), _owned_by_key.scalar_subquery())))
_FIND_OWN_AND_LOCK = Statement(_owned_by_key.with_for_update(read=True, key_share=True, of=TitleEntity))
_FIND_AND_LOCK = Statement(_by_key.with_for_update(read=True, key_share=True, of=TitleEntity))
_GET_OR_CREATE = Statement(
    insert(TitleExternalIdEntity)
    .values(_KEY | {"title_id": _ID})
    .on_conflict_do_nothing(index_elements=list(_KEY))
    .returning(TitleExternalIdEntity.title_id)
    .add_cte(
        insert(TitleEntity).values(parameters_of(_COLUMNS)).cte("new_title"),
        insert(TitleRatingStatisticsEntity).values(title_id=_ID).cte("new_figures"),
    )
)
_ADD = Statement(
    insert(TitleExternalIdEntity)
    .values(_KEY | {"title_id": _ID})
    .on_conflict_do_nothing()
    .returning(TitleExternalIdEntity.title_id)
)
# Whoever enters a work with one of the names and the year waits; the locks are taken in one order. A load of a file,
# which enters whatever it has, is waited for by the lock of the table.
_LOCK_TABLE = "LOCK TABLE title_external_ids IN ROW EXCLUSIVE MODE"
_LOCK_WORK = text_statement(
    """
    SELECT pg_advisory_xact_lock(key)
    FROM (
        SELECT DISTINCT hashtextextended(name, 7165802533) AS key FROM unnest(:works) AS name ORDER BY key
    ) AS keys
    """
)
# Those that have an id of a source that differs from the work's are other works. The further ids come first: they say
# more than a name.
_SAME_WORK = text_statement(
    """
    WITH ids AS (
        SELECT source, external_id FROM unnest(:sources, :external_ids) AS id (source, external_id)
    ), candidates AS (
        SELECT e.title_id AS id, true AS has_id
        FROM ids JOIN title_external_ids e USING (source, external_id)
        WHERE e.media_type = :media_type
        UNION ALL
        SELECT t.id, false
        FROM titles t
        WHERE t.search_vector @@ CAST(:names AS tsquery) AND extract(year FROM t.release_date) = :year
          AND t.owner_id IS NULL
    )
    SELECT t.id, bool_or(c.has_id) AS has_id
    FROM candidates c JOIN titles t ON t.id = c.id
    WHERE t.media_type = :media_type AND t.is_active AND NOT EXISTS (
        SELECT FROM title_external_ids e JOIN ids USING (source)
        WHERE e.title_id = t.id AND NOT e.is_alias AND e.external_id <> ids.external_id
    )
    GROUP BY t.id
    ORDER BY has_id DESC
    LIMIT 3
    """,
    names=Text(),
)
_WITHDRAW = Statement(delete(TitleEntity).where(TitleEntity.id == _ID))


class PostgresExternalTitleAdapter(DatabaseAdapter):
    """Titles by external id in PostgreSQL. The primary key decides which of several concurrent inserts of an external
    id wins."""

    async def find(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        if owner_id is None:
            public: UUID | None = await self._database.fetch_value(_FIND, **_key(external))
            return public
        found: UUID | None = await self._database.fetch_value(_FIND_EITHER, owner_id=owner_id, **_key(external))
        return found

    async def find_and_lock(self, external: ExternalTitle, owner_id: UUID | None = None) -> UUID | None:
        found: UUID | None = await self._database.fetch_value(_FIND_AND_LOCK, **_key(external))
        if found is None and owner_id is not None:
            found = await self._database.fetch_value(_FIND_OWN_AND_LOCK, owner_id=owner_id, **_key(external))
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

    async def lock_work(self, work: ConfirmedWork) -> None:
        async with self._database.connection() as connection:
            await connection.execute(_LOCK_TABLE)
        await self._database.fetch(
            _LOCK_WORK, works=[f"{work.media_type.value} {work.year} {key}" for key in work.name_keys]
        )

    async def find_same_work(self, work: ConfirmedWork) -> UUID | None:
        rows = await self._database.fetch(
            _SAME_WORK,
            sources=list(work.external_ids),
            external_ids=list(work.external_ids.values()),
            media_type=work.media_type.value,
            names=names_query(work.name_keys),
            year=work.year,
        )
        by_id = [row["id"] for row in rows if row["has_id"]]
        candidates: list[UUID] = by_id or [row["id"] for row in rows]
        return candidates[0] if len(candidates) == 1 else None

    async def add(self, title_id: UUID, external: ExternalTitle) -> bool:
        return await self._database.fetch_value(_ADD, **_key(external), id=title_id) is not None


def _key(external: ExternalTitle) -> dict[str, str]:
    return {
        "source": external.source,
        "media_type": external.media_type.value,
        "external_id": external.external_id,
    }
