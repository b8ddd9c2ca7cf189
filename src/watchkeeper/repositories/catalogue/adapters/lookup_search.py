"""Lists of genres and platforms, which are searched alike."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import func, select

from watchkeeper.foundation.core.pagination import Page, PageRequest
from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page, keyset_values, page_of
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.types.sorts import LookupSort

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)

_KEYS = ("name_key", "name_sort")


@cache
def _sorts(entity: type[GenreEntity | PlatformEntity]) -> Mapping[str, SortColumn]:
    return {"name": SortColumn(entity.name_sort, str), "created_at": SortColumn(entity.created_at, datetime)}


@cache
def _page(entity: type[GenreEntity | PlatformEntity], sort: LookupSort, *, is_continued: bool) -> Statement:
    shown = select(*(column for column in entity.__table__.columns if column.name not in _KEYS))
    return Statement(keyset_page(shown, column_for(_sorts(entity), sort), entity.id, sort, is_continued=is_continued))


@cache
def _count(entity: type[GenreEntity | PlatformEntity]) -> Statement:
    return Statement(select(func.count()).select_from(entity))


async def search_lookup(
    database: Database, entity: type[LookupT], sort: LookupSort, request: PageRequest
) -> Page[LookupT]:
    """Return a page of all rows of `entity`, without the keys of their names. Raises InvalidCursorError."""
    column = column_for(_sorts(entity), sort)
    values = keyset_values(column, sort, request)
    rows = await database.fetch(_page(entity, sort, is_continued=request.cursor is not None), **values)
    total = await database.fetch_value(_count(entity)) if request.with_total else None

    def make(row: Mapping[str, Any]) -> LookupT:
        return entity(**{name: value for name, value in row.items() if name != "sort_key"})

    return page_of(rows, request, column, sort, make, total=total)
