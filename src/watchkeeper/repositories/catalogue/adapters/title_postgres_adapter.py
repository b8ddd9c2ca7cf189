from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, and_, bindparam, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.core.read_model import Fingerprinted
from watchkeeper.foundation.postgres.constraint_errors import translate_constraint_errors
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import RowReader, row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import TableAdapter
from watchkeeper.foundation.response_cache.shared_values import SharedValues
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.entities.catalogue.title_entity import (
    TitleEntity,
    TitleExternalIdEntity,
    TitleGenreEntity,
    TitlePlatformEntity,
)
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.errors.catalogue_errors import TitleNotFoundError
from watchkeeper.models.types.catalogue.cache_tag import CacheTag
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.catalogue.search_query import narrowed
from watchkeeper.models.types.catalogue.search_terms import spelled_words
from watchkeeper.models.types.catalogue.title import (
    Title,
    TitleFingerprint,
    TitleSuggestion,
    ViewedTitle,
    ViewedTitleSuggestion,
    ViewedWholeTitle,
    WholeTitle,
)
from watchkeeper.models.types.catalogue.title_facets import TitleFacets
from watchkeeper.models.types.catalogue.title_filter import TitleFilter
from watchkeeper.models.types.sorts import TitleSort
from watchkeeper.repositories.catalogue.adapters.few_rated_titles import narrowed_to_few
from watchkeeper.repositories.catalogue.adapters.search_spelling_statements import LEARN
from watchkeeper.repositories.catalogue.adapters.search_tries import SearchTries
from watchkeeper.repositories.catalogue.adapters.title_conflicts import (
    DELETE_ERRORS,
    MOVE_ID_ERRORS,
    SENT_IDS,
    SET_ID_ERRORS,
)
from watchkeeper.repositories.catalogue.adapters.title_facet_statements import facets_of
from watchkeeper.repositories.catalogue.adapters.title_mapper import (
    CONVERTERS,
    IS_OWN,
    IS_PUBLIC,
    SUGGESTION_CONVERTERS,
    WHOLE_CONVERTERS,
    fingerprint_of,
    finished_titles,
    suggested_titles,
    whole_titles,
)
from watchkeeper.repositories.catalogue.adapters.title_search_statements import (
    SORTS,
    conditions_of,
    count_statement,
    facets_statement,
    filter_values,
    page_statement,
    visibility_conditions,
)
from watchkeeper.repositories.catalogue.adapters.title_use import IS_USED_BY

_title_id = bindparam("title_id", type_=Uuid)


def _set_links(link: Any, reference: Any, target: type[GenreEntity | PlatformEntity]) -> Statement:  # noqa: ANN401
    """Return the statement that sets the links of a title to `ids`, and returns those that exist.

    It locks their rows first, so that they can't be deleted or renamed before the transaction ends.
    """
    ids = bindparam("ids", type_=ARRAY(Uuid))
    locked = select(target.id).where(target.id == func.any(ids)).with_for_update(read=True).cte("kept")
    dropped = delete(link).where(link.title_id == _title_id, reference != func.all(ids)).cte("dropped")
    linked = (
        upsert(link)
        .from_select(["title_id", reference.key], select(_title_id, locked.c.id))
        .on_conflict_do_nothing()
        .cte("linked")
    )
    return Statement(select(locked.c.id).add_cte(dropped, linked))


