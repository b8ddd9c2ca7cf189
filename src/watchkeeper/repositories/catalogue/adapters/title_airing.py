"""Selects what a title tells of its episodes. Specials count in no number, and nothing is read for movies."""

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    select,
)
from sqlalchemy.sql.selectable import FromClause, LateralFromClause

from watchkeeper.models.entities.catalogue.title_entity import TitleEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity, SeasonEntity
from watchkeeper.models.entities.episodes.episode_refresh_entity import EpisodeRefreshEntity
from watchkeeper.models.entities.identity.user_entity import UserEntity
from watchkeeper.models.types.catalogue.media_type import MediaType
from watchkeeper.models.types.episodes.episode_refresh import Airing, EpisodesState
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.models.types.identity.time_zone import UTC_NAME

_TITLES: Final[FromClause] = TitleEntity.__table__
_SEASONS: Final[FromClause] = SeasonEntity.__table__
_EPISODES: Final[FromClause] = EpisodeEntity.__table__
_REFRESHES: Final[FromClause] = EpisodeRefreshEntity.__table__
_USERS: Final[FromClause] = UserEntity.__table__
_NOTHING, _ONE, _TWO = (literal_column(number, Integer()) for number in ("0", "1", "2"))
_NOW: Final = literal_column("now()", DateTime(timezone=True))


def _text(value: str) -> ColumnElement[str]:
    return literal_column(f"'{value}'", Text())


def episode_json(episodes: FromClause) -> ColumnElement[Any]:
    """Return an episode in few members, as `progress` of a watch entry shows it."""
    shown = ("id", "season", "number", "title", "air_date")
    members = [part for name in shown for part in (_text(name), episodes.c[name])]
    instant = func.to_char(func.timezone(_text(UTC_NAME), episodes.c.airs_at), _text('YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    return func.json_build_object(*members, _text("airs_at"), instant)


def _zone_of_viewer(*, for_viewer: bool) -> ColumnElement[str]:
    if not for_viewer:
        return _text(UTC_NAME)
    return select(_USERS.c.time_zone).where(_USERS.c.id == bindparam("viewer_id", type_=Uuid())).scalar_subquery()


def _has_aired(zone: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether an episode has aired: where only its day is known, when that is over in a time zone."""
    is_over = _EPISODES.c.air_date < cast(func.timezone(zone, _NOW), Date())
    return func.coalesce(_EPISODES.c.airs_at <= _NOW, is_over, literal_column("false", Boolean()))


def _of_title(*columns: Any) -> Select[Any]:  # noqa: ANN401 - SQLAlchemy's expressions
    is_current = _EPISODES.c.state == _text(EpisodeState.CURRENT)
    regular = and_(_EPISODES.c.title_id == _TITLES.c.id, is_current, _EPISODES.c.season > _NOTHING)
    return select(*columns).where(regular).correlate(_TITLES)


def _first(condition: ColumnElement[bool], *, is_last: bool) -> ScalarSelect[Any]:
    places = (_EPISODES.c.airs_on, _EPISODES.c.season, _EPISODES.c.number)
    ordered = [place.desc() for place in places] if is_last else list(places)
    return _of_title(episode_json(_EPISODES)).where(condition).order_by(*ordered).limit(_ONE).scalar_subquery()


def airing_of_titles(*, for_viewer: bool) -> LateralFromClause:
    """Return what the titles of a selection tell of their episodes, by the day of the viewer."""
    has_aired = _has_aired(_zone_of_viewer(for_viewer=for_viewer))
    soon = cast(func.timezone(_text(UTC_NAME), _NOW), Date()) - _TWO  # what airs is no earlier, wherever it airs
    counts = _of_title(func.count().label("known"), func.count().filter(has_aired).label("aired")).subquery("counts")
    seasons = (
        select(func.count())
        .where(_SEASONS.c.title_id == _TITLES.c.id, _SEASONS.c.number > _NOTHING)
        .correlate(_TITLES)
        .scalar_subquery()
    )
    refresh = select(_REFRESHES).where(_REFRESHES.c.title_id == _TITLES.c.id).correlate(_TITLES).lateral("refresh")
    state = case(
        (counts.c.known > _NOTHING, _text(EpisodesState.CURRENT)),
        else_=func.coalesce(refresh.c.state, _text(EpisodesState.NONE)),
    )
    is_known = state == _text(EpisodesState.CURRENT)
    rows = (
        select(
            func.coalesce(refresh.c.airing, _text(Airing.UNKNOWN)).label("airing"),
            case((is_known, seasons)).label("seasons_count"),
            case((is_known, counts.c.known)).label("episodes_count"),
            case((is_known, counts.c.aired)).label("aired_count"),
            cast(_first(and_(not_(has_aired), _EPISODES.c.airs_on >= soon), is_last=False), Text()).label(
                "next_episode"
            ),
            cast(_first(has_aired, is_last=True), Text()).label("last_episode"),
            state.label("episodes_state"),
            refresh.c.source.label("episode_source"),
        )
        .select_from(counts.outerjoin(refresh, literal_column("true", Boolean())))
        .where(_TITLES.c.media_type != _text(MediaType.MOVIE))
        .correlate(_TITLES)
    )
    return rows.lateral("episode_facts")
