"""Lists of genres and platforms, which share their statements."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import TypeVar

from sqlalchemy import func, select

from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.types.sorts import LookupSort

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)

_KEYS = frozenset({"name_key", "name_sort"})


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


def lookup_list(entity: type[LookupT]) -> PagedQuery[LookupT]:
    """Return the paged query of all rows of `entity`, without the keys of their names."""
    reader = row_reader(entity, _page(entity, LookupSort.NAME, is_continued=False), without=_KEYS)
    page, count = partial(_page, entity), partial(_count, entity)
    return PagedQuery(LookupSort, _sorts(entity), page=page, count=count, reader=reader)
