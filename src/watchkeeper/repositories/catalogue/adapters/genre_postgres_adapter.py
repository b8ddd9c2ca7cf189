from functools import cache
from typing import ClassVar

from sqlalchemy import func, select

from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.errors.catalogue_errors import GenreNotFoundError, InUseError, NameTakenError
from watchkeeper.models.types.pagination import Page, PageRequest
from watchkeeper.models.types.sorts import NamedSort
from watchkeeper.repositories.catalogue.adapters.named_sorting import named_sort_columns
from watchkeeper.repositories.database.base_adapter import PostgresAdapter
from watchkeeper.repositories.database.keyset import column_for, keyset_page, keyset_values, page_of
from watchkeeper.repositories.database.statement import Statement

_SORTS = named_sort_columns(GenreEntity)
_COUNT = Statement(select(func.count()).select_from(GenreEntity))


@cache
def _search(sort: NamedSort, *, is_continued: bool) -> Statement:
    genres = select(GenreEntity.id, GenreEntity.name, GenreEntity.created_at, GenreEntity.updated_at)
    return Statement(keyset_page(genres, column_for(_SORTS, sort), GenreEntity.id, sort, is_continued=is_continued))


class PostgresGenreAdapter(PostgresAdapter[GenreEntity]):
    """Genres in PostgreSQL."""

    entity = GenreEntity
    missing = GenreNotFoundError
    refusals: ClassVar = {"uq_genres_name_key": NameTakenError, "fk_title_genres_genre_id_genres": InUseError}

    async def search(self, sort: NamedSort, request: PageRequest) -> Page[GenreEntity]:
        column = column_for(_SORTS, sort)
        values = keyset_values(column, sort, request)
        rows = await self._database.fetch(_search(sort, is_continued=request.cursor is not None), **values)
        total = await self._database.fetch_value(_COUNT) if request.with_total else None
        return page_of(rows, request, column, sort, self._entity, total=total)
