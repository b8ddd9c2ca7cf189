"""The columns of items of lists: for their owners, and for strangers who have a link."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal_column,
    select,
)

from watchkeeper.models.entities.catalogue.title_entity import TitleEntity, TitleReferencesEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity, SeasonEntity
from watchkeeper.models.entities.feedback.rating_entity import RatingEntity
from watchkeeper.models.entities.feedback.review_entity import ReviewEntity
from watchkeeper.models.entities.feedback.title_rating_statistics_entity import TitleRatingStatisticsEntity
from watchkeeper.models.entities.lists.list_entity import ListItemEntity
from watchkeeper.models.entities.watchlist.watch_entry_entity import WatchEntryEntity

ITEMS: FromClause = ListItemEntity.__table__
TITLES: FromClause = TitleEntity.__table__
STATISTICS: FromClause = TitleRatingStatisticsEntity.__table__
ENTRIES: FromClause = WatchEntryEntity.__table__
_REFERENCES: FromClause = TitleReferencesEntity.__table__
_RATINGS: FromClause = RatingEntity.__table__
_REVIEWS: FromClause = ReviewEntity.__table__
_SEASONS: FromClause = SeasonEntity.__table__
_EPISODES: FromClause = EpisodeEntity.__table__
PERSON = bindparam("user_id", type_=Uuid())

IS_PUBLIC = and_(TITLES.c.owner_id.is_(None), TITLES.c.is_active)
"""Whether strangers can read a title."""


def _stamps(items: FromClause) -> list[Any]:
    return [items.c.id, items.c.created_at, items.c.updated_at]


def _json(table: FromClause, names: tuple[str, ...], reference: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a row as JSON, null where the reference is."""
    members = (part for name in names for part in (literal_column(f"'{name}'", Text()), table.c[name]))
    row = select(cast(func.json_build_object(*members), Text())).where(table.c.id == reference)
    return row.scalar_subquery()


def _parts(items: FromClause) -> list[Any]:
    """Return the columns of the season, the episode, the place and the note."""
    episode = ("id", "season", "number", "absolute_number", "kind", "title", "state")
    return [
        _json(_SEASONS, ("id", "number", "name"), items.c.season_id).label("season"),
        _json(_EPISODES, episode, items.c.episode_id).label("episode"),
        items.c.rank,
        items.c.note,
    ]


def _facts() -> list[Any]:
    """Return the further columns of a title, in the order of `WatchEntryTitle`."""
    return [
        TITLES.c.release_date.label("title__release_date"),
        TITLES.c.release_date_precision.label("title__release_date_precision"),
        TITLES.c.runtime_minutes.label("title__runtime_minutes"),
        TITLES.c.poster_url.label("title__poster_url"),
        _REFERENCES.c.genres.label("title__genres"),
        _REFERENCES.c.external_ids.label("title__external_ids"),
        cast(STATISTICS.c.average, Double()).label("title__average_rating"),
        func.coalesce(STATISTICS.c.ratings_count, literal_column("0")).label("title__ratings_count"),
    ]


def _with_titles(items: FromClause) -> FromClause:
    return (
        items.join(TITLES, TITLES.c.id == items.c.title_id)
        .outerjoin(STATISTICS, STATISTICS.c.title_id == items.c.title_id)
        .outerjoin(_REFERENCES, _REFERENCES.c.title_id == items.c.title_id)
    )


def shown_items(items: FromClause) -> Select[Any]:
    """Select the columns of `ListItem`."""
    # Not joins: PostgreSQL would read all ratings and reviews of the person for them.
    rating = (
        select(cast(_RATINGS.c.half_steps, Double()) * literal_column("0.5"))
        .where(_RATINGS.c.user_id == PERSON, _RATINGS.c.title_id == items.c.title_id)
        .scalar_subquery()
    )
    review = (
        select(_REVIEWS.c.id)
        .where(_REVIEWS.c.user_id == PERSON, _REVIEWS.c.title_id == items.c.title_id, ~_REVIEWS.c.is_superseded)
        .scalar_subquery()
    )
    is_own = and_(ENTRIES.c.user_id == PERSON, ENTRIES.c.title_id == items.c.title_id)
    return select(
        *_stamps(items),
        items.c.list_id,
        items.c.title_id.label("title__id"),
        TITLES.c.media_type.label("title__media_type"),
        TITLES.c.title.label("title__title"),
        *_facts(),
        *_parts(items),
        ENTRIES.c.id.label("viewer__watch_entry_id"),
        ENTRIES.c.status.label("viewer__status"),
        rating.label("viewer__rating"),
        review.label("viewer__review_id"),
    ).select_from(_with_titles(items).outerjoin(ENTRIES, is_own))


def shared_items(items: FromClause) -> Select[Any]:
    """Select the columns of `SharedListItem`: of titles that strangers can't read, their words."""
    return select(
        *_stamps(items),
        case((IS_PUBLIC, items.c.title_id)).label("title__id"),
        TITLES.c.media_type.label("title__media_type"),
        TITLES.c.title.label("title__title"),
        cast(extract("year", TITLES.c.release_date), Integer()).label("title__year"),
        *(case((IS_PUBLIC, fact.element)).label(fact.name) for fact in _facts()),
        *_parts(items),
    ).select_from(_with_titles(items))
