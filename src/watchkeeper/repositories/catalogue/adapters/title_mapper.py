"""Selects the columns of titles, suggestions and fingerprints, and converts those that are not members yet."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.selectable import FromClause

from watchkeeper.foundation.postgres.rows import EMPTY_LIST, EMPTY_OBJECT, NO_JSON, Convert
from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.models.entities.catalogue.title_entity import TitleEntity, TitleReferencesEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity
from watchkeeper.models.types.catalogue.title import Distribution
from watchkeeper.models.types.catalogue.visibility import Visibility
from watchkeeper.models.types.discovery.metadata import MetadataState
from watchkeeper.models.types.episodes.episode_refresh import EpisodesState
from watchkeeper.repositories.catalogue.adapters.title_airing import airing_of_titles

_MAX_COMBINATIONS: Final = 4096
_SEPARATOR: Final = "\x1f"


def _is_in_state(state: MetadataState) -> ColumnElement[bool]:
    return TitleEntity.metadata_state == literal_column(f"'{state}'")


_FACTS: Final = (
    TitleEntity.id,
    TitleEntity.created_at,
    TitleEntity.updated_at,
    TitleEntity.media_type,
    TitleEntity.title,
    TitleEntity.original_title,
    func.array_to_string(TitleEntity.alternative_titles, literal_column("E'\\x1f'")).label("alternative_titles"),
    TitleEntity.overview,
    TitleEntity.release_date,
    TitleEntity.release_date_precision,
    TitleEntity.runtime_minutes,
    TitleEntity.is_active,
    _is_in_state(MetadataState.PENDING).label("metadata_pending"),
    _is_in_state(MetadataState.VANISHED).label("metadata_vanished"),
    case(
        (TitleEntity.owner_id.is_(None), literal_column(f"'{Visibility.PUBLIC}'")),
        else_=literal_column(f"'{Visibility.PERSONAL}'"),
    ).label("visibility"),
)
IS_PUBLIC: Final = TitleEntity.owner_id.is_(None)
IS_OWN: Final = TitleEntity.owner_id == bindparam("viewer_id", type_=Uuid())
# The address that somebody typed leads wherever they like: nobody else's client is sent there.
_VIEWED_POSTER: Final = case((or_(IS_PUBLIC, IS_OWN), TitleEntity.poster_url)).label("poster_url")
_REFERENCES: Final = (
    TitleReferencesEntity.genres,
    TitleReferencesEntity.platforms,
    TitleReferencesEntity.external_ids,
    TitleReferencesEntity.external_id_aliases,
)
_SUGGESTED: Final[tuple[Any, ...]] = (
    TitleEntity.id,
    TitleEntity.media_type,
    TitleEntity.title,
    TitleEntity.release_date.label("year"),
    TitleReferencesEntity.genres,
)
_RATING_STATISTICS: Final = (
    cast(TitleRatingStatisticsEntity.average, Double).label("rating__average"),
    cast(func.round(TitleRatingStatisticsEntity.weighted, literal_column("2")), Double).label("rating__weighted"),
    TitleRatingStatisticsEntity.ratings_count.label("rating__count"),
    func.array_to_string(TitleRatingStatisticsEntity.distribution, literal_column("','")).label("rating__distribution"),
    TitleRatingStatisticsEntity.reviews_count,
)


_WRITTEN_BY: Final = {
    TitleEntity.__tablename__: "titles.xmin",
    TitleReferencesEntity.__tablename__: "title_references.xmin",
    TitleRatingStatisticsEntity.__tablename__: "title_figures.xmin",
    WatchEntryEntity.__tablename__: "own_watch_entries.written_by",
    RatingEntity.__tablename__: "own_ratings.written_by",
    ReviewEntity.__tablename__: "own_reviews.written_by",
    **dict.fromkeys(("users", "seasons", "episodes", "episode_refreshes"), "md5(episode_facts::text)"),
}
"""The transaction that wrote the row of a title, by table; null without a row. What a title tells of its episodes
follows the clock too."""


def finished_titles(among: FromClause | None = None, *, for_viewer: bool = False) -> Select[Any]:
    """Return the selection of finished titles: all, or those whose `id` is in the rows `among`.

    `for_viewer` adds the watch entry, rating and review of the person `viewer_id`.
    """
    titles = _among(select(*_FACTS, _poster(for_viewer=for_viewer), *_REFERENCES, *_RATING_STATISTICS), among)
    titles = titles.join(TitleRatingStatisticsEntity, TitleRatingStatisticsEntity.title_id == TitleEntity.id)
    titles = titles.outerjoin(TitleReferencesEntity, TitleReferencesEntity.title_id == TitleEntity.id)
    return _with_viewer(titles) if for_viewer else titles


def whole_titles(*, for_viewer: bool = False) -> Select[Any]:
    """Return `finished_titles` with what they tell of their episodes, which lists leave out: it costs too much."""
    titles = finished_titles(for_viewer=for_viewer)
    airing = airing_of_titles(for_viewer=for_viewer)
    state = func.coalesce(airing.c.episodes_state, literal_column(f"'{EpisodesState.NONE}'", Text()))
    columns = [state.label(one.name) if one.name == "episodes_state" else one for one in airing.c]
    return titles.outerjoin(airing, true()).add_columns(*columns)


def suggested_titles(among: FromClause | None = None, *, for_viewer: bool = False) -> Select[Any]:
    """Return the selection of suggestions, as `finished_titles` does of titles."""
    titles = _among(select(*_SUGGESTED, _poster(for_viewer=for_viewer)), among)
    titles = titles.outerjoin(TitleReferencesEntity, TitleReferencesEntity.title_id == TitleEntity.id)
    return _with_viewer(titles) if for_viewer else titles


def _poster(*, for_viewer: bool) -> ColumnElement[Any]:
    return _VIEWED_POSTER if for_viewer else TitleEntity.__table__.c.poster_url


def _among(titles: Select[Any], among: FromClause | None) -> Select[Any]:
    if among is None:
        return titles.select_from(TitleEntity)
    return titles.select_from(among).join(TitleEntity, TitleEntity.id == among.c.id)


def fingerprint_of(titles: Select[Any]) -> ColumnElement[str]:
    """Select the fingerprint of a viewer's titles: their statement, and which transactions wrote the rows (`xmin`).

    Raises TypeError where a table is read that it leaves out: after a change in it the response would still be 304.
    """
    statement = Statement(titles)
    if differing := statement.reads ^ _WRITTEN_BY.keys():
        raise TypeError(f"The fingerprint of titles leaves out, or has too much: {', '.join(sorted(differing))}")
    made_by = sha256(statement.sql.encode()).hexdigest()[:8]  # another release may show other members of the same rows
    parts = ", '.', ".join((f"'{made_by}'", *dict.fromkeys(_WRITTEN_BY.values())))
    return literal_column(f"concat({parts})", Text()).label("fingerprint")


def _with_viewer(titles: Select[Any]) -> Select[Any]:
    """Add the columns of Viewer, each found by the index of person and title."""
    score: ColumnElement[float] = cast(RatingEntity.half_steps, Double()) * literal_column("0.5", Double())
    entry = _row_of_viewer(WatchEntryEntity, WatchEntryEntity.id, WatchEntryEntity.status)
    rating = _row_of_viewer(RatingEntity, score.label("score"))
    review = _row_of_viewer(ReviewEntity, ReviewEntity.id)
    for row in (entry, rating, review):
        titles = titles.outerjoin(row, true())
    return titles.add_columns(
        entry.c.id.label("viewer__watch_entry_id"),
        entry.c.status.label("viewer__status"),
        rating.c.score.label("viewer__rating"),
        review.c.id.label("viewer__review_id"),
    )


def _row_of_viewer(entity: type[WatchEntryEntity | RatingEntity | ReviewEntity], *columns: Any) -> FromClause:  # noqa: ANN401
    """Return the viewer's row for a title. The limit keeps PostgreSQL from reading all rows of the viewer."""
    is_current = () if entity is not ReviewEntity else (~ReviewEntity.is_superseded,)
    is_own = (entity.user_id == bindparam("viewer_id", type_=Uuid), entity.title_id == TitleEntity.id)
    own = (
        select(*columns, literal_column(f"{entity.__tablename__}.xmin").label("written_by"))
        .where(*is_own, *is_current)
        .limit(literal_column("1"))
        .correlate(TitleEntity)
    )
    return own.lateral(f"own_{entity.__tablename__}")


@lru_cache(_MAX_COMBINATIONS)
def _distribution_of(text: str) -> Distribution:
    """Return the distribution of ratings. It is sent as text: the driver takes ten times as long for an array."""
    return Distribution(*map(int, text.split(",")))


def _year_of(day: date | None) -> int | None:
    return None if day is None else day.year


def _alternatives_of(text: str) -> tuple[str, ...]:
    """Return the alternative titles, which hold no control characters. Sent as text, like distributions."""
    return tuple(text.split(_SEPARATOR)) if text else ()


CONVERTERS: Final[Mapping[str, Convert]] = {
    "alternative_titles": _alternatives_of,
    "genres": EMPTY_LIST,
    "platforms": EMPTY_LIST,
    "external_ids": EMPTY_OBJECT,
    "external_id_aliases": EMPTY_LIST,
    "rating__distribution": _distribution_of,
}
"""Converters of the columns that are not members yet."""
WHOLE_CONVERTERS: Final[Mapping[str, Convert]] = {**CONVERTERS, "next_episode": NO_JSON, "last_episode": NO_JSON}
SUGGESTION_CONVERTERS: Final[Mapping[str, Convert]] = {"genres": EMPTY_LIST, "year": _year_of}
