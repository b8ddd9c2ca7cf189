"""Lists of genres and platforms, which share their statements."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import Select, Text, bindparam, func, select

from watchkeeper.foundation.core.text import sort_key
from watchkeeper.foundation.postgres.keyset import SortColumn, column_for, keyset_page
from watchkeeper.foundation.postgres.paged_query import PagedQuery
from watchkeeper.foundation.postgres.rows import row_reader
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.genre_entity import GenreEntity
from watchkeeper.models.entities.catalogue.platform_entity import PlatformEntity
from watchkeeper.models.types.sorts import LookupSort

LookupT = TypeVar("LookupT", GenreEntity, PlatformEntity)

_KEYS = frozenset({"name_key", "name_sort"})


@cache
def _sorts(entity: type[GenreEntity | PlatformEntity]) -> Mapping[str, SortColumn]:
    return {"name": SortColumn(entity.name_sort, str), "created_at": SortColumn(entity.created_at, datetime)}


def _named(rows: Select[Any], entity: type[GenreEntity | PlatformEntity]) -> Select[Any]:
    """Return those of the rows whose names have the text `part`."""
    return rows.where(func.strpos(entity.name_sort, bindparam("part", type_=Text())) > 0)


@cache
def _page(
    entity: type[GenreEntity | PlatformEntity], sort: LookupSort, is_named: bool = False, *, is_continued: bool
) -> Statement:
    shown = select(*(column for column in entity.__table__.columns if column.name not in _KEYS))
    shown = _named(shown, entity) if is_named else shown
    return Statement(keyset_page(shown, column_for(_sorts(entity), sort), entity.id, sort, is_continued=is_continued))


@cache
def _count(entity: type[GenreEntity | PlatformEntity], is_named: bool = False) -> Statement:
    number = select(func.count()).select_from(entity)
    return Statement(_named(number, entity) if is_named else number)


def lookup_list(entity: type[LookupT]) -> PagedQuery[LookupT]:
    """Return the paged query of all rows of `entity`, without the keys of their names."""
    reader = row_reader(entity, _page(entity, LookupSort.NAME, is_continued=False), without=_KEYS)
    page, count = partial(_page, entity), partial(_count, entity)
    return PagedQuery(LookupSort, _sorts(entity), page=page, count=count, reader=reader)


def lookup_values(query: str | None) -> dict[str, str]:
    """Return the values of a list that is narrowed to names with a part, if there is one."""
    return {} if query is None else {"part": sort_key(query)}
