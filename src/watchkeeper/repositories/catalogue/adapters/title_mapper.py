"""Finished titles: the columns they are read with, what a viewer has to do with them, and what is made of a row."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Double, Select, Uuid, bindparam, cast, func, literal_column, select, true
from sqlalchemy.sql.selectable import FromClause

from watchkeeper.foundation.postgres.database import Row
from watchkeeper.models.entities.rating_entity import RatingEntity
from watchkeeper.models.entities.review_entity import ReviewEntity
from watchkeeper.models.entities.title_entity import TitleEntity, TitleReferencesEntity
from watchkeeper.models.entities.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.metadata import MetadataState
from watchkeeper.models.types.title import (
    NO_VIEWER_DATA,
    Distribution,
    RatingSummary,
    Title,
    TitleReference,
    ViewedTitle,
    Viewer,
)

_FACTS: Final = (
    TitleEntity.id,
    TitleEntity.created_at,
    TitleEntity.updated_at,
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
)
_REFERENCES: Final = (
    TitleReferencesEntity.genres,
    TitleReferencesEntity.platforms,
    TitleReferencesEntity.external_ids,
)
_RATING_STATISTICS: Final = (
    cast(TitleRatingStatisticsEntity.average, Double).label("average"),
    cast(func.round(TitleRatingStatisticsEntity.weighted, literal_column("2")), Double).label("weighted"),
    TitleRatingStatisticsEntity.ratings_count,
    func.array_to_string(TitleRatingStatisticsEntity.distribution, literal_column("','")).label("distribution"),
    TitleRatingStatisticsEntity.reviews_count,
)
"""Facts, references and figures are in the order in which Title has them: a row is taken apart by position."""

_viewed: Callable[..., ViewedTitle] = ViewedTitle
_read = msgspec.json.decode
_MOST_COMBINATIONS = 4096
_KNOWN = len(_FACTS) - 1
_OWN = len(_FACTS) + len(_REFERENCES) + len(_RATING_STATISTICS)
_PENDING, _VANISHED = MetadataState.PENDING.value, MetadataState.VANISHED.value


def finished_titles(among: FromClause | None = None, *, for_viewer: bool = False) -> Select[Any]:
    """Return the selection of finished titles, of all or of those whose `id` is `among` the rows of a page.

    `for_viewer` adds what the person `viewer_id` has to do with each.
    """
    columns: list[Any] = [*_FACTS, *_REFERENCES, *_RATING_STATISTICS]
    titles = select(*columns)
    if among is None:
        titles = titles.select_from(TitleEntity)
    else:
        titles = titles.select_from(among).join(TitleEntity, TitleEntity.id == among.c.id)
    titles = titles.join(TitleRatingStatisticsEntity, TitleRatingStatisticsEntity.title_id == TitleEntity.id)
    titles = titles.outerjoin(TitleReferencesEntity, TitleReferencesEntity.title_id == TitleEntity.id)
    return _seen(titles) if for_viewer else titles


def _seen(titles: Select[Any]) -> Select[Any]:
    """Add the columns of Viewer, each found by the index of person and title."""
    score: ColumnElement[float] = cast(RatingEntity.half_steps, Double()) * literal_column("0.5", Double())
    entry = _own(WatchEntryEntity, WatchEntryEntity.id, WatchEntryEntity.status)
    rating = _own(RatingEntity, score.label("score"))
    review = _own(ReviewEntity, ReviewEntity.id)
    for tie in (entry, rating, review):
        titles = titles.outerjoin(tie, true())
    columns = {"entry_id": entry.c.id, "status": entry.c.status, "score": rating.c.score, "review_id": review.c.id}
    return titles.add_columns(*(column.label(f"viewer_{name}") for name, column in columns.items()))


def _own(entity: type[WatchEntryEntity | RatingEntity | ReviewEntity], *columns: Any) -> FromClause:  # noqa: ANN401
    """Return what the viewer has of a title. The limit keeps PostgreSQL from reading all that the viewer has."""
    is_own = (entity.user_id == bindparam("viewer_id", type_=Uuid), entity.title_id == TitleEntity.id)
    own = select(*columns).where(*is_own).limit(literal_column("1")).correlate(TitleEntity)
    return own.lateral(f"own_{entity.__tablename__}")


def title(row: Row) -> Title:
    """Return the title that a row of `finished_titles` stands for."""
    return Title(*_members(row))


def viewed_title(row: Row) -> ViewedTitle:
    """Return the title that a row stands for, as the person sees it for whom it was selected."""
    columns: Any = row
    entry_id, status, rating, review_id = columns[_OWN : _OWN + 4]
    is_strange = entry_id is None and rating is None and review_id is None
    return _viewed(*_members(row), NO_VIEWER_DATA if is_strange else Viewer(entry_id, status, rating, review_id))


def _members(columns: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row, by position: by name it takes twice as long
    """Return the members of Title, in its order."""
    state, genres, platforms, external_ids, average, weighted, count, distribution, reviews = columns[_KNOWN:_OWN]
    return (
        *columns[:_KNOWN],
        state == _PENDING,
        state == _VANISHED,
        _references_of(genres),
        _references_of(platforms),
        _read(external_ids) if external_ids else {},
        RatingSummary(average, weighted, count, _distribution_of(distribution)),
        reviews,
    )


@lru_cache(_MOST_COMBINATIONS)
def _references_of(text: str | None) -> tuple[TitleReference, ...]:
    """Return the genres or platforms of a title. Many titles have the same, so they are seldom read anew."""
    return tuple(TitleReference(UUID(pair["id"]), pair["name"]) for pair in _read(text)) if text else ()


@lru_cache(_MOST_COMBINATIONS)
def _distribution_of(text: str) -> Distribution:
    """Return how ratings are distributed. As text: the driver takes ten times as long for an array."""
    return Distribution(*map(int, text.split(",")))