_IS_DUE = TitleEntity.id == bindparam("id", type_=Uuid)
_WHOLE = whole_titles().where(_IS_DUE, IS_PUBLIC)
_VIEWED = whole_titles(for_viewer=True).where(_IS_DUE, or_(IS_PUBLIC, IS_OWN, bindparam("sees_all", type_=Boolean())))
_GET = Statement(_WHOLE)
_GET_VIEWED = Statement(_VIEWED.add_columns(fingerprint_of(_VIEWED)))
_OWN_MANY = Statement(
    whole_titles(for_viewer=True).where(TitleEntity.id == func.any(bindparam("ids", type_=ARRAY(Uuid))), IS_OWN)
)
_GET_FINGERPRINT = Statement(
    _VIEWED.with_only_columns(TitleEntity.updated_at, TitleEntity.is_active, fingerprint_of(_VIEWED))
)
_ADD_RATING_STATISTICS = Statement(insert(TitleRatingStatisticsEntity).values(title_id=_title_id))
_SET_GENRES = _set_links(TitleGenreEntity, TitleGenreEntity.genre_id, GenreEntity)
_SET_PLATFORMS = _set_links(TitlePlatformEntity, TitlePlatformEntity.platform_id, PlatformEntity)
_DROP_FIRST_IDS = Statement(
    delete(TitleExternalIdEntity).where(
        TitleExternalIdEntity.title_id == _title_id,
        or_(
            ~TitleExternalIdEntity.is_alias,
            and_(
                TitleExternalIdEntity.media_type == bindparam("media_type", type_=Text),
                tuple_(TitleExternalIdEntity.source, TitleExternalIdEntity.external_id).in_(SENT_IDS),
            ),
        ),
    )
)
_EXTERNAL_ID = {
    "title_id": _title_id,
    "source": bindparam("source"),
    "media_type": bindparam("media_type"),
    "external_id": bindparam("external_id"),
}
_ADD_EXTERNAL_ID = Statement(insert(TitleExternalIdEntity).values(_EXTERNAL_ID))
_ADD_FREE_EXTERNAL_ID = Statement(upsert(TitleExternalIdEntity).values(_EXTERNAL_ID).on_conflict_do_nothing())
_MOVE_EXTERNAL_IDS = Statement(
    update(TitleExternalIdEntity)
    .where(TitleExternalIdEntity.title_id == _title_id, ~TitleExternalIdEntity.is_alias)
    .values(media_type=bindparam("media_type"))
)


# By whether they are selected for a viewer.
_READERS: Mapping[bool, RowReader[Any]] = {
    False: row_reader(Title, Statement(finished_titles()), converters=CONVERTERS),
    True: row_reader(ViewedTitle, Statement(finished_titles(for_viewer=True)), converters=CONVERTERS),
}
_WHOLE_READERS: Mapping[bool, RowReader[Any]] = {
    False: row_reader(WholeTitle, _GET, converters=WHOLE_CONVERTERS),
    True: row_reader(ViewedWholeTitle, Statement(_VIEWED), _OWN_MANY, converters=WHOLE_CONVERTERS),
}
_FINGERPRINT_READER = row_reader(TitleFingerprint, _GET_FINGERPRINT)
_SUGGESTION_READERS: Mapping[bool, RowReader[Any]] = {
    for_viewer: row_reader(
        suggestion, Statement(suggested_titles(for_viewer=for_viewer)), converters=SUGGESTION_CONVERTERS
    )
    for for_viewer, suggestion in ((False, TitleSuggestion), (True, ViewedTitleSuggestion))
}


def _lists(readers: Mapping[bool, RowReader[Any]], *, is_small: bool = False) -> dict[bool, PagedQuery[Any]]:
    pages = {one: partial(page_statement, for_viewer=one, is_small=is_small) for one in readers}
    return {
        one: PagedQuery(TitleSort, SORTS, page=pages[one], count=count_statement, reader=reader)
        for one, reader in readers.items()
    }


_LISTS = _lists(_READERS)
_SUGGESTIONS = _lists(_SUGGESTION_READERS, is_small=True)


