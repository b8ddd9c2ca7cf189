"""A minimum rating that few titles have, as the ids of these."""

from decimal import Decimal
from typing import Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import ARRAY, Integer, Numeric, Uuid, bindparam, case, func, literal_column, select

from watchkeeper.foundation.postgres.database import Database
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.types.catalogue.title_filter import TitleFilter

_MAX: Final = literal_column("1000", Integer())
_NOTHING: Final = (UUID(int=0),)
"""Ids that no title has: without ids a filter means any title."""

_average = literal_column("coalesce(title_figures.average, -1)", Numeric())
_rated = (
    select(TitleRatingStatisticsEntity.title_id)
    .where(TitleRatingStatisticsEntity.is_public, _average >= bindparam("min_rating", type_=Numeric))
    # PostgreSQL expects many, and would read the whole table: in this order it reads the index of averages.
    .order_by(_average.desc(), TitleRatingStatisticsEntity.title_id.desc())
    .limit(_MAX + literal_column("1", Integer()))
    .subquery("rated")
)
_ids = func.coalesce(func.array_agg(_rated.c.title_id), literal_column("'{}'", ARRAY(Uuid)))
_FIND_FEW: Final = Statement(select(case((func.count() <= _MAX, _ids)).label("ids")).select_from(_rated))


async def narrowed_to_few(database: Database, filters: TitleFilter) -> TitleFilter:
    """Return the filters of a search of public titles, with ids in place of a minimum rating that few titles have.

    PostgreSQL plans for a rating that many have, and would look up that of every title that has the words.
    """
    sees_others = filters.with_own or filters.visibility is not None
    if filters.query is None or filters.min_rating is None or filters.ids or sees_others:
        return filters
    ids = await database.fetch_value(_FIND_FEW, min_rating=Decimal(str(filters.min_rating)))
    return filters if ids is None else replace(filters, min_rating=None, ids=tuple(ids) or _NOTHING)
