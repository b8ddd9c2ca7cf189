"""Statements with which refreshes claim titles, and write seasons and episodes."""

from typing import Any

from sqlalchemy import (
    DateTime,
    FromClause,
    Integer,
    String,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from watchkeeper.foundation.postgres.statement import Statement
from watchkeeper.foundation.postgres.table_adapter import later_than
from watchkeeper.models.entities.catalogue.title_entity import PersonalTitleIdEntity, TitleEntity, TitleExternalIdEntity
from watchkeeper.models.entities.episodes.episode_entity import EpisodeEntity, EpisodeExternalIdEntity, SeasonEntity
from watchkeeper.models.entities.episodes.episode_refresh_entity import EpisodeRefreshEntity
from watchkeeper.models.entities.watchlist.play_entity import PlayEntity, ViewingEntity
from watchkeeper.models.types.episodes.episode_refresh import EpisodesState
from watchkeeper.models.types.episodes.episode_state import EpisodeState
from watchkeeper.repositories.text_statements import text_statement
from watchkeeper.repositories.watchlist.adapters.stated_plays import insert_stated_plays

_SEASONS: FromClause = SeasonEntity.__table__
_EPISODES: FromClause = EpisodeEntity.__table__
_TITLES: FromClause = TitleEntity.__table__
_REFRESHES: FromClause = EpisodeRefreshEntity.__table__
_PLAYS: FromClause = PlayEntity.__table__
_VIEWINGS: FromClause = ViewingEntity.__table__
_IDS: FromClause = EpisodeExternalIdEntity.__table__
_TITLE_ID = bindparam("title_id", type_=Uuid())
_AT = bindparam("at", type_=DateTime(timezone=True))
_UNTIL = bindparam("until", type_=DateTime(timezone=True))
_IS_FREE = or_(_REFRESHES.c.claimed_until.is_(None), _REFRESHES.c.claimed_until <= _AT)
FACTS = (
    "number",
    "absolute_number",
    "title",
    "overview",
    "air_date",
    "airs_at",
    "runtime_minutes",
    "still_url",
    "is_premiere",
    "is_finale",
)


def _value(table: FromClause, name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's expressions
    return bindparam(name, type_=table.c[name].type)


def _shows(titles: FromClause) -> Any:  # noqa: ANN401
    """Select the members of `DueShow` for rows with `title_id` and `source`."""
    ids = union_all(
        select(TitleExternalIdEntity.source, TitleExternalIdEntity.external_id).where(
            TitleExternalIdEntity.title_id == titles.c.title_id, ~TitleExternalIdEntity.is_alias
        ),
        select(PersonalTitleIdEntity.source, PersonalTitleIdEntity.external_id).where(
            PersonalTitleIdEntity.title_id == titles.c.title_id
        ),
    ).lateral("ids")
    known = func.json_object_agg(ids.c.source, ids.c.external_id).filter(ids.c.source.is_not(None))
    by_source = cast(known, Text()).label("external_ids")
    return (
        select(titles.c.title_id, _TITLES.c.media_type, titles.c.source, by_source)
        .select_from(titles.join(_TITLES, _TITLES.c.id == titles.c.title_id).outerjoin(ids, literal_column("true")))
        .group_by(titles.c.title_id, _TITLES.c.media_type, titles.c.source)
    )


def _claim() -> Statement:
    due = (
        select(_REFRESHES.c.title_id)
        .where(_REFRESHES.c.due_at <= _AT, _IS_FREE)
        .order_by(_REFRESHES.c.due_at, _REFRESHES.c.title_id)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = (
        update(EpisodeRefreshEntity)
        .where(_REFRESHES.c.title_id == due.c.title_id)
        .values(claimed_until=_UNTIL)
        .returning(_REFRESHES.c.title_id, _REFRESHES.c.source)
        .cte("claimed")
    )
    return Statement(_shows(claimed))


def _find() -> Statement:
    one = (
        select(_TITLES.c.id.label("title_id"), _REFRESHES.c.source)
        .select_from(_TITLES.outerjoin(_REFRESHES, _REFRESHES.c.title_id == _TITLES.c.id))
        .where(_TITLES.c.id == _TITLE_ID, _TITLES.c.media_type != literal_column("'movie'", String()))
        .subquery("one")
    )
    return Statement(_shows(one))


def _known() -> Statement:
    by_source = (
        select(func.jsonb_object_agg(_IDS.c.source, _IDS.c.external_id))
        .where(_IDS.c.episode_id == _EPISODES.c.id)
        .scalar_subquery()
    )
    columns = [_EPISODES.c[name] for name in ("id", "season", *FACTS, "state", "missing_since")]
    ids = cast(func.coalesce(by_source, literal_column("'{}'::jsonb")), Text()).label("external_ids")
    return Statement(select(*columns, ids).where(_EPISODES.c.title_id == _TITLE_ID).order_by(_EPISODES.c.id))


def _save_season() -> Statement:
    shown = ("name", "overview", "poster_url", "air_date", "external_ids")
    values = {name: _value(_SEASONS, name) for name in ("id", "title_id", "number", *shown)}
    new = upsert(SeasonEntity).values(values | {"created_at": _AT, "updated_at": _AT})
    differs = or_(*(_SEASONS.c[name].is_distinct_from(new.excluded[name]) for name in shown))
    changes = {name: new.excluded[name] for name in shown}
    return Statement(
        new.on_conflict_do_update(
            index_elements=["title_id", "number"],
            set_=changes | {"updated_at": later_than(_SEASONS.c.updated_at, "at")},
            where=differs,
        )
    )


def _season_id() -> Any:  # noqa: ANN401
    season = bindparam("season", type_=Integer())
    return select(_SEASONS.c.id).where(_SEASONS.c.title_id == _TITLE_ID, _SEASONS.c.number == season).scalar_subquery()


def _episode_values() -> dict[str, Any]:
    return {name: _value(_EPISODES, name) for name in ("season", "kind", *FACTS)} | {"season_id": _season_id()}


CLAIM = _claim()
CLAIM_ONE = Statement(
    upsert(EpisodeRefreshEntity)
    .values(title_id=_TITLE_ID, claimed_until=_UNTIL)
    .on_conflict_do_update(index_elements=["title_id"], set_={"claimed_until": _UNTIL}, where=_IS_FREE)
)
RELEASE = Statement(update(EpisodeRefreshEntity).where(_REFRESHES.c.title_id == _TITLE_ID).values(claimed_until=None))
FIND = _find()
LOCK = Statement(
    select(_TITLES.c.id).where(_TITLES.c.id == _TITLE_ID).with_for_update(key_share=True)  # not against its readers
)
KNOWN = _known()
SAVE_SEASON = _save_season()
ADD = Statement(
    insert(EpisodeEntity).values(
        _episode_values() | {"id": _value(_EPISODES, "id"), "title_id": _TITLE_ID, "created_at": _AT, "updated_at": _AT}
    )
)
CHANGE = Statement(
    update(EpisodeEntity)
    .where(_EPISODES.c.id == bindparam("id", type_=Uuid()))
    .values(
        _episode_values()
        | {
            "state": literal_column(f"'{EpisodeState.CURRENT}'", String()),
            "replaced_by_id": None,
            "missing_since": None,
            "updated_at": later_than(_EPISODES.c.updated_at, "at"),
        }
    )
)
MISS = Statement(update(EpisodeEntity).where(_EPISODES.c.id == bindparam("id", type_=Uuid())).values(missing_since=_AT))
LOSE = Statement(
    update(EpisodeEntity)
    .where(_EPISODES.c.id == bindparam("id", type_=Uuid()))
    .values(
        state=literal_column(f"'{EpisodeState.GONE}'", String()),
        replaced_by_id=_value(_EPISODES, "replaced_by_id"),
        updated_at=later_than(_EPISODES.c.updated_at, "at"),
    )
)
FOLLOW = Statement(
    update(EpisodeEntity)
    .where(_EPISODES.c.replaced_by_id == bindparam("id", type_=Uuid()))
    .values(replaced_by_id=_value(_EPISODES, "replaced_by_id"), updated_at=later_than(_EPISODES.c.updated_at, "at"))
)
_SOURCE, _EPISODE_ID, _EXTERNAL_ID = (_value(_IDS, name) for name in ("source", "episode_id", "external_id"))
FORGET_ID = Statement(
    delete(EpisodeExternalIdEntity).where(
        _IDS.c.episode_id == _EPISODE_ID, _IDS.c.source == _SOURCE, _IDS.c.external_id != _EXTERNAL_ID
    )
)
ADD_ID = Statement(
    upsert(EpisodeExternalIdEntity)
    .values(source=_SOURCE, external_id=_EXTERNAL_ID, episode_id=_EPISODE_ID)
    .on_conflict_do_nothing()
)


def _end_claim(state: EpisodesState, *names: str) -> Statement:
    """Store the state with these members. Episodes that are known stay known."""
    value = literal_column(f"'{state}'", String())
    new = upsert(EpisodeRefreshEntity).values(
        {name: _value(_REFRESHES, name) for name in names} | {"title_id": _TITLE_ID, "state": value}
    )
    known = literal_column(f"'{EpisodesState.CURRENT}'", String())
    changes = {name: new.excluded[name] for name in names}
    return Statement(
        new.on_conflict_do_update(
            index_elements=["title_id"],
            set_=changes | {"state": case((_REFRESHES.c.state == known, known), else_=value), "claimed_until": None},
        )
    )


FINISH = _end_claim(EpisodesState.CURRENT, "airing", "source", "due_at")
POSTPONE = _end_claim(EpisodesState.NONE, "due_at")
RECOUNT = Statement(
    select(func.recount_viewings(func.array_agg(_VIEWINGS.c.user_id), func.array_agg(_VIEWINGS.c.title_id))).where(
        _VIEWINGS.c.title_id == _TITLE_ID
    )
)
JOIN_PLAYS = Statement(
    update(PlayEntity)
    .where(
        _PLAYS.c.title_id == _TITLE_ID,
        _PLAYS.c.episode_id.is_(None),
        _EPISODES.c.title_id == _TITLE_ID,
        _EPISODES.c.season == _PLAYS.c.season,
        _EPISODES.c.number == _PLAYS.c.number,
        _EPISODES.c.state == literal_column(f"'{EpisodeState.CURRENT}'", String()),
    )
    .values(episode_id=_EPISODES.c.id, updated_at=later_than(_PLAYS.c.updated_at, "at"))
    .returning(_PLAYS.c.user_id)
)
# What people said to have seen before the episodes were known becomes plays of unknown date, once: what they take back
# stays away.
PLAY_STATED = text_statement(insert_stated_plays("title_id", "first.id = ANY (:episode_ids)"))