class PostgresTitleAdapter(TableAdapter[TitleEntity]):
    """The catalogue in PostgreSQL."""

    entity = TitleEntity
    missing = TitleNotFoundError
    constraint_errors: ClassVar = DELETE_ERRORS

    def __init__(self, database: Database, *, facets: SharedValues[TitleFacets]) -> None:
        super().__init__(database)
        self._facets = facets
        self._tries = SearchTries(database)

    async def get(  # the names of the contract
        self,
        id: UUID,  # noqa: A002
        viewer_id: UUID | None = None,
        *,
        sees_all: bool = False,
    ) -> Fingerprinted[Title]:
        for_viewer = viewer_id is not None
        statement = _GET_VIEWED if for_viewer else _GET
        row = await self._database.require_one(
            TitleNotFoundError, statement, id=id, viewer_id=viewer_id, sees_all=sees_all
        )
        return Fingerprinted(_WHOLE_READERS[for_viewer].read(row), row["fingerprint"] if for_viewer else None)

    async def find_many(self, user_id: UUID, ids: Sequence[UUID]) -> list[Title]:
        rows = await self._database.fetch(_OWN_MANY, viewer_id=user_id, ids=ids)
        return list(map(_WHOLE_READERS[True].read, rows))

    async def get_fingerprint(self, id: UUID, viewer_id: UUID, *, sees_all: bool = False) -> TitleFingerprint:  # noqa: A002
        row = await self._database.require_one(
            TitleNotFoundError, _GET_FINGERPRINT, id=id, viewer_id=viewer_id, sees_all=sees_all
        )
        return _FINGERPRINT_READER.read(row)

    async def is_used_by(self, id: UUID, person_id: UUID) -> bool:  # noqa: A002
        return bool(await self._database.fetch_value(IS_USED_BY, id=id, viewer_id=person_id))

    async def search(
        self, filters: TitleFilter, sort: TitleSort, request: PageRequest, viewer_id: UUID | None = None
    ) -> Page[Title]:
        page: Page[Title] = await self._page(_LISTS[viewer_id is not None], filters, sort, request, viewer_id)
        return page

    async def suggest(self, filters: TitleFilter, limit: int, viewer_id: UUID | None = None) -> list[TitleSuggestion]:
        suggestions = _SUGGESTIONS[viewer_id is not None]
        page = await self._page(suggestions, filters, TitleSort.RELEVANCE, PageRequest(limit=limit), viewer_id)
        return page.items

    async def _page(
        self,
        titles: PagedQuery[Any],
        filters: TitleFilter,
        sort: TitleSort,
        request: PageRequest,
        viewer_id: UUID | None,
    ) -> Page[Any]:
        filters = await narrowed_to_few(self._database, filters)
        values = {"viewer_id": viewer_id, **filter_values(filters)}
        conditions = conditions_of(values) | visibility_conditions(filters)
        if filters.query is None:
            return await titles.fetch(self._database, request, sort, conditions, **values)
        async for asked in self._tries.values_of(filters.query):
            page = await titles.fetch(self._database, request, sort, conditions, **(values | narrowed(asked, filters)))
            if page.items:
                break
        return page

    async def count_facets(self, filters: TitleFilter, viewer_id: UUID | None = None) -> TitleFacets:
        if filters.with_own or filters.without_statuses or filters.visibility is not None:
            return await self._count_facets(filters, viewer_id)
        tag = CacheTag.FACETS if filters.min_rating is None else CacheTag.TITLES
        return await self._facets.value(filters, tag, partial(self._count_facets, filters, None))

    async def _count_facets(self, filters: TitleFilter, viewer_id: UUID | None) -> TitleFacets:
        filters = await narrowed_to_few(self._database, filters)
        values = {"viewer_id": viewer_id, **filter_values(filters)}
        statement = facets_statement(conditions_of(values) | visibility_conditions(filters))
        if filters.query is None:
            return facets_of(await self._database.fetch(statement, **values))
        async for asked in self._tries.values_of(filters.query):
            rows = await self._database.fetch(statement, **(values | narrowed(asked, filters)))
            if rows:
                break
        return facets_of(rows)

    async def learn_words(self, entity: TitleEntity) -> None:
        if words := spelled_words(entity.search_words):
            await self._database.execute(LEARN, words=words)

    async def add(self, entity: TitleEntity) -> None:
        await super().add(entity)
        await self._database.execute(_ADD_RATING_STATISTICS, title_id=entity.id)

    async def set_genres(self, title_id: UUID, genre_ids: Collection[UUID]) -> frozenset[UUID]:
        rows = await self._database.fetch(_SET_GENRES, title_id=title_id, ids=genre_ids)
        return frozenset(row["id"] for row in rows)

    async def set_platforms(self, title_id: UUID, platform_ids: Collection[UUID]) -> frozenset[UUID]:
        rows = await self._database.fetch(_SET_PLATFORMS, title_id=title_id, ids=platform_ids)
        return frozenset(row["id"] for row in rows)

    async def set_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        sent = {"sources": list(external_ids), "external_ids": list(external_ids.values())}
        values = {"title_id": title_id, "media_type": media_type, **sent}
        await self._database.execute(_DROP_FIRST_IDS, **values)
        with translate_constraint_errors(SET_ID_ERRORS, self._database, values):
            await self._database.execute_many(_ADD_EXTERNAL_ID, _id_rows(title_id, media_type, external_ids))

    async def add_external_ids(self, title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> None:
        await self._database.execute_many(_ADD_FREE_EXTERNAL_ID, _id_rows(title_id, media_type, external_ids))

    async def move_external_ids(self, title_id: UUID, media_type: MediaType) -> None:
        values = {"title_id": title_id, "media_type": media_type}
        with translate_constraint_errors(MOVE_ID_ERRORS, self._database, values):
            await self._database.execute(_MOVE_EXTERNAL_IDS, **values)


def _id_rows(title_id: UUID, media_type: MediaType, external_ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows in one global order: concurrent titles with the same ids would deadlock otherwise."""
    return [
        {"title_id": title_id, "media_type": media_type, "source": source, "external_id": external_id}
        for source, external_id in sorted(external_ids.items())
    ]
