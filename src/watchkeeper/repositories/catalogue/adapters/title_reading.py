"""Finished titles: the columns they are read with, and what is made of a row."""

import json
from typing import Any

from sqlalchemy import Double, Function, ScalarSelect, Select, Text, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.selectable import FromClause

from watchkeeper.models.dtos.title_dtos import SCORES, RatingSummaryOutput, TitleOutput
from watchkeeper.models.entities.genre_entity import GenreEntity
from watchkeeper.models.entities.platform_entity import PlatformEntity
from watchkeeper.models.entities.title_entity import (
    TitleEntity,
    TitleExternalIdEntity,
    TitleGenreEntity,
    TitlePlatformEntity,
)
from watchkeeper.models.entities.title_figures_entity import TitleFiguresEntity
from watchkeeper.models.types.metadata import MetadataState
from watchkeeper.repositories.database.database import Row


def _references(entity: type[GenreEntity | PlatformEntity]) -> Function[Any]:
    pair = func.json_build_object(literal_column("'id'"), entity.id, literal_column("'name'"), entity.name)
    return func.json_agg(aggregate_order_by(pair, entity.name_sort, entity.id))


def _as_text(aggregate: Select[Any]) -> ScalarSelect[Any]:
    return aggregate.correlate(TitleEntity).scalar_subquery()


_genres = (
    select(cast(_references(GenreEntity), Text))
    .select_from(TitleGenreEntity)
    .join(GenreEntity, GenreEntity.id == TitleGenreEntity.genre_id)
    .where(TitleGenreEntity.title_id == TitleEntity.id)
)
_platforms = (
    select(cast(_references(PlatformEntity), Text))
    .select_from(TitlePlatformEntity)
    .join(PlatformEntity, PlatformEntity.id == TitlePlatformEntity.platform_id)
    .where(TitlePlatformEntity.title_id == TitleEntity.id)
)
_external_ids = select(
    cast(
        func.json_object_agg(
            TitleExternalIdEntity.source,
            aggregate_order_by(TitleExternalIdEntity.external_id, TitleExternalIdEntity.source),
        ),
        Text,
    )
).where(TitleExternalIdEntity.title_id == TitleEntity.id)

_COLUMNS = (
    TitleEntity.id,
    TitleEntity.media_type,
    TitleEntity.title,
    TitleEntity.original_title,
    TitleEntity.overview,
    TitleEntity.release_date,
    TitleEntity.release_date_precision,
    TitleEntity.runtime_minutes,
    TitleEntity.poster_url,
    TitleEntity.is_active,
    TitleEntity.metadata_state,
    TitleEntity.created_at,
    TitleEntity.updated_at,
    TitleFiguresEntity.ratings_count,
    TitleFiguresEntity.reviews_count,
    TitleFiguresEntity.distribution,
    cast(TitleFiguresEntity.average, Double).label("average"),
    cast(func.round(TitleFiguresEntity.weighted, literal_column("2")), Double).label("weighted"),
    _as_text(_genres).label("genres"),
    _as_text(_platforms).label("platforms"),
    _as_text(_external_ids).label("external_ids"),
)
_NOT_SHOWN = ("metadata_state", "ratings_count", "distribution", "average", "weighted", "sort_key")


def finished_titles(among: FromClause | None = None) -> Select[Any]:
    """Return the selection of finished titles, of all or of those whose `id` is `among` some rows."""
    titles = select(*_COLUMNS).select_from(TitleEntity)
    if among is not None:
        titles = select(*_COLUMNS).select_from(among).join(TitleEntity, TitleEntity.id == among.c.id)
    return titles.join(TitleFiguresEntity, TitleFiguresEntity.title_id == TitleEntity.id)


def title_output(row: Row) -> TitleOutput:
    """Return the title that a row of `finished_titles` stands for."""
    members = {name: value for name, value in row.items() if name not in _NOT_SHOWN}
    for name in ("genres", "platforms"):
        members[name] = json.loads(row[name] or "[]")
    members["external_ids"] = json.loads(row["external_ids"] or "{}")
    members["metadata_pending"] = row["metadata_state"] == MetadataState.PENDING
    members["metadata_vanished"] = row["metadata_state"] == MetadataState.VANISHED
    members["rating"] = RatingSummaryOutput(
        average=row["average"],
        weighted=row["weighted"],
        count=row["ratings_count"],
        distribution=dict(zip(SCORES, row["distribution"], strict=True)),
    )
    return TitleOutput(**members)
